import { Kafka, logLevel, Partitioners, type Producer, type TopicMessages } from 'kafkajs';
import type { EventRecord } from '../envelope/event-record';
import type { EventTransport, Subscription } from '../event-transport';
import type { MessagingLog } from '../service-events';
import { KafkaConsumer } from './kafka-consumer';
import { kafkaLog } from './kafka-log';
import { defaultKafkaSettings, type KafkaSettings } from './kafka-settings';
import { KafkaTopics } from './kafka-topics';

/**
 * Events over Kafka. The producer is plain with acks = -1: kafkajs's idempotent one loses acknowledged messages when the connection
 * is cut while sends run side by side; repeats are absorbed by the inbox.
 */
export class KafkaTransport implements EventTransport {
  private readonly kafka: Kafka;
  private readonly topics: KafkaTopics;
  private readonly settings: KafkaSettings;
  private consumers: KafkaConsumer[] = [];
  private producer: Promise<Producer> | undefined;

  constructor(
    brokers: readonly string[],
    private readonly log: MessagingLog,
    settings: Partial<KafkaSettings> = {},
  ) {
    this.settings = { ...defaultKafkaSettings, ...settings };
    this.kafka = new Kafka({
      clientId: 'slipway',
      brokers: [...brokers],
      connectionTimeout: 3_000,
      requestTimeout: 10_000,
      logLevel: logLevel.WARN,
      logCreator: kafkaLog(log),
      retry: { initialRetryTime: 30, maxRetryTime: 1_000, retries: 5 },
    });
    this.topics = new KafkaTopics(this.kafka, this.settings);
  }

  start(subscriptions: readonly Subscription[]): Promise<void> {
    this.consumers = subscriptions.map((subscription) => new KafkaConsumer(this.kafka, this.topics, subscription, this.settings, this.log));
    this.consumers.forEach((consumer) => consumer.start());
    return Promise.resolve();
  }

  /** @throws when the broker does not acknowledge within a few tries; part of the records may have arrived */
  async publish(records: readonly EventRecord[]): Promise<void> {
    if (records.length === 0) return;
    try {
      await this.topics.ensure([...new Set(records.map((record) => this.settings.namespace + record.topic))]);
      const producer = await this.connectedProducer();
      await producer.sendBatch({ acks: -1, timeout: 10_000, topicMessages: byTopic(records, this.settings.namespace) });
    } catch (error) {
      this.topics.forget();
      await this.dropProducer();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.consumers.map((consumer) => consumer.stop()));
    await this.dropProducer();
  }

  private connectedProducer(): Promise<Producer> {
    this.producer ??= this.connectProducer();
    return this.producer;
  }

  private async connectProducer(): Promise<Producer> {
    const producer = this.kafka.producer({
      idempotent: false,
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
      retry: { initialRetryTime: 30, maxRetryTime: 1_000, retries: 5 },
    });
    await producer.connect();
    return producer;
  }

  private async dropProducer(): Promise<void> {
    const dropped = this.producer;
    this.producer = undefined;
    await dropped?.then((producer) => producer.disconnect()).catch(() => undefined);
  }
}

function byTopic(records: readonly EventRecord[], namespace: string): TopicMessages[] {
  const messages = new Map<string, TopicMessages>();
  for (const { topic, key, value, headers } of records) {
    const entry = messages.get(topic) ?? { topic: namespace + topic, messages: [] };
    entry.messages.push({ key, value, headers: { ...headers } });
    messages.set(topic, entry);
  }
  return [...messages.values()];
}
