import type { Kafka } from 'kafkajs';
import type { KafkaSettings } from './kafka-settings';

/** Creates topics that are not there, with our own settings; the broker need not, and must not, create any by itself. */
export class KafkaTopics {
  private readonly known = new Set<string>();
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly kafka: Kafka,
    private readonly settings: Pick<KafkaSettings, 'partitions' | 'retentionMs'>,
  ) {}

  ensure(topics: readonly string[]): Promise<void> {
    const ensured = this.last.then(() => this.create(topics));
    this.last = ensured.catch(() => undefined);
    return ensured;
  }

  private async create(topics: readonly string[]): Promise<void> {
    const missing = topics.filter((topic) => !this.known.has(topic));
    if (missing.length === 0) return;
    const admin = this.kafka.admin();
    await admin.connect();
    try {
      const existing = new Set(await admin.listTopics());
      const create = missing.filter((topic) => !existing.has(topic));
      if (create.length > 0)
        await admin.createTopics({
          waitForLeaders: true,
          topics: create.map((topic) => ({
            topic,
            numPartitions: this.settings.partitions,
            replicationFactor: -1,
            configEntries: [
              { name: 'retention.ms', value: String(this.settings.retentionMs) },
              { name: 'max.message.bytes', value: '2097152' },
            ],
          })),
        });
      missing.forEach((topic) => this.known.add(topic));
    } finally {
      await admin.disconnect().catch(() => undefined);
    }
  }

  /** After the broker said that it does not know a topic. */
  forget(): void {
    this.known.clear();
  }
}
