import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import type { ServiceLog } from '../logging/service-log';
import { StartFault } from '../start-fault';
import { Binaries, runAs } from './binaries';
import { requireSpace, secretIn } from './data-folder';
import { isAlive, Postmaster, send } from './postmaster';

/**
 * A real PostgreSQL in the data folder, with nothing installed on the system. Reuses a server that a killed process left behind,
 * starts it anew when it dies, keeps a second process off the folder, and stops it at the end.
 */
export class EmbeddedPostgres {
  private session: Client | undefined;
  private stopping = false;
  private watching: Promise<void> = Promise.resolve();
  private readonly endWithProcess = () => send(this.pid, 'SIGINT');

  private constructor(
    private readonly postmaster: Postmaster,
    private readonly folder: string,
    private readonly log: ServiceLog,
    private pid: number,
    readonly port: number,
  ) {}

  /** @param folder made by openDataFolder. @throws StartFault in one line that says what to do */
  static async start(folder: string, log: ServiceLog): Promise<EmbeddedPostgres> {
    const user = runAs();
    const postmaster = new Postmaster(folder, Binaries.find(folder, user), user, secretIn(folder, 'postgres-password'));
    const found = await postmaster.running();
    if (!found) {
      requireSpace(folder);
      postmaster.prepare();
    }
    const { pid, port } = found ?? (await startOrFind(postmaster));
    const embedded = new EmbeddedPostgres(postmaster, folder, log, pid, port);
    if (found) log.info({ pid, port }, 'an earlier process left its PostgreSQL running; it is used again');
    try {
      await embedded.claim();
    } catch (error) {
      if (!found && !(error instanceof FolderInUse)) await postmaster.stop(pid);
      throw error;
    }
    process.once('exit', embedded.endWithProcess);
    embedded.watching = embedded.watch();
    return embedded;
  }

  /** Of the owner, a superuser: for migrations only. */
  get url(): string {
    return this.postmaster.url(this.port);
  }

  get processId(): number {
    return this.pid;
  }

  async stop(): Promise<void> {
    if (this.stopping) return;
    this.stopping = true;
    process.off('exit', this.endWithProcess);
    await this.session?.end().catch(() => undefined);
    await this.watching;
    await this.postmaster.stop(this.pid);
  }

  /** Takes the folder for this process: a lock that ends with the session, and the session with the process. */
  private async claim(): Promise<void> {
    const session = new Client({
      connectionString: this.url,
      application_name: 'slipway process',
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
    });
    session.on('error', () => undefined);
    await session.connect();
    for (let attempt = 1; ; attempt += 1) {
      const { rows } = await session.query<{ ours: boolean }>(`SELECT pg_try_advisory_lock(hashtext('slipway.process')) AS ours`);
      if (rows[0]?.ours) break;
      if (attempt >= 20) {
        await session.end();
        throw new FolderInUse(
          `Another Slipway is running on the data folder ${this.folder}: stop it, or set SLIPWAY_DATA_DIR (and PORT) to others.`,
        );
      }
      await pause(100);
    }
    this.session = session;
  }

  /** As long as the process lives: when the session ends, PostgreSQL may have died, and is started again on the same port. */
  private async watch(): Promise<void> {
    while (!this.stopping) {
      const { session } = this;
      if (session) await new Promise<void>((resolve) => session.once('end', () => resolve()));
      if (this.stopping) return;
      this.session = undefined;
      await this.restore();
    }
  }

  private async restore(): Promise<void> {
    for (let failures = 0; !this.stopping; failures += 1) {
      try {
        if (!isAlive(this.pid)) {
          this.log.warn({ port: this.port }, 'PostgreSQL has died and is started again');
          this.pid = (await this.postmaster.start(this.port)).pid;
        }
        await this.claim();
        this.log.info({ port: this.port }, 'PostgreSQL is back');
        return;
      } catch (error) {
        if (failures === 20)
          this.log.error(
            { cause: error instanceof Error ? error.message : String(error) },
            'PostgreSQL does not start again: look at postgres.log in the data folder',
          );
        await pause(Math.min(100 * 2 ** failures, 2_000));
      }
    }
  }
}

class FolderInUse extends StartFault {}

/** Two processes that start at once: one of them starts the server, the other finds it. */
async function startOrFind(postmaster: Postmaster): Promise<{ pid: number; port: number }> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await postmaster.start();
    } catch (error) {
      const found = await postmaster.running();
      if (found) return found;
      if (attempt >= 3) throw error;
      await pause(300 * attempt);
    }
  }
}
