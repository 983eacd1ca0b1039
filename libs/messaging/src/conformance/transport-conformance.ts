import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Problem, currentTraceparent, newId } from '@slipway/service-host';
import type { EventRecord, StoredEvent } from '../envelope/event-record';
import { consumedEvents } from '../event-outcomes';
import type { EventServerOptions } from '../event-server';
import { EventWorld, eventually, requiredServer } from './event-world';
import { consumingPoints, KillableServer, killPoints } from './kill-points';
import { NodeProcess } from './node-process';
import { deadLettersOf, publish, stepRecord } from './probe-records';

const consumers = ['tickets', 'witness', 'scheduler'] as const;

/** What every transport must hold; each protection is also taken away once, to see that its test would notice. */
export function transportConformance(
  transport: string,
  servers: () => { kafkaBrokers: readonly string[]; kafka?: EventServerOptions['kafka'] },
): void {
  describe(`the ${transport} transport`, () => {
    let world: EventWorld;

    beforeEach(async () => {
      world = await EventWorld.create({ serverUrl: requiredServer('SLIPWAY_TEST_DATABASE_URL'), ...servers() });
    });
    afterEach(() => world.destroy());

    const everyoneSaw = (thing: string, steps: number[]): Promise<void> =>
      eventually(`every consumer saw steps ${steps.join()} of ${thing}`, async () => {
        const seen = await Promise.all(consumers.map((consumer) => world.steps(consumer, thing)));
        return seen.every((each) => each.length >= steps.length);
      }).then(async () => {
        for (const consumer of consumers) expect([consumer, await world.steps(consumer, thing)]).toEqual([consumer, steps]);
      });
    const record = (thing: string, step: number, change: Partial<StoredEvent> = {}): EventRecord => stepRecord(world, thing, step, change);
    const deadLetters = (): Promise<
      { id: string; consumer: string; cause: string; attempts: number; payload: string; engagement_id: string | null }[]
    > => world.query('SELECT id, consumer, cause, attempts, payload, engagement_id FROM tickets.dead_letters ORDER BY failed_at, id');

    it('keeps the order of a key', async () => {
      const node = await world.node();
      const steps = Array.from({ length: 30 }, (_, index) => index + 1);
      await Promise.all(
        ['a', 'b', 'c'].map(async (thing) => {
          for (const step of steps) await node.take(world.engagementId, thing, step);
        }),
      );
      for (const thing of ['a', 'b', 'c']) await everyoneSaw(thing, steps);
    });

    it('keeps the order of a key when an earlier event commits later, by letting the later one wait', async () => {
      const node = await world.node();
      let isHeld = (): void => undefined;
      const held = new Promise<void>((resolve) => {
        isHeld = resolve;
      });
      const first = node.take(world.engagementId, 'a', 1, async () => {
        isHeld();
        await new Promise((resolve) => setTimeout(resolve, 300));
      });
      await held;
      await Promise.all([first, node.take(world.engagementId, 'a', 2)]);
      await everyoneSaw('a', [1, 2]);
    });

    it('control: without that wait the later event comes first', async () => {
      const node = await world.node();
      const insert = (step: number, pauseSeconds: number): Promise<unknown> =>
        node.database('kpi').inEngagement(world.engagementId, async (tx) => {
          const { topic, key, value, headers } = record('a', step);
          await tx.query(
            `INSERT INTO kpi.outbox (id, type, topic, key, engagement_id, occurred_at, traceparent, data) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
            [headers['ce_id'], headers['ce_type'], topic, key, world.engagementId, headers['ce_time'], headers['traceparent'], value],
          );
          await tx.query('SELECT pg_sleep($1)', [pauseSeconds]);
        });
      const first = insert(1, 1.5);
      await new Promise((resolve) => setTimeout(resolve, 100));
      await Promise.all([first, insert(2, 0)]);
      await everyoneSaw('a', [2, 1]);
    });

    it('absorbs repeats', async () => {
      const node = await world.node();
      const once = record('a', 1);
      await publish(node, once, once);
      await publish(node, once, record('a', 2));
      await everyoneSaw('a', [1, 2]);
    });

    it('control: without an inbox repeats are handled again', async () => {
      const node = await world.node({}, (options) => new KillableServer(options, () => undefined, { withoutInbox: true }));
      const once = record('a', 1);
      await publish(node, once, once, once);
      await everyoneSaw('a', [1, 1, 1]);
    });

    it('isolates poison, goes on behind it, and replays it once', async () => {
      const node = await world.node();
      let isBroken = true;
      node.behaviour.after = (consumer, event) =>
        consumer === 'witness' && event.data.step === 2 && isBroken ? Promise.reject(new Error('cannot bear a two')) : Promise.resolve();
      for (const step of [1, 2, 3]) await node.take(world.engagementId, 'a', step);
      await eventually(
        'step 3 came through',
        async () => (await world.steps('witness', 'a')).includes(3) && (await world.steps('scheduler', 'a')).length === 3,
      );
      expect(await world.steps('witness', 'a')).toEqual([1, 3]);
      expect(await world.steps('tickets', 'a')).toEqual([1, 2, 3]);
      const [letter, ...others] = await deadLetters();
      expect(others).toEqual([]);
      expect(letter).toMatchObject({
        consumer: 'TicketsWitness.onStep',
        cause: 'Error: cannot bear a two',
        attempts: 3,
        engagement_id: world.engagementId,
      });

      const letters = deadLettersOf(node, world);
      const id = letter?.id ?? '';
      await expect(letters.replay(world.engagementId, id)).rejects.toMatchObject({ status: 422, code: 'replay-failed' });
      isBroken = false;
      await expect(letters.replay(newId(), id)).rejects.toMatchObject({ status: 404 });
      expect(await letters.replay(world.engagementId, id)).toMatchObject({ state: 'replayed', eventId: expect.any(String) });
      await expect(letters.replay(world.engagementId, id)).rejects.toMatchObject({ status: 409, code: 'already-replayed' });
      await expect(letters.discard(world.engagementId, id, 'somebody', 'enough')).rejects.toBeInstanceOf(Problem);
      expect(await world.steps('witness', 'a')).toEqual([1, 3, 2]);
    });

    it('isolates poison among neighbours', async () => {
      const node = await world.node();
      node.behaviour.after = (_consumer, event) =>
        event.data.step === 7 ? Promise.reject(new Error('cannot bear a seven')) : Promise.resolve();
      const steps = Array.from({ length: 20 }, (_, index) => index + 1);
      const records = steps.map((step) => record('a', step));
      await publish(node, ...records, ...records.slice(0, 5));
      await everyoneSaw(
        'a',
        steps.filter((step) => step !== 7),
      );
      expect((await deadLetters()).map((letter) => letter.consumer).sort()).toEqual(['TicketsProbe.onStep', 'TicketsWitness.onStep']);
    });

    it('makes a dead letter at once of what does not match its contract or cannot be decoded, and pages through them', async () => {
      const node = await world.node();
      const wrong = record('a', 1, { data: JSON.stringify({ engagementId: world.engagementId, thing: 'a', step: 'one' }) });
      const broken = { ...record('a', 2), value: Buffer.from([0x7b, 0x00, 0xff]) };
      const foreign = record('a', 3, { engagementId: newId() });
      const nobodys = record('a', 4, { engagementId: 'nobody' });
      await publish(node, wrong, broken, foreign, nobodys, record('a', 5));
      await everyoneSaw('a', [5]);
      const letters = await deadLetters();
      expect(letters).toHaveLength(8);
      expect(letters.every((letter) => letter.attempts === 0)).toBe(true);
      expect(letters.filter((letter) => letter.consumer === 'TicketsProbe.onStep').map((letter) => letter.cause)).toEqual([
        expect.stringContaining('does not match kpi.stepTaken.v1: step'),
        expect.stringContaining('not JSON in UTF-8'),
        'ce_engagementid and the engagement in the data differ',
        'ce_engagementid is not a UUID',
      ]);
      const listed = deadLettersOf(node, world);
      const first = await listed.list(world.engagementId, { limit: 3, state: 'open' });
      const second = await listed.list(world.engagementId, { limit: 3, state: 'open', cursor: first.nextCursor ?? '' });
      expect([first.items.length, second.items.length, second.nextCursor]).toEqual([3, 1, null]);
      const [one] = second.items;
      await expect(listed.replay(world.engagementId, one?.id ?? '')).rejects.toMatchObject({ status: 422, code: 'not-replayable' });
      expect(await listed.discard(world.engagementId, one?.id ?? '', 'Asha Rao', 'sent by a test')).toMatchObject({
        state: 'discarded',
        reason: 'sent by a test',
      });
      expect((await listed.list(world.engagementId, { limit: 50, state: 'open' })).items).toHaveLength(3);
      await expect(listed.get(newId(), one?.id ?? '')).rejects.toMatchObject({ status: 404 });
    });

    it('counts and skips an event that it does not know', async () => {
      const unknown = async (): Promise<number> =>
        (await consumedEvents.get()).values.find(({ labels }) => labels.service === 'tickets' && labels.outcome === 'unknown')?.value ?? 0;
      const node = await world.node();
      const before = await unknown();
      await publish(node, record('a', 1, { type: 'kpi.inventedLater.v1' }), record('a', 2));
      await everyoneSaw('a', [2]);
      expect((await unknown()) - before).toBe(1);
      expect(await deadLetters()).toEqual([]);
    });

    it('carries the trace', async () => {
      const node = await world.node();
      const inHandler: string[] = [];
      node.behaviour.before = () => Promise.resolve(void inHandler.push(currentTraceparent()));
      const traceId = '0af7651916cd43dd8448eb211c80319c';
      await node.takeInTrace(`00-${traceId}-b7ad6b7169203331-01`, world.engagementId, 'a', 1);
      await everyoneSaw('a', [1]);
      expect((await world.seen('tickets')).map((seen) => seen.traceparent.split('-')[1])).toEqual([traceId]);
      expect(inHandler.map((traceparent) => traceparent.split('-')[1])).toEqual([traceId, traceId, traceId]);
    });

    it('waits for a database that is away, loses nothing and makes no dead letter of it', async () => {
      const node = await world.node();
      for (const step of [1, 2, 3]) await node.take(world.engagementId, 'a', step);
      let isOut = false;
      node.behaviour.before = async (_consumer, event) => {
        if (event.data.step !== 4 || isOut) return;
        isOut = true;
        await world.shutOut();
      };
      await node.take(world.engagementId, 'a', 4);
      await node.take(world.engagementId, 'a', 5).catch(() => undefined);
      await eventually('the handler was cut off', () => Promise.resolve(isOut));
      await new Promise((resolve) => setTimeout(resolve, 700));
      await world.letIn();
      if ((await world.query('SELECT 1 FROM kpi.taken WHERE step = 5')).length === 0) await node.take(world.engagementId, 'a', 5);
      await everyoneSaw('a', [1, 2, 3, 4, 5]);
      expect(await deadLetters()).toEqual([]);
    });

    it('hands over while a handler runs', async () => {
      const started: string[] = [];
      const one = await world.node();
      one.behaviour.before = async (consumer, event) => {
        started.push(`one ${consumer} ${event.data.step}`);
        if (consumer === 'tickets') await new Promise((resolve) => setTimeout(resolve, 800));
      };
      await one.take(world.engagementId, 'a', 1);
      await eventually('the handler runs', () => Promise.resolve(started.includes('one tickets 1')));
      const two = await world.node();
      let handledByTwo = 0;
      two.behaviour.after = () => Promise.resolve(void (handledByTwo += 1));
      await world.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity JOIN pg_locks USING (pid)
         WHERE datname = current_database() AND application_name = 'slipway-relay-kpi' AND locktype = 'advisory' AND granted`,
      );
      const others = Array.from({ length: 9 }, (_, index) => `other ${index}`);
      for (const thing of ['a', ...others]) await two.take(world.engagementId, thing, 2);
      await everyoneSaw('a', [1, 2]);
      for (const thing of others) await everyoneSaw(thing, [2]);
      const { length: brokers } = world.nodeOptions.kafkaBrokers;
      let more = 0;
      if (brokers > 0)
        await eventually('the second process takes its share of partitions', async () => {
          await two.take(world.engagementId, `more ${(more += 1)}`, 1);
          return handledByTwo > 0;
        });
      await one.stop();
      await two.take(world.engagementId, 'a', 3);
      await everyoneSaw('a', [1, 2, 3]);
      for (let n = 1; n <= more; n += 1) await everyoneSaw(`more ${n}`, [1]);
      expect(handledByTwo).toBeGreaterThan(0);
    });

    it('bears a handler that is slower than the session time-out', async () => {
      let attempts = 0;
      const node = await world.node();
      node.behaviour.before = async (consumer) => {
        if (consumer !== 'tickets') return;
        attempts += 1;
        await new Promise((resolve) => setTimeout(resolve, 2_500));
      };
      await node.take(world.engagementId, 'a', 1);
      await everyoneSaw('a', [1]);
      await node.take(world.engagementId, 'a', 2);
      await everyoneSaw('a', [1, 2]);
      expect(attempts).toBe(2);
    });

    it('lets a running handler finish on SIGTERM and loses nothing', async () => {
      const process = NodeProcess.spawn();
      await process.tell({ do: 'start', options: world.nodeOptions, handlerMs: 700 });
      await process.hear('start');
      await process.tell({ do: 'take', engagementId: world.engagementId, thing: 'a', step: 1 });
      await process.tell({ do: 'take', engagementId: world.engagementId, thing: 'a', step: 2 });
      await process.hear('handling');
      const handledBefore = (await world.seen('scheduler')).length + (await world.seen('tickets')).length;
      process.signal('SIGTERM');
      expect(await process.ended).toBe('0');
      const handled = (await world.seen('scheduler')).length + (await world.seen('tickets')).length;
      expect([handledBefore, handled > 0]).toEqual([0, true]);
      await world.node();
      await everyoneSaw('a', [1, 2]);
    });

    it('survives a kill before and after each commit', async () => {
      for (const [index, point] of killPoints.entries()) {
        const process = NodeProcess.spawn();
        await process.tell({ do: 'start', options: world.nodeOptions, killAt: point });
        await process.hear('start');
        await process.tell({ do: 'take', engagementId: world.engagementId, thing: `thing ${index}`, step: 1 });
        expect([point, await process.ended]).toEqual([point, 'SIGKILL']);
      }
      expect(consumingPoints).toHaveLength(2);
      await world.node();
      const taken = (await world.query<{ thing: string }>('SELECT thing FROM kpi.taken ORDER BY thing')).map((row) => row.thing);
      expect(taken).toEqual(killPoints.map((_, index) => `thing ${index}`).slice(1));
      for (const thing of taken) await everyoneSaw(thing, [1]);
    });
  });
}
