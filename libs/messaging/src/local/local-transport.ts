import type { EventRecord } from '../envelope/event-record';
import type { EventTransport, Subscription } from '../event-transport';
import { laneOf } from './lane-of';

const lanes = 4;

/**
 * Delivers inside the process, by the same steps as a broker: the record is what was serialised, each service decodes and
 * validates it and runs it through its inbox. Keys are spread over a few lanes, which work side by side; within a lane order holds.
 */
export class LocalTransport implements EventTransport {
  private subscriptions: readonly Subscription[] = [];
  private readonly tails = new Map<number, Promise<void>>();
  private stopped = false;

  start(subscriptions: readonly Subscription[]): Promise<void> {
    this.subscriptions = subscriptions;
    return Promise.resolve();
  }

  /** Resolves when every handler of every service in the process has committed or given the record up as a dead letter. */
  async publish(records: readonly EventRecord[]): Promise<void> {
    if (this.stopped) throw new Error('the local transport has stopped');
    const outcomes = await Promise.allSettled(records.map((record) => this.enqueue(record)));
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed) throw failed.reason;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.allSettled(this.tails.values());
  }

  private enqueue(record: EventRecord): Promise<void> {
    const lane = laneOf(`${record.topic}/${record.key}`, lanes);
    const delivered = (this.tails.get(lane) ?? Promise.resolve()).then(() => this.deliver(record));
    this.tails.set(
      lane,
      delivered.catch(() => undefined),
    );
    return delivered;
  }

  private async deliver(record: EventRecord): Promise<void> {
    const interested = this.subscriptions.filter((subscription) => subscription.topics.includes(record.topic));
    const outcomes = await Promise.allSettled(interested.map((subscription) => subscription.deliver(record)));
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed) throw failed.reason;
  }
}
