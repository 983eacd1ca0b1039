import { describeServices } from '@slipway/service-host';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { allServices } from './services';

/** Writes docs/openapi.json from the routes, without database; `--check` fails when the file is out of date. */
async function main(): Promise<void> {
  const file = path.join(__dirname, '../../../docs/openapi.json');
  const { merged } = await describeServices(allServices);
  const text = await format(JSON.stringify(merged), { ...(await resolveConfig(file)), filepath: file });
  if (!process.argv.includes('--check')) writeFileSync(file, text);
  else if (read(file) !== text) {
    process.stderr.write('docs/openapi.json is out of date: run npm run generate\n');
    process.exitCode = 1;
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

void main();
