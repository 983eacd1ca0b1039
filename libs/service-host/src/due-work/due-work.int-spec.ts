import { Redis } from 'ioredis';
import { DateTime } from 'luxon';
import { setTimeout as pause } from 'node:timers/promises';
import { newId } from '../database/new-id';
import { Note, NoteTimer, type Probe, startProbe, testVariable } from '../testing/probe-service';

const engagementId = newId();
const probes: Probe[] = [];
const redisUrl = () => `${testVariable('SLIPWAY_TEST_REDIS_URL').replace(/\/\d*$/, '')}/9`;

async function start(everySeconds: number, redis: string | undefined, databaseUrl?: string): Promise<Probe> {
  NoteTimer.everySeconds = everySeconds;
  const probe = await startProbe({
    app: { automaticDueWork: true },
    ...(redis === undefined ? {} : { config: { redisUrl: redis } }),
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
  });
  probes.push(probe);
  return probe;
}

afterEach(async () => {
  for (const probe of probes.splice(0).reverse()) await probe.stop();
});

/** Adds a note that is due and a hint for it, as a service would. */
async function addDueNote(probe: Probe, inMilliseconds: number): Promise<string> {
  const id = newId();
  const dueAt = DateTime.utc().plus(inMilliseconds);
  await probe.databases.of('kpi').inEngagement(engagementId, async (tx) => {
    await tx.insert(Note, { id, engagementId, body: id, dueAt, doneAt: null });
    await probe.app.get(NoteTimer, { strict: false }).dueWork.wakeAt('notes', dueAt);
  });
  return id;
}

async function doneWithin(probe: Probe, id: string, seconds: number): Promise<boolean> {
  for (const limit = Date.now() + seconds * 1000; Date.now() < limit; await pause(100)) {
    const note = await probe.databases.of('kpi').inEngagement(engagementId, (tx) => tx.findOneByOrFail(Note, { id }));
    if (note.doneAt) return true;
  }
  return false;
}

async function emptyRedis(): Promise<void> {
  const redis = new Redis(redisUrl());
  expect((await redis.keys('*delayed*')).length).toBe(1);
  await redis.flushdb();
  await redis.quit();
}

beforeAll(async () => {
  const redis = new Redis(redisUrl());
  await redis.flushdb();
  await redis.quit();
});

describe.each([
  ['Redis', () => redisUrl()],
  ['PostgreSQL', () => undefined],
])('with BullMQ on %s', (_name, redis) => {
  it('a wake-up comes at its time, long before the sweep', async () => {
    const probe = await start(3600, redis());
    await pause(1_000);
    const id = await addDueNote(probe, 700);
    expect(await doneWithin(probe, id, 10)).toBe(true);
  });
});

describe('after Redis was emptied', () => {
  it('what was due still happens, by the sweep', async () => {
    const probe = await start(3, redisUrl());
    await pause(1_500);
    const id = await addDueNote(probe, 1_500);
    await pause(300);
    await emptyRedis();
    expect(await doneWithin(probe, id, 12)).toBe(true);
  });

  it('control: without the sweep it never happens', async () => {
    const probe = await start(3600, redisUrl());
    await pause(1_500);
    const id = await addDueNote(probe, 1_500);
    await pause(300);
    await emptyRedis();
    expect(await doneWithin(probe, id, 6)).toBe(false);
  });
});

describe('while Redis is away', () => {
  it('what is due happens by the sweep, and asking for a wake-up does not fail', async () => {
    const probe = await start(2, 'redis://127.0.0.1:1');
    const id = await addDueNote(probe, 500);
    expect(await doneWithin(probe, id, 10)).toBe(true);
  });
});

describe('two processes', () => {
  it('never run the same work at once', async () => {
    const first = await start(3600, undefined);
    const second = await start(3600, undefined, first.databaseUrl);
    let running = 0;
    let most = 0;
    let runs = 0;
    const work = async () => {
      running += 1;
      most = Math.max(most, running);
      await pause(50);
      running -= 1;
      runs += 1;
      return 0;
    };
    for (const probe of [first, second]) probe.dueWork.register({ name: 'kpi.exclusive', everySeconds: 3600, run: work });
    await Promise.all(Array.from({ length: 40 }, (_unused, index) => (index % 2 ? first : second).dueWork.wakeNow('kpi.exclusive')));
    expect(most).toBe(1);
    expect(runs).toBeGreaterThan(1);
  });
});

describe('work that fails', () => {
  it('is tried again before its next sweep', async () => {
    const probe = await start(3600, undefined);
    let attempts = 0;
    probe.dueWork.register({
      name: 'kpi.fails-twice',
      everySeconds: 3600,
      run: async () => {
        attempts += 1;
        if (attempts < 3) throw new Error('not yet');
        return 0;
      },
    });
    await probe.dueWork.wakeNow('kpi.fails-twice');
    for (const limit = Date.now() + 10_000; Date.now() < limit && attempts < 3;) await pause(100);
    expect(attempts).toBe(3);
  });
});
