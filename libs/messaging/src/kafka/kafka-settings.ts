/** Times in milliseconds. The defaults are for a cluster in production; tests shorten them. */
export interface KafkaSettings {
  /** Put before the name of every topic and group, so that several installations can share a Kafka. */
  readonly namespace: string;
  readonly partitions: number;
  readonly retentionMs: number;
  readonly sessionTimeoutMs: number;
  readonly rebalanceTimeoutMs: number;
  readonly heartbeatMs: number;
  /** How long the broker holds back an answer without records; it also gates pause, seek and stop. */
  readonly maxWaitMs: number;
  /** Partitions of one service that are worked on side by side; each uses a database connection. */
  readonly concurrency: number;
  /** So many events of one engagement, at most, share a transaction. */
  readonly batchEvents: number;
}

const days = 24 * 60 * 60 * 1000;

/** How long the broker keeps events. The inbox must remember longer, or an old event that comes again would be handled twice. */
export const topicRetentionMs = 7 * days;

export const defaultKafkaSettings: KafkaSettings = {
  namespace: '',
  partitions: 3,
  retentionMs: topicRetentionMs,
  sessionTimeoutMs: 20_000,
  rebalanceTimeoutMs: 60_000,
  heartbeatMs: 1_000,
  maxWaitMs: 250,
  concurrency: 3,
  batchEvents: 50,
};
