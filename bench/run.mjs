// `npm run bench -- NAME [options]`: runs bench/NAME.ts, on the stack's servers unless the environment names others. Last line: JSON.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { ensureBuilt, ensureInstalled, root } from '../deploy/native/prepare.mjs';

const [name, ...options] = process.argv.slice(2);
const names = fs
  .readdirSync(path.join(root, 'bench'))
  .filter((file) => file.endsWith('.ts') && file !== 'running-process.ts')
  .map((file) => file.slice(0, -3));
if (!names.includes(name)) {
  console.error(`usage: npm run bench -- NAME, one of: ${names.join(', ')}`);
  process.exit(2);
}
ensureInstalled();
ensureBuilt();

const stackEnv = { ...process.env, SLIPWAY_STACK_DIR: path.join(root, '.slipway', 'bench-stack') };
const stack = (action) =>
  spawnSync(path.join(root, 'deploy/native/stack.sh'), [action], { env: stackEnv, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
/** These two measure the embedded default by itself. */
const needsServers = !['start', 'memory'].includes(name);
if (needsServers) {
  stack('down');
  if (stack('up').status !== 0) process.exit(1);
}
const variables = Object.fromEntries(
  [...(needsServers ? stack('env').stdout : '').matchAll(/^export (\w+)='(.*)'$/gm)].map(([, key, value]) => [key, value]),
);
const bench = spawnSync(
  process.execPath,
  ['-r', '@swc-node/register', '--conditions=@slipway/source', path.join('bench', `${name}.ts`), ...options],
  {
    cwd: root,
    env: { ...process.env, ...variables, SWC_NODE_PROJECT: path.join(root, 'tsconfig.base.json') },
    stdio: 'inherit',
  },
);
if (needsServers) stack('down');
process.exit(bench.status ?? 1);
