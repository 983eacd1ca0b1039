import type { EntityManager } from 'typeorm';
import { EventServer, type EventServerOptions } from '../event-server';
import type { EventRecord } from '../envelope/event-record';
import type { EventTransport } from '../event-transport';
import { InboxRunner, type Delivery, type InboxRunnerOptions } from '../inbox/inbox-runner';
import { Relay, type WaitingEvent } from '../outbox/relay';
import type { ServiceEvents } from '../service-events';

/** Between each pair of steps of an event's way. */
export const killPoints = [
  'accepted, not committed',
  'committed, not published',
  'published, not marked',
  'marked',
  'consumed, not committed',
  'consumed and committed',
] as const;
export type KillPoint = (typeof killPoints)[number];
export const consumingPoints: readonly KillPoint[] = ['consumed, not committed', 'consumed and committed'];

export interface Variant {
  /** Control: rows are marked before they are published. */
  readonly marksFirst?: boolean;
  /** Control: nothing remembers what was handled. */
  readonly withoutInbox?: boolean;
}

type At = (point: KillPoint) => void;

class KillableRelay extends Relay {
  constructor(
    events: ServiceEvents,
    transport: Pick<EventTransport, 'publish'>,
    options: EventServerOptions['relay'],
    private readonly at: At,
    private readonly variant: Variant,
  ) {
    super(events, transport, options);
  }

  protected override async pass(): Promise<boolean> {
    if (!this.variant.marksFirst) return super.pass();
    const waiting = await this.nextBatch();
    if (waiting.length === 0) return false;
    await this.mark(waiting);
    this.at('published, not marked');
    await this.transport.publish(waiting.map((event) => event.record));
    return true;
  }

  protected override async nextBatch(): Promise<WaitingEvent[]> {
    const waiting = await super.nextBatch();
    if (waiting.length > 0) this.at('committed, not published');
    return waiting;
  }

  protected override async mark(published: readonly WaitingEvent[]): Promise<void> {
    if (!this.variant.marksFirst) this.at('published, not marked');
    await super.mark(published);
    if (!this.variant.marksFirst) this.at('marked');
  }
}

class KillableRunner extends InboxRunner {
  constructor(
    options: InboxRunnerOptions,
    private readonly at: At,
    private readonly variant: Variant,
  ) {
    super(options);
  }

  override async deliver(record: EventRecord): Promise<void> {
    await super.deliver(record);
    this.at('consumed and committed');
  }

  override deliverMany(records: readonly EventRecord[], done: (record: EventRecord) => void): Promise<void> {
    return super.deliverMany(records, (record) => {
      this.at('consumed and committed');
      done(record);
    });
  }

  protected override async firsts(tx: EntityManager, deliveries: readonly Delivery[]): Promise<Delivery[]> {
    return this.variant.withoutInbox ? [...deliveries] : super.firsts(tx, deliveries);
  }
}

/** An event server that calls `at` between its steps. */
export class KillableServer extends EventServer {
  constructor(
    private readonly given: EventServerOptions,
    private readonly at: At = () => undefined,
    private readonly variant: Variant = {},
  ) {
    super(given);
  }

  protected override relayFor(events: ServiceEvents, transport: EventTransport): Relay {
    return new KillableRelay(events, transport, this.given.relay, this.at, this.variant);
  }

  protected override runnerFor(options: InboxRunnerOptions): InboxRunner {
    return new KillableRunner(options, this.at, this.variant);
  }
}
