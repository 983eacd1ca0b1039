import fs from 'node:fs/promises';
import path from 'node:path';
import { DateTime } from 'luxon';
import { loadSample, type SampleAccounts } from './load-sample';
import { SampleApi } from './sample-api';
import { SampleDesks } from './sample-desks';

interface SampleRecord extends SampleAccounts {
  deskPort: number;
}

/**
 * Loads the sample while the directory is empty, runs the sample's help desks, and says how to sign in.
 * An interrupted load is said, with the remedy; nothing is loaded into a directory that somebody else has filled.
 * @param address where this process answers
 * @param dataDir where the bootstrap token is and where the record of the sample goes
 */
export async function runSample(address: string, dataDir: string, say: (line: string) => void): Promise<void> {
  const file = path.join(dataDir, 'sample.json');
  const record = await readRecord(file);
  const { bootstrapPending } = await new SampleApi(address).get('/directory/v1/sign-in-options');
  const desks = new SampleDesks();
  if (record !== null) {
    desks.answerAfterMs = 8_000;
    await desks
      .start(record.deskPort)
      .catch(() => say(`The sample help desks could not take port ${record.deskPort}; tickets will wait for them.`));
    for (const { key, hookUrl, secret } of record.desks) desks.register(key, { hookUrl: `${address}${new URL(hookUrl).pathname}`, secret });
    sayAccounts(record, say);
    return;
  }
  if (!bootstrapPending) {
    say('There is data already, so no sample was loaded.');
    return;
  }
  const deskPort = await desks.start(0);
  const startedAt = performance.now();
  const bootstrapToken = (await fs.readFile(path.join(dataDir, 'bootstrap-token'), 'utf8')).trim();
  try {
    const accounts = await loadSample({
      address,
      bootstrapToken,
      desks,
      deskPort,
      now: DateTime.utc(),
      say: (text) => say(`  loading the sample: ${text}`),
    });
    desks.answerAfterMs = 8_000;
    await fs.writeFile(file, JSON.stringify({ ...accounts, deskPort }), { mode: 0o600 });
    say(`Sample loaded in ${((performance.now() - startedAt) / 1000).toFixed(0)} s.`);
    sayAccounts(accounts, say);
  } catch (error) {
    say(`The sample could not be loaded: ${error instanceof Error ? error.message : String(error)}`);
    say(`Stop Slipway, remove ${dataDir} and start again for a whole sample, or go on with npm start -- --empty.`);
  }
}

async function readRecord(file: string): Promise<SampleRecord | null> {
  try {
    return JSON.parse(await fs.readFile(file, 'utf8')) as SampleRecord;
  } catch {
    return null;
  }
}

function sayAccounts(accounts: SampleAccounts, say: (line: string) => void): void {
  say('');
  say(`Sign in with any of these, password ${accounts.password}`);
  for (const { name, email, side, roles } of accounts.people)
    say(`  ${email.padEnd(26)} ${name.padEnd(16)} ${side.padEnd(7)} ${roles.join(', ')}`);
  say(`  ${accounts.operator.padEnd(26)} ${'Olga Operator'.padEnd(16)} opens engagements`);
  say('');
}
