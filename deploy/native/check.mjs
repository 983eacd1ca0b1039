// `npm run check`: everything that can be judged without running the product. Every step runs; the exit code tells whether all passed.
import { spawnSync } from 'node:child_process';
import { ensureInstalled, root } from './prepare.mjs';

export const checks = [
  { name: 'references of the workspace', command: ['npx', 'nx', 'show', 'projects'] },
  { name: 'lint, boundaries and purity', command: ['npx', 'eslint', '.', '--max-warnings=0'] },
  { name: 'format', command: ['npx', 'prettier', '--check', '--log-level=warn', '.'] },
  { name: 'types', command: ['npx', 'nx', 'run-many', '-t', 'typecheck', '--outputStyle=static'] },
  { name: 'generated documents', command: ['node', 'deploy/native/generate-documents.mjs', '--check'] },
];

/** Runs the checks; answers how many passed and failed. */
export function runChecks() {
  const result = { passed: 0, failed: 0 };
  for (const { name, command } of checks) {
    const startedAt = Date.now();
    const run = spawnSync(command[0], command.slice(1), {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' },
    });
    const ok = run.status === 0;
    if (!ok) process.stdout.write(`${run.stdout}${run.stderr}`);
    console.log(`${ok ? 'ok    ' : 'FAILED'} ${name} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`);
    result[ok ? 'passed' : 'failed'] += 1;
  }
  return result;
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  ensureInstalled();
  process.exit(runChecks().failed === 0 ? 0 : 1);
}
