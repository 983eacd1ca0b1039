import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { cleanEnvironment, freePort, ServiceProcess } from '../harness/service-process';
import { dataFolder, startAllInOne } from '../harness/composition';
import { bootstrap } from '../harness/world';
import { root } from '../workspace/run-tool';

const run = (env: Record<string, string>, ...options: string[]) => {
  const result = spawnSync(process.execPath, [path.join(root, 'apps/all-in-one/dist/main.js'), ...options], {
    env: { ...cleanEnvironment(), SLIPWAY_LOG_LEVEL: 'error', ...env },
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { code: result.status, lines: `${result.stdout}${result.stderr}`.trim().split('\n') };
};
const alive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(fs.readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};
const postgresOf = (folder: string): number => {
  const file = (fs.readdirSync(folder, { recursive: true }) as string[]).find((name) => name.endsWith('postmaster.pid'));
  return file === undefined ? 0 : Number(fs.readFileSync(path.join(folder, file), 'utf8').split('\n')[0]);
};

describe('starting and stopping the all-in-one', () => {
  it('Ctrl-C stops it cleanly with its PostgreSQL; a second start finds the data again', async () => {
    const folder = await dataFolder();
    const first = await startAllInOne({ folder });
    const operator = await bootstrap(first);
    const postgres = postgresOf(folder);
    expect(alive(postgres)).toBe(true);
    expect(await first.processes[0].end('SIGINT')).toBe(0);
    expect(alive(postgres)).toBe(false);

    const second = await startAllInOne({ folder });
    const again = await fetch(`${second.url('directory')}/api/directory/v1/sign-in-options`).then(
      (answer) => answer.json() as Promise<{ bootstrapPending: boolean }>,
    );
    expect(again.bootstrapPending).toBe(false);
    expect(operator.personId).not.toBe('');
    await second.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }, 120_000);

  it('after kill -9 its orphaned PostgreSQL is found and used again', async () => {
    const folder = await dataFolder();
    const first = await startAllInOne({ folder });
    await bootstrap(first);
    await first.processes[0].end('SIGKILL');
    const second = await startAllInOne({ folder });
    const options = await fetch(`${second.url('directory')}/api/directory/v1/sign-in-options`).then(
      (answer) => answer.json() as Promise<{ bootstrapPending: boolean }>,
    );
    expect(options.bootstrapPending).toBe(false);
    const postgres = postgresOf(folder);
    expect(await second.processes[0].end('SIGTERM')).toBe(0);
    expect(alive(postgres)).toBe(false);
    fs.rmSync(folder, { recursive: true, force: true });
  }, 120_000);

  it('--check-config says every fault at once, shows no value, starts nothing', () => {
    const { code, lines } = run(
      { PORT: 'http', SLIPWAY_DATABASE_URL: 'mysql://u:hunter2@h/d', SLIPWAY_KAFKA_BROKERS: 'nowhere', SLIPWAY_SECRET: 'short' },
      '--check-config',
    );
    expect(code).toBe(1);
    const text = lines.join('\n');
    for (const name of ['PORT', 'SLIPWAY_DATABASE_URL', 'SLIPWAY_KAFKA_BROKERS', 'SLIPWAY_SECRET']) expect(text).toContain(name);
    expect(text).not.toContain('hunter2');
    expect(run({ PORT: '8080' }, '--check-config').code).toBe(0);
  }, 60_000);

  it('a taken port is one line that says what to do', async () => {
    const port = await freePort();
    const taken = net.createServer().listen(port, '127.0.0.1');
    const folder = await dataFolder();
    const { code, lines } = run({ PORT: String(port), SLIPWAY_DATA_DIR: folder });
    taken.close();
    expect(code).toBe(1);
    expect(lines.at(-1)).toMatch(new RegExp(`${port}.*PORT`));
    expect(postgresOf(folder)).toBe(0);
    fs.rmSync(folder, { recursive: true, force: true });
  }, 90_000);

  it.each([
    ['PostgreSQL', { SLIPWAY_DATABASE_URL: 'postgres://u:hunter2@127.0.0.1:1/d' }],
    ['Kafka', { SLIPWAY_KAFKA_BROKERS: '127.0.0.1:1' }],
    ['Redis', { SLIPWAY_REDIS_URL: 'redis://127.0.0.1:1' }],
  ])(
    'an unreachable %s is one line that says what to do',
    async (name, env: Record<string, string>) => {
      const folder = await dataFolder();
      const { code, lines } = run({ PORT: String(await freePort()), SLIPWAY_DATA_DIR: folder, ...env });
      expect(code).toBe(1);
      expect(lines).toHaveLength(1);
      expect(lines[0]).toMatch(new RegExp(name, 'i'));
      expect(lines[0]).not.toContain('hunter2');
      fs.rmSync(folder, { recursive: true, force: true });
    },
    90_000,
  );

  it('a service alone without Kafka is refused', async () => {
    const alone = new ServiceProcess('kpi', await freePort(), {});
    await expect(alone.start()).rejects.toThrow(/SLIPWAY_KAFKA_BROKERS/);
  }, 60_000);
});
