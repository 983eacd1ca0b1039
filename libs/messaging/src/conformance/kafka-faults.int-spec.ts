import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { EventNode } from './event-node';
import { EventWorld, eventually, requiredServer } from './event-world';
import { killPoints, KillableServer, type KillPoint, type Variant } from './kill-points';
import { NodeProcess } from './node-process';
import { publish, stepRecord } from './probe-records';

const consumers = ['tickets', 'witness', 'scheduler'] as const;

async function createWorld(brokers = requiredServer('SLIPWAY_TEST_KAFKA_BROKERS')): Promise<EventWorld> {
  return EventWorld.create({ serverUrl: requiredServer('SLIPWAY_TEST_DATABASE_URL'), kafkaBrokers: brokers.split(',') });
}

/** Kills one process after the other, each at its point while it has an event in hand; the next process is loaded meanwhile. */
async function killThrough(world: EventWorld, points: readonly KillPoint[], variant?: Variant): Promise<string[]> {
  const deaths: string[] = [];
  let next = NodeProcess.spawn();
  for (const [index, killAt] of points.entries()) {
    const process = next;
    await process.tell({ do: 'start', options: world.nodeOptions, killAt, variant });
    if (index + 1 < points.length) next = NodeProcess.spawn();
    await process.tell({ do: 'take', engagementId: world.engagementId, thing: `thing ${index}`, step: 1 });
    deaths.push(await process.ended);
  }
  return deaths;
}

/** Events that were accepted and not handled by everyone, and those that somebody handled more than once. */
async function balance(world: EventWorld): Promise<{ accepted: number; lost: number; doubled: number }> {
  const [taken] = await world.query<{ n: string }>('SELECT count(*) AS n FROM kpi.taken');
  const seen = await Promise.all(consumers.map((consumer) => world.seen(consumer)));
  const counts = seen.map((rows) =>
    rows.reduce(
      (count, row) => count.set(`${row.thing}/${row.step}`, (count.get(`${row.thing}/${row.step}`) ?? 0) + 1),
      new Map<string, number>(),
    ),
  );
  const accepted = Number(taken?.n);
  return {
    accepted,
    lost: counts.reduce((sum, count) => sum + accepted - count.size, 0),
    doubled: counts.reduce((sum, count) => sum + [...count.values()].filter((n) => n > 1).length, 0),
  };
}

/** Everything that can arrive has arrived: an event accepted last is through in every partition's stead, and nothing changes any more. */
async function settle(world: EventWorld, node: EventNode): Promise<void> {
  for (let n = 0; n < 12; n += 1) await node.take(world.engagementId, `last ${n}`, 1);
  await eventually('the last events came through', async () => {
    const seen = await Promise.all(consumers.map((consumer) => world.seen(consumer)));
    return seen.every((rows) => new Set(rows.filter((row) => row.thing.startsWith('last')).map((row) => row.thing)).size === 12);
  });
}

describe('killed by SIGKILL between each pair of steps', () => {
  const worlds: EventWorld[] = [];
  const newWorld = async (): Promise<EventWorld> => {
    const world = await createWorld();
    worlds.push(world);
    return world;
  };
  afterEach(async () => {
    await Promise.all(worlds.splice(0).map((world) => world.destroy()));
  });

  it('loses and doubles nothing over 50 kills', async () => {
    const points = Array.from({ length: 50 }, (_, index) => killPoints[index % killPoints.length] as KillPoint);
    const tracks = [points.slice(0, 25), points.slice(25)].map(async (track) => {
      const world = await newWorld();
      expect(await killThrough(world, track)).toEqual(track.map(() => 'SIGKILL'));
      await settle(world, await world.node());
      return balance(world);
    });
    const balances = await Promise.all(tracks);
    expect(balances.map(({ lost, doubled }) => ({ lost, doubled }))).toEqual([
      { lost: 0, doubled: 0 },
      { lost: 0, doubled: 0 },
    ]);
    expect(balances.reduce((sum, { accepted }) => sum + accepted, 0)).toBeGreaterThan(30);
  }, 480_000);

  it('control: marking before publishing loses events', async () => {
    const world = await newWorld();
    expect(await killThrough(world, ['published, not marked', 'published, not marked'], { marksFirst: true })).toEqual([
      'SIGKILL',
      'SIGKILL',
    ]);
    await settle(world, await world.node());
    expect((await balance(world)).lost).toBeGreaterThan(0);
  }, 60_000);

  it('control: without an inbox events are doubled', async () => {
    const world = await newWorld();
    const variant = { withoutInbox: true };
    await killThrough(world, ['published, not marked', 'consumed and committed', 'published, not marked'], variant);
    await settle(world, await world.node({}, (options) => new KillableServer(options, () => undefined, variant)));
    expect((await balance(world)).doubled).toBeGreaterThan(0);
  }, 60_000);
});

describe('a broker that is killed and comes back', () => {
  const run = promisify(execFile);
  const script = join(__dirname, '../../../../deploy/native/kafka.sh');
  const folder = mkdtempSync(join(tmpdir(), 'slipway-broker-'));
  let env: NodeJS.ProcessEnv;
  let port: number;
  const kafka = (...args: string[]): Promise<unknown> => run('bash', [script, ...args], { env, timeout: 90_000 });

  beforeAll(async () => {
    port = await freePort();
    env = { ...process.env, KAFKA_DIR: folder, KAFKA_BASE_PORT: String(port) };
    await kafka('up', '1');
  }, 120_000);
  afterAll(async () => {
    await kafka('down');
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  it('costs no event and no order; delivery resumes by itself', async () => {
    const world = await createWorld(`127.0.0.1:${port}`);
    try {
      const node = await world.node();
      const things = ['a', 'b', 'c', 'd'];
      let isFlowing = true;
      let step = 0;
      const flow = (async () => {
        while (isFlowing) {
          step += 1;
          for (const thing of things) await node.take(world.engagementId, thing, step);
          await new Promise((resolve) => setTimeout(resolve, 40));
        }
      })();
      await eventually('events flow', async () => (await world.steps('scheduler', 'a')).length > 20);
      await kafka('kill9', '1');
      const atKill = step;
      await expect(publish(node, stepRecord(world, 'sent past the outbox', 1))).rejects.toThrow();
      await eventually('events are accepted while the broker is away', () => Promise.resolve(step > atKill + 20));
      await kafka('start', '1');
      const atReturn = step;
      await eventually('events flow again', async () => (await world.steps('scheduler', 'a')).some((seen) => seen > atReturn), 30_000);
      isFlowing = false;
      await flow;
      const steps = Array.from({ length: step }, (_, index) => index + 1);
      await eventually('everything came through', async () => (await balance(world)).lost === 0, 30_000);
      for (const consumer of consumers)
        for (const thing of things) expect([consumer, thing, await world.steps(consumer, thing)]).toEqual([consumer, thing, steps]);
    } finally {
      await world.destroy();
    }
  }, 120_000);
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
