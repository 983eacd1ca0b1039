// `npm run generate` writes the documents that are made from the code; `--check` fails when one on disk is out of date.
import { ensureBuilt, ensureInstalled, run } from './prepare.mjs';

const check = process.argv.includes('--check') ? ['--check'] : [];
ensureInstalled();
ensureBuilt();
const fromSource = ['-r', '@swc-node/register', '--conditions=@slipway/source'];
const generators = [
  [...fromSource, 'libs/contracts/write-documents.mjs', ...check],
  ['apps/all-in-one/dist/write-openapi.js', ...check],
];
const env = { ...process.env, SWC_NODE_PROJECT: 'tsconfig.base.json' };
let failed = false;
for (const generator of generators) if (run(process.execPath, generator, { loud: true, env }) !== 0) failed = true;
process.exit(failed ? 1 : 0);
