// `npm run dev`: everything from source with reload; the page on Vite's server, which passes /api on.
import { spawn } from 'node:child_process';
import { ensureInstalled, root } from '../../deploy/native/prepare.mjs';

ensureInstalled();
const options = { cwd: root, stdio: 'inherit', env: { ...process.env, SWC_NODE_PROJECT: `${root}/tsconfig.base.json` } };
const children = [
  spawn(
    process.execPath,
    [
      '--watch',
      '--watch-preserve-output',
      '-r',
      '@swc-node/register',
      '--conditions=@slipway/source',
      'apps/all-in-one/src/main.ts',
      '--sample',
      ...process.argv.slice(2),
    ],
    options,
  ),
  spawn('npx', ['vite', '--clearScreen', 'false'], { ...options, cwd: `${root}/apps/web`, shell: process.platform === 'win32' }),
];
const end = (signal) => children.forEach((child) => child.kill(signal));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => end(signal));
for (const child of children)
  child.on('exit', (code) => {
    end('SIGTERM');
    process.exitCode = code ?? 0;
  });
