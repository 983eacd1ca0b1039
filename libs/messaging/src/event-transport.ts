import type { EventRecord } from './envelope/event-record';

/** How a process takes in the events of one service; the consumer group of a broker is named after it. */
export interface Subscription {
  readonly service: string;
  readonly topics: readonly string[];
  /**
   * Settles when the record is done with for good: handled, absorbed as a repeat, skipped, or a dead letter.
   * Rejects with {@link DeliveryInterrupted} only when the process is stopping; the record then comes again.
   */
  deliver(record: EventRecord): Promise<void>;
  /** The same for neighbours of one partition; `done` is called with each record that is done with, in order. */
  deliverMany(records: readonly EventRecord[], done: (record: EventRecord) => void): Promise<void>;
}

/** Carries records from outboxes to subscriptions. */
export interface EventTransport {
  /** Starts to deliver. Returns at once; a broker that is away is waited for in the background. */
  start(subscriptions: readonly Subscription[]): Promise<void>;
  /** Resolves when the records are safe: acknowledged by the broker, or handled by every subscription. Order per key is kept. */
  publish(records: readonly EventRecord[]): Promise<void>;
  /** Lets running handlers finish, takes nothing new. Idempotent. */
  stop(): Promise<void>;
}

/** The process is stopping: this record was not finished and will be delivered again. */
export class DeliveryInterrupted extends Error {
  constructor() {
    super('the process is stopping; the event will be delivered again');
    this.name = 'DeliveryInterrupted';
  }
}
