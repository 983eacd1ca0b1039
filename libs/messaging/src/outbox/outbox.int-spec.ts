import { Client } from 'pg';
import { DateTime } from 'luxon';
import { EventWorld, eventually, requiredServer } from '../conformance/event-world';
import { stepTaken } from '../conformance/probe-services';
import type { EventNode } from '../conformance/event-node';
import { liveChannel } from './outbox-bell';
import { maxEventBytes, Outbox } from './outbox.service';
import { readOutbox } from './read-outbox';
import { inboxRetentionDays, outboxRetentionDays, pruneEvents } from './retention';
import { topicRetentionMs } from '../kafka/kafka-settings';

describe('the outbox', () => {
  let world: EventWorld;
  let node: EventNode;
  let outbox: Outbox;

  beforeAll(async () => {
    world = await EventWorld.create({ serverUrl: requiredServer('SLIPWAY_TEST_DATABASE_URL'), kafkaBrokers: [] });
    node = await world.node({ relay: { batchEvents: 7, batchBytes: 2_000, pollMs: 200 } });
    outbox = new Outbox('kpi', () => DateTime.utc(), node.database('kpi'));
  });
  afterAll(() => world.destroy());

  const step = (thing: string, n: number): { engagementId: string; thing: string; step: number } => ({
    engagementId: world.engagementId,
    thing,
    step: n,
  });
  const kpi = <T>(work: Parameters<ReturnType<EventNode['database']>['inEngagement']>[1]): Promise<T> =>
    node.database('kpi').inEngagement(world.engagementId, work) as Promise<T>;

  it('keeps the order of many events, through batches limited in number and bytes', async () => {
    const data = Array.from({ length: 40 }, (_, n) => step('many', n));
    await kpi((tx) => outbox.addMany(tx, stepTaken, data));
    await eventually('all came through', async () => (await world.steps('scheduler', 'many')).length === 40);
    expect(await world.steps('scheduler', 'many')).toEqual(data.map((each) => each.step));
    const kept = await node.database('kpi').across('read the outbox', (tx) => readOutbox(tx, 'kpi', stepTaken));
    expect(kept.map((event) => event.data.step)).toEqual(data.map((each) => each.step));
    expect(new Set(kept.map((event) => event.id)).size).toBe(40);
  });

  it('tells nothing of a transaction that is rolled back', async () => {
    await expect(
      kpi(async (tx) => {
        await outbox.add(tx, stepTaken, step('never', 1));
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    await kpi((tx) => outbox.add(tx, stepTaken, step('after', 1)));
    await eventually('the next came through', async () => (await world.steps('scheduler', 'after')).length === 1);
    expect(await world.steps('scheduler', 'never')).toEqual([]);
  });

  it('refuses data that do not match the contract, and events that no broker would take', async () => {
    await expect(kpi((tx) => outbox.add(tx, stepTaken, { ...step('a', 1), step: 'one' as never }))).rejects.toThrow('expected number');
    await expect(kpi((tx) => outbox.add(tx, stepTaken, step('x'.repeat(maxEventBytes), 1)))).rejects.toThrow('split its content');
  });

  it("refuses to tell another engagement's events", async () => {
    const foreign = { ...step('a', 1), engagementId: '0192f1a0-0000-7000-8000-000000000009' };
    await expect(kpi((tx) => outbox.add(tx, stepTaken, foreign))).rejects.toThrow('row-level security');
  });

  it('tells live listeners once per key and commit', async () => {
    const listener = new Client({ connectionString: world.nodeOptions.databaseUrl });
    await listener.connect();
    const heard: unknown[] = [];
    listener.on('notification', ({ payload }) => heard.push(JSON.parse(payload ?? '')));
    await listener.query(`LISTEN ${liveChannel}`);
    await kpi((tx) => outbox.addMany(tx, stepTaken, [step('live', 1), step('live', 2), step('other', 1)]));
    await eventually('both were heard', () => Promise.resolve(heard.length >= 2));
    expect(heard).toHaveLength(2);
    expect(heard).toEqual(
      expect.arrayContaining([
        { engagementId: world.engagementId, type: stepTaken.type, key: 'live' },
        { engagementId: world.engagementId, type: stepTaken.type, key: 'other' },
      ]),
    );
    await listener.end();
  });

  it('works without notifications, by looking', async () => {
    await kpi((tx) =>
      tx.query(
        `INSERT INTO kpi.outbox (id, type, topic, key, engagement_id, occurred_at, traceparent, data)
         VALUES (gen_random_uuid(), $1, $2, 'quiet', $3, now(), '', $4)`,
        [stepTaken.type, stepTaken.topic, world.engagementId, JSON.stringify(step('quiet', 1))],
      ),
    );
    await eventually('it came through', async () => (await world.steps('scheduler', 'quiet')).length === 1);
  });

  it('forgets delivered events after their time, and the inbox remembers longer than the broker', async () => {
    expect(inboxRetentionDays * 24 * 60 * 60 * 1000).toBeGreaterThanOrEqual(2 * topicRetentionMs);
    const counts = async (): Promise<number[]> => {
      const [row] = await world.query<{ outbox: string; inbox: string }>(
        'SELECT (SELECT count(*) FROM kpi.outbox) AS outbox, (SELECT count(*) FROM scheduler.inbox) AS inbox',
      );
      return [Number(row?.outbox), Number(row?.inbox)];
    };
    await eventually(
      'everything is published',
      async () => (await world.query('SELECT 1 FROM kpi.outbox WHERE published_at IS NULL')).length === 0,
    );
    const [published = 0, received = 0] = await counts();
    const now = DateTime.utc();
    expect(await pruneEvents(node.database('kpi'), 'kpi', now.plus({ days: outboxRetentionDays, minutes: -5 }))).toBe(0);
    expect(await pruneEvents(node.database('kpi'), 'kpi', now.plus({ days: outboxRetentionDays, minutes: 5 }))).toBe(published);
    expect(await pruneEvents(node.database('scheduler'), 'scheduler', now.plus({ days: inboxRetentionDays, minutes: -5 }))).toBe(0);
    expect(await pruneEvents(node.database('scheduler'), 'scheduler', now.plus({ days: inboxRetentionDays, minutes: 5 }))).toBe(received);
    expect(await counts()).toEqual([0, 0]);
  });
});
