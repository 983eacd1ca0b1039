import type { Consumer, EachBatchPayload, IHeaders, Kafka, KafkaMessage } from 'kafkajs';
import type { EventRecord } from '../envelope/event-record';
import { DeliveryInterrupted, type Subscription } from '../event-transport';
import { backoffMs, pause } from '../inbox/pauses';
import { describeError } from '../inbox/inbox-runner';
import type { MessagingLog } from '../service-events';
import type { KafkaSettings } from './kafka-settings';
import type { KafkaTopics } from './kafka-topics';

export const consumerGroup = (service: string): string => `slipway-${service}`;

/**
 * Consumes the topics of one service. An offset is committed after its event's transaction, so an event may come again, never get
 * lost. Whatever goes wrong between us and the broker, the consumer is built anew, after growing pauses, until the process stops.
 */
export class KafkaConsumer {
  private readonly stopping = new AbortController();
  private current: Consumer | undefined;
  private running: Promise<void> | undefined;

  constructor(
    private readonly kafka: Kafka,
    private readonly topics: KafkaTopics,
    private readonly subscription: Subscription,
    private readonly settings: KafkaSettings,
    private readonly log: MessagingLog,
  ) {}

  start(): void {
    this.running ??= this.run();
  }

  /** Lets the handlers under way finish, commits their offsets and leaves the group. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { service } = this.subscription;
    const { signal } = this.stopping;
    let failures = 0;
    while (!signal.aborted) {
      try {
        await this.consume(() => {
          failures = 0;
        });
      } catch (error) {
        this.log.warn({ service, cause: describeError(error) }, 'consuming was interrupted and starts again');
      }
      await pause(backoffMs(failures, 2_000), signal).catch(() => undefined);
      failures += 1;
    }
  }

  /** Resolves when the process stops, rejects when the consumer crashed. */
  private async consume(onJoined: () => void): Promise<void> {
    const { settings, stopping } = this;
    const topics = this.subscription.topics.map((topic) => settings.namespace + topic);
    await this.topics.ensure(topics);
    const consumer = this.kafka.consumer({
      groupId: settings.namespace + consumerGroup(this.subscription.service),
      sessionTimeout: settings.sessionTimeoutMs,
      rebalanceTimeout: settings.rebalanceTimeoutMs,
      heartbeatInterval: settings.heartbeatMs,
      maxWaitTimeInMs: settings.maxWaitMs,
      allowAutoTopicCreation: false,
      retry: { initialRetryTime: 50, maxRetryTime: 1_000, retries: 8, restartOnFailure: () => Promise.resolve(false) },
    });
    this.current = consumer;
    const ended = new Promise<void>((resolve, reject) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
      stopping.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    ended.catch(() => undefined);
    consumer.on(consumer.events.GROUP_JOIN, onJoined);
    try {
      await consumer.connect();
      await consumer.subscribe({ topics, fromBeginning: true });
      await consumer.run({
        eachBatchAutoResolve: false,
        autoCommitInterval: 500,
        partitionsConsumedConcurrently: settings.concurrency,
        eachBatch: (payload) => this.eachBatch(payload),
      });
      if (!stopping.signal.aborted) await ended;
    } finally {
      await consumer.disconnect().catch(() => undefined);
      this.current = undefined;
    }
  }

  private async eachBatch({
    batch,
    resolveOffset,
    heartbeat,
    commitOffsetsIfNecessary,
    isRunning,
    isStale,
  }: EachBatchPayload): Promise<void> {
    let left: unknown;
    const beat = setInterval(() => {
      heartbeat().catch((error: unknown) => {
        left ??= error;
      });
    }, this.settings.heartbeatMs);
    try {
      const records = batch.messages.map((message) =>
        toEventRecord(batch.topic.slice(this.settings.namespace.length), batch.partition, message),
      );
      for (const some of neighbours(records, this.settings.batchEvents)) {
        if (left || this.stopping.signal.aborted || !isRunning() || isStale()) break;
        await this.subscription.deliverMany(some, (record) => resolveOffset(record.position?.offset ?? ''));
        if (!left) await commitOffsetsIfNecessary();
      }
    } catch (error) {
      if (!(error instanceof DeliveryInterrupted)) throw error;
    } finally {
      clearInterval(beat);
    }
    if (left) throw left;
  }
}

/** Runs of records of one engagement, at most `limit` long. */
function* neighbours(records: readonly EventRecord[], limit: number): Generator<EventRecord[]> {
  let run: EventRecord[] = [];
  for (const record of records) {
    const isSame = run[0]?.headers['ce_engagementid'] === record.headers['ce_engagementid'];
    if (run.length > 0 && (!isSame || run.length >= limit)) {
      yield run;
      run = [];
    }
    run.push(record);
  }
  if (run.length > 0) yield run;
}

function toEventRecord(topic: string, partition: number, message: KafkaMessage): EventRecord {
  return {
    topic,
    key: message.key?.toString() ?? '',
    headers: readHeaders(message.headers ?? {}),
    value: message.value ?? '',
    position: { partition, offset: message.offset },
  };
}

function readHeaders(headers: IHeaders): Record<string, string> {
  const read: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const first = Array.isArray(value) ? value[0] : value;
    if (first !== undefined) read[name] = first.toString();
  }
  return read;
}
