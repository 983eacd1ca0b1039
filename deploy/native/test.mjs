// `npm test`: every check and every spec, on real servers that it starts and takes down. Last line: `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { runChecks } from './check.mjs';
import { ensureBuilt, ensureInstalled, root } from './prepare.mjs';

const state = path.join(root, '.slipway', 'test');
const stackEnv = { ...process.env, SLIPWAY_STACK_DIR: path.join(state, 'stack') };
const stack = (...options) =>
  spawnSync(path.join(root, 'deploy/native/stack.sh'), options, {
    cwd: root,
    env: stackEnv,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
const total = { passed: 0, failed: 0 };

function add(name, { passed, failed }) {
  total.passed += passed;
  total.failed += failed;
  console.log(`\n=== ${name}: ${passed} passed, ${failed} failed`);
}

/** Runs a Jest configuration; a spec that could not run, or was skipped, has failed. */
function jest(config, env) {
  const report = path.join(state, `${config}.json`);
  fs.rmSync(report, { force: true });
  spawnSync('npx', ['jest', '--config', config, '--json', `--outputFile=${report}`, '--silent=false'], {
    cwd: root,
    env: { ...env, FORCE_COLOR: '0', NX_DAEMON: 'false', SLIPWAY_TEST_BUILT: '1' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (!fs.existsSync(report)) return { passed: 0, failed: 1 };
  const result = JSON.parse(fs.readFileSync(report, 'utf8'));
  return {
    passed: result.numPassedTests,
    failed: result.numFailedTests + result.numRuntimeErrorTestSuites + result.numPendingTests + result.numTodoTests,
  };
}

function stackEnvironment() {
  const variables = {};
  for (const [, name, value] of stack('env').stdout.matchAll(/^export (\w+)='(.*)'$/gm)) variables[name] = value;
  return { ...process.env, ...variables };
}

let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => {
    interrupted = true;
  });

ensureInstalled();
fs.mkdirSync(state, { recursive: true });
ensureBuilt();
add('checks', runChecks());
add('pure specs', jest('jest.pure.cjs', process.env));
stack('down');
if (stack('up').status !== 0) add('the stack did not start', { passed: 0, failed: 1 });
else {
  const env = stackEnvironment();
  if (!interrupted) add('integration, flow, fault and browser specs', jest('jest.int.cjs', env));
}
stack('down');
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);
