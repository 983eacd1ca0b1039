import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ServiceLog } from '../logging/service-log';
import { Note, onServer, startProbe } from '../testing/probe-service';
import { newId } from '../database/new-id';
import { EmbeddedPostgres } from './embedded-postgres';
import { isAlive, send } from './postmaster';

const log = ServiceLog.create({ level: 'silent' });
const folders: string[] = [];
const running: EmbeddedPostgres[] = [];

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-embedded-'));
  chmodSync(folder, 0o755);
  folders.push(folder);
  return folder;
}

async function start(folder: string): Promise<EmbeddedPostgres> {
  const embedded = await EmbeddedPostgres.start(folder, log);
  running.push(embedded);
  return embedded;
}

afterAll(async () => {
  for (const embedded of running) await embedded.stop();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe('the embedded PostgreSQL', () => {
  it('keeps the data from one start to the next, and leaves no process behind', async () => {
    const folder = newFolder();
    const first = await start(folder);
    const probe = await startProbe({ databaseUrl: first.url });
    const engagementId = newId();
    await probe.databases
      .of('kpi')
      .inEngagement(engagementId, (tx) => tx.insert(Note, { id: newId(), engagementId, body: 'kept', dueAt: null, doneAt: null }));
    await probe.stop();
    await first.stop();
    expect(isAlive(first.processId)).toBe(false);

    const second = await start(folder);
    const again = await startProbe({ databaseUrl: second.url });
    expect(await again.databases.of('kpi').across('spec', (tx) => tx.count(Note))).toBe(1);
    await again.stop();
    await second.stop();
  });

  it('refuses a folder that another process uses, and leaves that one alone', async () => {
    const folder = newFolder();
    const first = await start(folder);
    await expect(EmbeddedPostgres.start(folder, log)).rejects.toThrow(/Another Slipway is running on the data folder .*SLIPWAY_DATA_DIR/);
    expect(isAlive(first.processId)).toBe(true);
    await first.stop();
  });

  it('refuses data of a newer PostgreSQL in one line', async () => {
    const folder = newFolder();
    await (await start(folder)).stop();
    writeFileSync(join(folder, 'postgres', 'PG_VERSION'), '99\n');
    await expect(EmbeddedPostgres.start(folder, log)).rejects.toThrow(
      /^The data folder .* is of PostgreSQL 99, .* brings \d+: start the newer version of Slipway.*$/,
    );
  });

  it('refuses data of a newer Slipway in one line', async () => {
    const embedded = await start(newFolder());
    const probe = await startProbe({ databaseUrl: embedded.url });
    await probe.stop();
    await onServer(embedded.url, `INSERT INTO kpi.migrations (timestamp, name) VALUES (1999000000000, 'FromTheFuture1999000000000')`);
    await expect(startProbe({ databaseUrl: embedded.url })).rejects.toThrow(
      /^The data is of a newer version of Slipway \(schema kpi has FromTheFuture1999000000000\): start that version.*$/,
    );
    await embedded.stop();
  });

  it('makes the folder again when an earlier attempt was interrupted', async () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'postgres.new'));
    writeFileSync(join(folder, 'postgres.new', 'half'), '');
    await (await start(folder)).stop();
  });

  it('keeps its password for itself', async () => {
    const folder = newFolder();
    const embedded = await start(folder);
    const password = readFileSync(join(folder, 'postgres-password'), 'utf8');
    const url = new URL(embedded.url);
    expect(url.password).toBe(password);
    url.password = 'guessed';
    await expect(onServer(url.toString(), 'SELECT 1')).rejects.toThrow(/password authentication failed/);
    await embedded.stop();
  });
});

describe('when PostgreSQL is killed', () => {
  const status = async (url: string): Promise<{ status: number; retryAfter: string | null; code?: unknown }> => {
    const response = await fetch(url);
    return {
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      code: ((await response.json()) as { code?: unknown }).code,
    };
  };

  async function until(seconds: number, check: () => Promise<boolean>): Promise<boolean> {
    for (const limit = Date.now() + seconds * 1000; Date.now() < limit; await pause(50)) if (await check()) return true;
    return false;
  }

  it('requests are answered 503 with Retry-After, and it is ready again within 5 s of its return', async () => {
    const embedded = await start(newFolder());
    const probe = await startProbe({ databaseUrl: embedded.url });
    const notes = `${probe.url}/api/kpi/v1/${newId()}/notes`;
    expect(await status(notes)).toMatchObject({ status: 200 });
    const killed = embedded.processId;
    const answers: Awaited<ReturnType<typeof status>>[] = [];
    send(killed, 'SIGKILL');
    const away = await until(10, async () => {
      answers.push(await status(notes));
      return answers.at(-1)?.status === 503;
    });
    expect(away).toBe(true);
    const returned = await until(20, async () => embedded.processId !== killed);
    expect(returned).toBe(true);
    const ready = await until(5, async () => {
      answers.push(await status(notes));
      return (await status(`${probe.url}/health/ready`)).status === 200 && answers.at(-1)?.status === 200;
    });
    expect(ready).toBe(true);
    for (const answer of answers.filter((each) => each.status !== 200))
      expect(answer).toEqual({ status: 503, retryAfter: expect.stringMatching(/^\d+$/), code: 'database-away' });
    await probe.stop();
    await embedded.stop();
    expect(isAlive(embedded.processId)).toBe(false);
  });

  it('control: it stays 503 when nobody starts it again, with the reason beside the dependency', async () => {
    const embedded = await start(newFolder());
    const probe = await startProbe({ databaseUrl: embedded.url });
    await embedded.stop();
    expect(await until(5, async () => (await status(`${probe.url}/health/ready`)).status === 503)).toBe(true);
    expect(await until(2, async () => (await status(`${probe.url}/health/ready`)).status === 200)).toBe(false);
    const readiness = (await (await fetch(`${probe.url}/health/ready`)).json()) as { dependencies: Record<string, unknown> };
    expect(readiness.dependencies['database kpi']).toEqual({ ready: false, reason: 'The database cannot be reached at the moment.' });
    expect((await fetch(`${probe.url}/health/live`)).status).toBe(200);
    await probe.stop();
  });
});
