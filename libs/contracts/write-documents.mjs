/**
 * Writes schemas/<type>.json and docs/asyncapi.yaml from the catalogue; with --check writes nothing and exits 1 when they are out of
 * date. A change that breaks consumers of a frozen schema is refused in both modes.
 *
 *   node -r @swc-node/register --conditions=@slipway/source libs/contracts/write-documents.mjs [--check]
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { stringify } from 'yaml';

const { asyncApi, catalogue, catalogueFaults, schemaFiles } = createRequire(import.meta.url)('./src/index.ts');
const here = dirname(fileURLToPath(import.meta.url));
const schemasFolder = join(here, 'schemas');
const asyncApiFile = join(here, '../../docs/asyncapi.yaml');
const isCheck = process.argv.includes('--check');

const read = (file) => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
};
const pretty = async (text, file) => format(text, { ...(await resolveConfig(file)), filepath: file });

mkdirSync(schemasFolder, { recursive: true });
const frozen = new Map(readdirSync(schemasFolder).map((file) => [file, JSON.parse(readFileSync(join(schemasFolder, file), 'utf8'))]));
const faults = catalogueFaults(catalogue, frozen);
if (faults.length > 0) {
  console.error(`Events changed in a way that breaks their consumers; give the event a new version instead:\n  ${faults.join('\n  ')}`);
  process.exit(1);
}

const documents = new Map();
for (const [name, schema] of schemaFiles(catalogue)) {
  const file = join(schemasFolder, name);
  documents.set(file, await pretty(JSON.stringify(schema), file));
}
documents.set(asyncApiFile, await pretty(stringify(asyncApi(catalogue), { aliasDuplicateObjects: false, lineWidth: 0 }), asyncApiFile));

const outdated = [...documents].filter(([file, text]) => read(file) !== text);
if (isCheck && outdated.length > 0) {
  console.error(`Out of date, run npm run generate:\n  ${outdated.map(([file]) => file).join('\n  ')}`);
  process.exit(1);
}
if (!isCheck) for (const [file, text] of outdated) writeFileSync(file, text);
console.log(
  isCheck ? `${documents.size} event documents are up to date` : `${outdated.length} of ${documents.size} event documents written`,
);
