import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { readConfig, type Settings } from './config/read-config';
import { ServiceConfig } from './config/service-config';
import { migrate, requireMigrated } from './database/migrate';
import { runAs } from './embedded/binaries';
import { openDataFolder, secretIn } from './embedded/data-folder';
import { EmbeddedPostgres } from './embedded/embedded-postgres';
import { ServiceLog } from './logging/service-log';
import { requireReachable } from './reachable';
import { createServiceApp, type ServiceApp, type TransportOf } from './service-app';
import { type ServiceDefinition, serviceNames } from './service-definition';
import { StartFault } from './start-fault';

export interface RunServiceOptions {
  /** Of the process: `all-in-one`, or the service's name. */
  name: string;
  services: ServiceDefinition[];
  /** messaging's `eventTransport`; left out: no events are delivered. */
  transport?: TransportOf;
  /** Directory of the built page. */
  web?: string;
  /** Left out: the process's own. */
  arguments?: string[];
  env?: Record<string, string | undefined>;
}

export interface RunningService {
  url: string;
  config: ServiceConfig;
  app: ServiceApp;
  /** Stops everything in order, the embedded PostgreSQL last. Idempotent. */
  stop(): Promise<void>;
}

const stopMilliseconds = 25_000;

/**
 * What every main.ts calls: reads the configuration, brings up the database, runs the services until SIGTERM or SIGINT. With
 * `--check-config` it only says what is wrong with the configuration, with `--migrate` it only brings the schemas up to date; both
 * end the process, as does a fault at the start, which is one line.
 */
export async function runService(options: RunServiceOptions): Promise<RunningService> {
  const args = options.arguments ?? process.argv.slice(2);
  const settings = settingsOrExit(options, args);
  try {
    const running = await start(options, settings, args);
    if (running === 'migrated') process.exit(0);
    stopOnSignals(running, settings.drainSeconds);
    return running;
  } catch (error) {
    if (!(error instanceof StartFault)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

function settingsOrExit({ services, env }: RunServiceOptions, args: string[]): Settings {
  const migrating = args.includes('--migrate');
  const read = readConfig(env ?? process.env, { services: services.map(({ name }) => name), split: isSplit(services), migrating });
  if ('faults' in read) {
    process.stderr.write(`${read.faults.join('\n')}\n`);
    process.exit(1);
  }
  if (args.includes('--check-config')) {
    process.stdout.write('configuration is sound\n');
    process.exit(0);
  }
  return read.settings;
}

async function start(options: RunServiceOptions, settings: Settings, args: string[]): Promise<RunningService | 'migrated'> {
  const { services, name } = options;
  const migrating = args.includes('--migrate');
  const log = ServiceLog.create({ level: settings.logLevel, name });
  if (!migrating) {
    await requirePort(settings.port, settings.host);
    await requireReachable(settings);
  }
  const folder = openDataFolder(settings.dataDir, runAs(), settings.databaseUrl === undefined);
  if (folder.note !== undefined) log.warn({}, folder.note);
  const secret = settings.secret ?? secretIn(folder.path, 'secret');
  const embedded = settings.databaseUrl === undefined ? await EmbeddedPostgres.start(folder.path, log) : undefined;
  let app: ServiceApp | undefined;
  try {
    const databaseUrl = settings.databaseUrl ?? embedded?.url ?? '';
    if (isSplit(services) && !migrating) await requireMigrated({ databaseUrl, secret, services });
    else await migrate({ ownerUrl: databaseUrl, secret, services, log });
    if (migrating) {
      await embedded?.stop();
      return 'migrated';
    }
    const config = new ServiceConfig(settings, { split: isSplit(services), dataDir: folder.path, secret, databaseUrl });
    const { transport, web } = options;
    app = await createServiceApp({
      name,
      services,
      config,
      log,
      ...(transport ? { transport } : {}),
      ...(web === undefined ? {} : { web }),
    });
    const url = await listen(app, settings);
    log.info({ url: config.publicUrl, listening: url, services: services.map((service) => service.name) }, 'Slipway is ready');
    const started = app;
    const stop = async () => {
      await started.close();
      await embedded?.stop();
    };
    return { url, config, app, stop: onceOnly(stop) };
  } catch (error) {
    await app?.close().catch(() => undefined);
    await embedded?.stop();
    throw error;
  }
}

async function listen(app: ServiceApp, { port, host }: Settings): Promise<string> {
  try {
    return await app.listen(port, host);
  } catch (error) {
    throw portFault(error, port, host) ?? error;
  }
}

/** Asks for the port before anything else is started. */
async function requirePort(port: number, host: string): Promise<void> {
  if (port === 0) return;
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  } catch (error) {
    throw portFault(error, port, host) ?? error;
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

function portFault(error: unknown, port: number, host: string): StartFault | undefined {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return new StartFault(`Port ${port} is taken: stop what uses it, or set PORT to another.`);
  if (code === 'EACCES') return new StartFault(`Port ${port} may not be used by this user: set PORT to one above 1023.`);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new StartFault(`This machine has no address ${host}: set SLIPWAY_HOST to 127.0.0.1 or 0.0.0.0.`);
  return undefined;
}

function stopOnSignals({ app, stop }: RunningService, drainSeconds: number): void {
  let asked = false;
  const end = async (code: number, drain: number): Promise<void> => {
    if (asked) process.exit(1);
    asked = true;
    const limit = setTimeout(() => process.exit(1), stopMilliseconds + drain * 1000);
    limit.unref();
    app.health.stop();
    app.log.info({}, 'stopping');
    await pause(drain * 1000);
    await stop().catch((error: unknown) => app.log.error({ cause: String(error) }, 'not everything could be stopped in order'));
    process.exit(code);
  };
  process.on('SIGTERM', () => void end(0, drainSeconds));
  process.on('SIGINT', () => void end(0, 0));
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      const { message, stack } = error instanceof Error ? error : new Error(String(error));
      app.log.error({ cause: message, stack }, 'the process ends because of an error that nobody handled');
      void end(1, 0);
    });
  }
}

function isSplit(services: ServiceDefinition[]): boolean {
  return services.length < serviceNames.length;
}

function onceOnly(work: () => Promise<void>): () => Promise<void> {
  let result: Promise<void> | undefined;
  return () => (result ??= work());
}
