import { spawn, spawnSync } from 'node:child_process';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer, connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { StartFault } from '../start-fault';
import type { Binaries, RunAs } from './binaries';
import { diskFull } from './data-folder';

export const ownerRole = 'slipway_owner';

const startMilliseconds = 60_000;
const stopMilliseconds = 20_000;
const maxLogBytes = 5 * 1024 * 1024;

/** One PostgreSQL server in the data folder: makes it, starts it, finds one that is left over, stops it. */
export class Postmaster {
  private readonly cluster: string;
  private readonly logFile: string;

  constructor(
    private readonly folder: string,
    private readonly binaries: Binaries,
    private readonly user: RunAs,
    private readonly password: string,
  ) {
    this.cluster = join(folder, 'postgres');
    this.logFile = join(folder, 'postgres.log');
  }

  url(port: number): string {
    return `postgres://${ownerRole}:${this.password}@127.0.0.1:${port}/postgres`;
  }

  /** Makes the data directory, unless there is one of the same version. An interrupted attempt leaves nothing behind. */
  prepare(): void {
    const found = join(this.cluster, 'PG_VERSION');
    if (existsSync(found)) {
      this.requireSameVersion(Number(readFileSync(found, 'utf8').trim()));
      return;
    }
    const fresh = `${this.cluster}.new`;
    rmSync(fresh, { recursive: true, force: true });
    mkdirSync(fresh, { mode: 0o700 });
    const passwordFile = join(this.folder, 'initdb-password');
    writeFileSync(passwordFile, this.password, { mode: 0o600 });
    if (this.user.uid !== undefined && this.user.gid !== undefined)
      for (const path of [fresh, passwordFile]) chownSync(path, this.user.uid, this.user.gid);
    const options = [
      '-D',
      fresh,
      '-U',
      ownerRole,
      '--pwfile',
      passwordFile,
      '--auth=scram-sha-256',
      '-E',
      'UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
    ];
    const made = spawnSync(this.binaries.path('initdb'), options, { ...this.user, encoding: 'utf8', cwd: '/' });
    rmSync(passwordFile, { force: true });
    if (made.status !== 0) {
      rmSync(fresh, { recursive: true, force: true });
      if (/No space left/i.test(made.stderr)) throw diskFull(this.folder);
      throw new StartFault(
        `PostgreSQL could not make its data directory in ${this.folder}: ${(made.stderr || String(made.error)).trim().split('\n').at(-1)}`,
      );
    }
    renameSync(fresh, this.cluster);
  }

  /** A server that an earlier process left running. */
  async running(): Promise<{ pid: number; port: number } | undefined> {
    const [pid, , , port, , , , state] = this.pidFile();
    if (!pid || !port || !/ready/.test(state ?? '') || !isAlive(Number(pid))) return undefined;
    return (await canConnect(Number(port))) ? { pid: Number(pid), port: Number(port) } : undefined;
  }

  /** Starts the server. @param port the one it had before, or undefined for any that is free */
  async start(port?: number): Promise<{ pid: number; port: number }> {
    const chosen = port ?? (await freePort());
    this.trimLog();
    const log = openSync(this.logFile, 'a', 0o640);
    const before = statSync(this.logFile).size;
    const settings = {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      max_connections: '120',
      timezone: 'UTC',
      log_timezone: 'UTC',
      max_wal_size: '512MB',
      log_line_prefix: '%m [%p] ',
    };
    const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    // In a process group of its own: Ctrl-C in a terminal must reach Node alone, which stops PostgreSQL last.
    const child = spawn(this.binaries.path('postgres'), ['-D', this.cluster, '-p', String(chosen), ...options], {
      ...this.user,
      cwd: '/',
      detached: true,
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    child.unref();
    const failed = new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('exit', () => resolve(''));
    });
    let reason: string | undefined;
    void failed.then((message) => (reason = message));
    for (const limit = Date.now() + startMilliseconds; Date.now() < limit; await pause(25)) {
      if (reason !== undefined) throw this.startFault(before, reason);
      const [pid, , , , , , , state] = this.pidFile();
      if (Number(pid) === child.pid && /ready/.test(state ?? '')) return { pid: child.pid as number, port: chosen };
    }
    child.kill('SIGQUIT');
    throw new StartFault(`PostgreSQL did not become ready within ${startMilliseconds / 1000} s: see ${this.logFile}.`);
  }

  /** Fast shutdown: sessions end, nothing acknowledged is lost. */
  async stop(pid: number): Promise<void> {
    if (process.platform === 'win32') {
      spawnSync(this.binaries.path('pg_ctl'), ['stop', '-D', this.cluster, '-m', 'fast', '-w']);
      return;
    }
    for (const [signal, milliseconds] of [
      ['SIGINT', stopMilliseconds],
      ['SIGQUIT', 3_000],
      ['SIGKILL', 1_000],
    ] as const) {
      if (!isAlive(pid)) return;
      send(pid, signal);
      for (const limit = Date.now() + milliseconds; Date.now() < limit && isAlive(pid);) await pause(20);
    }
  }

  private pidFile(): string[] {
    try {
      return readFileSync(join(this.cluster, 'postmaster.pid'), 'utf8').split('\n');
    } catch {
      return [];
    }
  }

  private requireSameVersion(found: number): void {
    const { major } = this.binaries;
    if (found === major) return;
    const remedy =
      found > major
        ? 'start the newer version of Slipway that made it, or set SLIPWAY_DATA_DIR to another folder'
        : `move the data with pg_dump of PostgreSQL ${found}, or set SLIPWAY_DATA_DIR to another folder`;
    throw new StartFault(
      `The data folder ${this.folder} is of PostgreSQL ${found}, and this version of Slipway brings ${major}: ${remedy}.`,
    );
  }

  private startFault(logFrom: number, reason: string): StartFault {
    const lines = readFileSync(this.logFile).subarray(logFrom).toString('utf8').trim();
    if (/No space left on device/i.test(lines)) return diskFull(this.folder);
    const fatal = lines.split('\n').findLast((line) => /FATAL|PANIC/.test(line)) ?? (reason || lines.split('\n').at(-1));
    return new StartFault(`PostgreSQL does not start (${fatal?.replace(/^.*?(FATAL|PANIC):\s*/, '')}): see ${this.logFile}.`);
  }

  private trimLog(): void {
    if (existsSync(this.logFile) && statSync(this.logFile).size > maxLogBytes) truncateSync(this.logFile, 0);
  }
}

/** A zombie, whose parent never asks for it, counts as dead. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  try {
    return process.platform !== 'linux' || !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

export function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // gone already
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.setTimeout(2_000, () => socket.destroy());
    socket.once('connect', () => socket.end(() => resolve(true)));
    socket.once('close', () => resolve(false));
    socket.once('error', () => resolve(false));
  });
}
