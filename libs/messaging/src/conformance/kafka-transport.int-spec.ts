import { randomUUID } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';
import { EventWorld, eventually, requiredServer } from './event-world';
import { transportConformance } from './transport-conformance';

const brokers = (): string[] => requiredServer('SLIPWAY_TEST_KAFKA_BROKERS').split(',');

transportConformance('Kafka', () => ({ kafkaBrokers: brokers() }));

it('lets neighbours of one engagement share a transaction', async () => {
  const world = await EventWorld.create({ serverUrl: requiredServer('SLIPWAY_TEST_DATABASE_URL'), kafkaBrokers: brokers() });
  try {
    const telling = await world.node({ consumes: false });
    for (let step = 1; step <= 40; step += 1) await telling.take(world.engagementId, 'a', step);
    await eventually(
      'all are published',
      async () => (await world.query('SELECT 1 FROM kpi.outbox WHERE published_at IS NULL')).length === 0,
    );
    await world.node();
    await eventually('all came through', async () => (await world.steps('scheduler', 'a')).length === 40);
    expect(await world.steps('scheduler', 'a')).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
    const [row] = await world.query<{ transactions: string }>('SELECT count(DISTINCT xmin::text) AS transactions FROM scheduler.seen');
    expect(Number(row?.transactions)).toBeLessThan(10);
  } finally {
    await world.destroy();
  }
});

it('control: a slow handler without heartbeats is evicted and gets its message again', async () => {
  const topic = `control-${randomUUID()}`;
  const kafka = new Kafka({ brokers: brokers(), logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: 1, replicationFactor: 1 }], waitForLeaders: true });
  await admin.disconnect();
  const producer = kafka.producer();
  await producer.connect();
  await producer.send({ topic, messages: [{ value: 'slow' }] });
  await producer.disconnect();
  const consumer = kafka.consumer({
    groupId: topic,
    sessionTimeout: 1_500,
    heartbeatInterval: 250,
    maxWaitTimeInMs: 250,
    retry: { initialRetryTime: 50 },
  });
  let attempts = 0;
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({
    eachMessage: async () => {
      attempts += 1;
      await new Promise((resolve) => setTimeout(resolve, 2_500));
    },
  });
  await eventually('the message came again', () => Promise.resolve(attempts > 1));
  await consumer.disconnect();
});
