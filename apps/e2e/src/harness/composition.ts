import { randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { type OwnKafka, startOwnKafka } from './own-kafka';
import { freePort, ServiceProcess } from './service-process';

export type ServiceName = 'directory' | 'checklist' | 'kpi' | 'tickets' | 'scheduler';
export const serviceNames: readonly ServiceName[] = ['directory', 'checklist', 'kpi', 'tickets', 'scheduler'];

/** A running Slipway: where each service answers, and the processes behind it. */
export interface Composition {
  readonly name: string;
  readonly processes: readonly ServiceProcess[];
  url(service: ServiceName): string;
  processOf(service: ServiceName): ServiceProcess;
  bootstrapToken(): Promise<string>;
  stop(): Promise<void>;
}

/** A server that the stack must have started; a missing one fails the test and says what to do. */
export function server(variable: string): string {
  const value = process.env[variable];
  if (!value) throw new Error(`${variable} is not set: run deploy/native/stack.sh up, then eval "$(deploy/native/stack.sh env)"`);
  return value;
}

/** A folder that PostgreSQL's own user may pass, even when the tests run as root. */
export async function dataFolder(): Promise<string> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'slipway-e2e-'));
  await fs.chmod(folder, 0o755);
  return folder;
}

const quick = { SLIPWAY_LOG_LEVEL: 'warn', SLIPWAY_WEBHOOK_ALLOWED_HOSTS: '127.0.0.1,localhost', SLIPWAY_RATE_LIMIT: '1000000' };

const readToken = async (folder: string) => (await fs.readFile(path.join(folder, 'bootstrap-token'), 'utf8')).trim();

/** Everything in one process on the embedded default; `env` adds knobs, `runtime` is another Node. */
export async function startAllInOne(
  options: { env?: Record<string, string>; runtime?: string; folder?: string } = {},
): Promise<Composition> {
  const folder = options.folder ?? (await dataFolder());
  const all = new ServiceProcess(
    'all-in-one',
    await freePort(),
    { ...quick, SLIPWAY_DATA_DIR: folder, ...options.env },
    [],
    options.runtime,
  );
  await all.start();
  return {
    name: 'all-in-one',
    processes: [all],
    url: () => all.url,
    processOf: () => all,
    bootstrapToken: () => readToken(folder),
    stop: async () => {
      await all.end();
      if (options.folder === undefined) await fs.rm(folder, { recursive: true, force: true });
    },
  };
}

/** An empty database on the stack's PostgreSQL and how to drop it. */
export async function freshDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const address = server('SLIPWAY_TEST_DATABASE_URL');
  const name = `slipway_e2e_${randomBytes(6).toString('hex')}`;
  const run = async (sql: string) => {
    const client = new pg.Client({ connectionString: address });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  await run(`CREATE DATABASE ${name}`);
  const url = new URL(address);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => run(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

/** Five processes on the stack's Kafka, PostgreSQL and Redis. */
export async function startFiveProcesses(options: { env?: Record<string, string> } = {}): Promise<Composition & { kafka: OwnKafka }> {
  const database = await freshDatabase();
  const kafka = await startOwnKafka();
  const folder = await dataFolder();
  const ports = new Map<ServiceName, number>();
  for (const name of serviceNames) ports.set(name, await freePort());
  const directoryUrl = `http://127.0.0.1:${ports.get('directory')}`;
  const env = {
    ...quick,
    SLIPWAY_DATABASE_URL: database.url,
    SLIPWAY_KAFKA_BROKERS: kafka.brokers,
    SLIPWAY_REDIS_URL: server('SLIPWAY_TEST_REDIS_URL'),
    SLIPWAY_SECRET: randomBytes(32).toString('hex'),
    SLIPWAY_DIRECTORY_URL: directoryUrl,
    SLIPWAY_PUBLIC_URL: directoryUrl,
    SLIPWAY_DATA_DIR: folder,
    ...options.env,
  };
  const processes = new Map(serviceNames.map((name) => [name, new ServiceProcess(name, ports.get(name) as number, env)]));
  const processOf = (service: ServiceName) => processes.get(service) as ServiceProcess;
  const stop = async () => {
    await Promise.all([...processes.values()].map((process) => process.end()));
    await kafka.stop();
    await database.drop();
    await fs.rm(folder, { recursive: true, force: true });
  };
  try {
    await new ServiceProcess('all-in-one', 0, env, ['--migrate']).runToEnd();
    await Promise.all([...processes.values()].map((process) => process.start()));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    name: 'five processes',
    kafka,
    processes: [...processes.values()],
    url: (service) => processOf(service).url,
    processOf,
    bootstrapToken: () => readToken(folder),
    stop,
  };
}
