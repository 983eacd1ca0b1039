import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, statfsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { StartFault } from '../start-fault';
import type { RunAs } from './binaries';

const leastFreeBytes = 100 * 1024 * 1024;

export interface DataFolder {
  path: string;
  /** Why it is not the usual place, to be told. */
  note?: string;
}

/**
 * The folder of secrets and, with the embedded PostgreSQL, of all data; made if it is not there.
 * @param given by the operator; `.slipway/data` below the working directory when undefined
 * @param user the user that PostgreSQL will run as; must be able to reach the folder when `embedded`
 */
export function openDataFolder(given: string | undefined, user: RunAs, embedded: boolean): DataFolder {
  const usual = resolve(given ?? join('.slipway', 'data'));
  make(usual);
  if (!embedded || reachable(usual, user)) return { path: usual };
  if (given !== undefined)
    throw new StartFault(
      `The data folder ${usual} cannot be reached by PostgreSQL, which never runs as root but as nobody: set SLIPWAY_DATA_DIR to a folder that everybody may pass, such as /var/lib/slipway.`,
    );
  const other = '/var/lib/slipway';
  make(other);
  if (!reachable(other, user))
    throw new StartFault(
      `Neither ${usual} nor ${other} can be reached by PostgreSQL, which never runs as root but as nobody: set SLIPWAY_DATA_DIR to a folder that everybody may pass.`,
    );
  return { path: other, note: `the data is in ${other}, since PostgreSQL (running as nobody, not as root) cannot reach ${usual}` };
}

/** @throws StartFault when hardly anything is left on the disk */
export function requireSpace(folder: string): void {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize < leastFreeBytes) throw diskFull(folder);
}

export function diskFull(folder: string): StartFault {
  return new StartFault(`The disk of the data folder ${folder} is full: free at least 100 MB, or set SLIPWAY_DATA_DIR to another disk.`);
}

/** Reads a secret of the folder, made up at the first start. Only our own user may read it. */
export function secretIn(folder: string, name: string): string {
  const file = join(folder, name);
  try {
    writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC') throw diskFull(folder);
    if (code !== 'EEXIST') throw error;
  }
  const secret = readFileSync(file, 'utf8').trim();
  if (secret.length < 32) throw new StartFault(`The file ${file} is damaged: put it back from a backup.`);
  return secret;
}

function make(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o755 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC') throw diskFull(folder);
    throw new StartFault(`The data folder ${folder} cannot be made (${code}): set SLIPWAY_DATA_DIR to a folder that you may write to.`);
  }
}

function reachable(folder: string, user: RunAs): boolean {
  if (user.uid === undefined) return true;
  return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...user, cwd: '/' }).status === 0;
}
