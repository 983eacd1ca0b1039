// `npm start`: installs, builds, runs everything in one process; loads the sample into an empty directory unless `--empty`.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { ensureBuilt, ensureInstalled, root } from '../../deploy/native/prepare.mjs';

ensureInstalled();
ensureBuilt();
const options = process.argv.slice(2);
const sample = options.includes('--empty') || options.includes('--check-config') || options.includes('--migrate') ? [] : ['--sample'];
const child = spawn(process.execPath, [path.join(root, 'apps/all-in-one/dist/main.js'), ...options, ...sample], {
  stdio: 'inherit',
  env: { SLIPWAY_LOG_LEVEL: 'warn', ...process.env },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 0)));
