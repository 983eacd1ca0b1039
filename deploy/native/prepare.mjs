// What start, dev, test and bench need before anything else: the packages of the lock file and the build. Node only, no packages.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const stamps = path.join(root, 'node_modules', '.slipway');

/** Ends the process with one line that says what to do. */
export function refuse(line) {
  console.error(`slipway: ${line}`);
  process.exit(1);
}

/** Runs a command; its output is shown only when it fails, unless `loud`. */
export function run(command, options, { loud = false, env = process.env } = {}) {
  const result = spawnSync(command, options, {
    cwd: root,
    env,
    stdio: loud ? 'inherit' : 'pipe',
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (result.status !== 0 && !loud) process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}${result.error ?? ''}`);
  return result.status ?? 1;
}

const stampOf = (name) => path.join(stamps, name);
const isStamped = (name, value) => fs.existsSync(stampOf(name)) && fs.readFileSync(stampOf(name), 'utf8') === value;
function stamp(name, value) {
  fs.mkdirSync(stamps, { recursive: true });
  fs.writeFileSync(stampOf(name), value);
}

/** Installs the packages of the lock file unless exactly these are installed. */
export function ensureInstalled() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    refuse(`Node ${process.versions.node} is too old: install Node 20.19 or newer (24 is recommended).`);
  const lock = createHash('sha256')
    .update(fs.readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
  if (isStamped('installed', lock)) return;
  console.log('Installing packages (once, about a minute) …');
  if (run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']) !== 0)
    refuse('npm could not install the packages: see above, check the network and run the command again.');
  stamp('installed', lock);
}

/** The newest change under the folders that the build reads, and how many files there are. */
function sourcesState() {
  let newest = 0;
  let files = 0;
  const visit = (folder) => {
    for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
      if (['node_modules', 'dist', 'out-tsc', '.nx'].includes(entry.name)) continue;
      const full = path.join(folder, entry.name);
      if (entry.isDirectory()) visit(full);
      else {
        files += 1;
        newest = Math.max(newest, fs.statSync(full).mtimeMs);
      }
    }
  };
  for (const folder of ['apps', 'libs']) visit(path.join(root, folder));
  return `${newest} ${files} ${process.versions.node}`;
}

/** Builds every process and the page unless nothing changed since the last build. */
export function ensureBuilt() {
  const state = sourcesState();
  const built =
    fs.existsSync(path.join(root, 'apps/all-in-one/dist/main.js')) && fs.existsSync(path.join(root, 'apps/web/dist/index.html'));
  if (built && isStamped('built', state)) return;
  console.log('Building …');
  if (
    run('npx', ['nx', 'run-many', '-t', 'build', '--outputStyle=static'], {
      env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' },
    }) !== 0
  )
    refuse('the build failed: see above.');
  stamp('built', state);
}
