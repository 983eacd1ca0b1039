import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { RunningProcess } from './running-process';

/**
 * Resident memory of the all-in-one with the sample after five minutes of light use, MB, without PostgreSQL;
 * reference: a bare Nest on Fastify under the same pace of requests. `-- --minutes N` measures another span.
 */
async function bench(minutes: number): Promise<void> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'slipway-bench-'));
  fs.chmodSync(folder, 0o755);
  const env = {
    SLIPWAY_DATA_DIR: folder,
    SLIPWAY_DATABASE_URL: '',
    SLIPWAY_KAFKA_BROKERS: '',
    SLIPWAY_REDIS_URL: '',
    SLIPWAY_LOG_LEVEL: 'warn',
  };
  const { process: own } = await RunningProcess.start('npm', ['start'], env);
  const { process: bare } = await RunningProcess.start(process.execPath, [path.join(__dirname, 'bare-nest.cjs')], {});
  while (!fs.existsSync(path.join(folder, 'sample.json'))) await pause(500);
  console.log(`sample loaded: ${own.residentMegabytes('main.js').toFixed(0)} MB`);
  const accounts = JSON.parse(fs.readFileSync(path.join(folder, 'sample.json'), 'utf8')) as {
    password: string;
    people: { email: string }[];
  };
  const session = async () => {
    const answer = await fetch(`${own.url}/api/directory/v1/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: accounts.people[0].email, password: accounts.password }),
    });
    if (!answer.ok) throw new Error(`sign-in answered ${answer.status}`);
    return ((await answer.json()) as { accessToken: string }).accessToken;
  };
  const me = (await (
    await fetch(`${own.url}/api/directory/v1/me`, { headers: { authorization: `Bearer ${await session()}` } })
  ).json()) as {
    memberships: { engagementId: string }[];
  };
  const pages = [
    '/api/checklist/v1/releases',
    '/api/checklist/v1/tasks',
    '/api/tickets/v1/tickets',
    '/api/kpi/v1/kpis',
    '/api/scheduler/v1/features',
    '/',
  ];
  const until = Date.now() + minutes * 60_000;
  for (let turn = 0; Date.now() < until; turn++) {
    const headers = { authorization: `Bearer ${await session()}`, 'slipway-engagement': me.memberships[0].engagementId };
    for (const page of pages) {
      await fetch(`${own.url}${page}`, { headers }).then((answer) => answer.arrayBuffer());
      await fetch(`${bare.url}/health/ready`).then((answer) => answer.arrayBuffer());
      await pause(1500);
    }
    if (turn % 6 === 5)
      console.log(`${own.residentMegabytes('main.js').toFixed(0)} MB, bare Nest ${bare.residentMegabytes('bare-nest').toFixed(0)} MB`);
  }
  const ours = own.residentMegabytes('main.js');
  const reference = bare.residentMegabytes('bare-nest');
  await own.stop();
  await bare.stop();
  fs.rmSync(folder, { recursive: true, force: true });
  const whole = (value: number) => Number(value.toFixed(0));
  console.log(
    JSON.stringify({
      name: 'memory',
      unit: 'MB',
      ours: whole(ours),
      reference: whole(reference),
      ratio: Number((ours / reference).toFixed(2)),
      minutes,
    }),
  );
}

const minutesOption = process.argv.indexOf('--minutes');
void bench(minutesOption < 0 ? 5 : Number(process.argv[minutesOption + 1]));
