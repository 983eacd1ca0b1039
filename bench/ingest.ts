/**
 * Measurements stored exactly once: CloudEvents batches of 1,000 over HTTP into one process as production runs it (guards, hardened reading, outbox,
 * relay, local transport, inbox, deduplication, hourly rollups, timers), on a PostgreSQL with fsync; every tenth batch is sent a second time. The
 * clock stops when the last measurement is rolled up. The client is a process of its own on the same machine, its bodies are made beforehand.
 * Reference: bare `unnest … ON CONFLICT DO NOTHING` of the same columns, 1,000 a statement, one connection, on the same PostgreSQL.
 *
 *   node -r @swc-node/register --conditions=@slipway/source bench/ingest.ts [batches]
 */
import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TokenVerifier } from '@slipway/access';
import { freshDatabase, TestTokens } from '@slipway/access/testing';
import { kpiService } from '@slipway/kpi';
import { eventTransport } from '@slipway/messaging';
import { createServiceApp, migrate, newId, ServiceConfig, ServiceLog, SystemClock } from '@slipway/service-host';
import { Client } from 'pg';

const batches = Number(process.argv[2] ?? 300);
const batchSize = 1_000;
const warmUpBatches = 20;
const repeatEvery = 10;
const senders = 4;
const secret = 'a secret for the bench, of forty characters.';
const hourMs = 3_600_000;

interface Job {
  url: string;
  token: string;
  nowMs: number;
  first: number;
  batches: number;
}

/** Six regions, four plans, three features, two measures, over the last day. */
function event(n: number, nowMs: number): object {
  return {
    specversion: '1.0',
    id: `m-${n}`,
    source: '/apps/field-service',
    type: n % 2 ? 'order.closed' : 'order.duration',
    time: new Date(nowMs - 24 * hourMs + Math.floor(((n * 7919) % 86_400) * 1000)).toISOString(),
    data: {
      value: (n * 31) % 1000,
      feature: `feature-${n % 3}`,
      dimensions: { region: `region-${n % 6}`, plan: `plan-${Math.floor(n / 7) % 4}` },
    },
  };
}

/** The other process: makes all bodies, says so, and sends them when told to. */
async function beClient({ url, token, nowMs, first, batches: count }: Job): Promise<void> {
  const bodies: string[] = [];
  for (let batch = 0; batch < count; batch += 1) {
    const body = JSON.stringify(Array.from({ length: batchSize }, (_, i) => event((first + batch) * batchSize + i, nowMs)));
    bodies.push(body);
    if (batch % repeatEvery === repeatEvery - 1) bodies.push(bodies[bodies.length - 5] as string);
  }
  const agent = new Agent({ keepAlive: true, maxSockets: senders });
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/cloudevents-batch+json' };
  const post = (body: string): Promise<number> =>
    new Promise((resolve, reject) => {
      const sent = request(
        `${url}/api/kpi/v1/events`,
        { method: 'POST', agent, headers: { ...headers, 'content-length': Buffer.byteLength(body) } },
        (answer) => {
          answer.resume();
          answer.on('end', () => resolve(answer.statusCode ?? 0));
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
  process.send?.('ready');
  await new Promise((resolve) => process.once('message', resolve));
  let next = 0;
  await Promise.all(
    Array.from({ length: senders }, async () => {
      while (next < bodies.length) {
        const status = await post(bodies[next++] as string);
        if (status !== 202) throw new Error(`a batch was answered with ${status}`);
      }
    }),
  );
  process.send?.('sent');
  process.disconnect?.();
  agent.destroy();
}

/** Sends batches from a process of its own. @returns seconds until everything was accepted, and until everything was stored */
async function send(job: Job, stored: () => Promise<number>): Promise<{ accepted: number; stored: number }> {
  const child = fork(__filename, [], { execArgv: process.execArgv, env: { ...process.env, INGEST_JOB: JSON.stringify(job) } });
  const failed = new Promise<never>((_, reject) => child.once('exit', (code) => code && reject(new Error('the client failed'))));
  const said = (): Promise<unknown> => Promise.race([new Promise((resolve) => child.once('message', resolve)), failed]);
  await said();
  const wanted = (job.first + job.batches) * batchSize;
  const began = performance.now();
  child.send('go');
  await said();
  const accepted = (performance.now() - began) / 1000;
  for (;;) {
    const count = await stored();
    if (count === wanted) break;
    if (count > wanted) throw new Error(`${count} measurements are counted, ${wanted} were sent`);
    if (performance.now() - began > 600_000) throw new Error(`only ${count} of ${wanted} measurements were stored after ten minutes`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { accepted, stored: (performance.now() - began) / 1000 };
}

async function ours(databaseUrl: string, dataDir: string): Promise<number> {
  const log = ServiceLog.create({ level: 'warn' });
  await migrate({ ownerUrl: databaseUrl, secret, services: [kpiService], log });
  const settings = {
    port: 0,
    host: '127.0.0.1',
    dataDir,
    databaseUrl,
    kafkaBrokers: [],
    redisUrl: undefined,
    publicUrl: 'http://slipway.test',
    directoryUrl: undefined,
    secret,
    logLevel: 'warn',
    webhookAllowedHosts: [],
    oidc: undefined,
    rateLimit: { max: 1_000_000, seconds: 60 },
    trustedProxies: [],
  };
  const config = new ServiceConfig(settings, { split: false, dataDir, secret, databaseUrl });
  const host = await createServiceApp({ name: 'bench', services: [kpiService], config, transport: eventTransport, log });
  const url = await host.listen(0);
  const admin = new Client({ connectionString: databaseUrl });
  await admin.connect();
  try {
    const tokens = await TestTokens.make();
    host.app.get(TokenVerifier, { strict: false }).useAuthority(tokens.authority(null));
    const membership = {
      engagementId: newId(),
      side: 'vendor' as const,
      partyId: newId(),
      department: 'development',
      roles: ['engineer' as const],
    };
    const identity = {
      personId: newId(),
      tokenId: null,
      sessionId: null,
      name: 'Bench',
      zone: 'UTC',
      operator: false,
      scopes: null,
      memberships: [membership],
    };
    const token = await tokens.sign(identity, new SystemClock().now());
    const stored = async (): Promise<number> =>
      Number((await admin.query('SELECT coalesce(sum(count), 0) AS n FROM kpi.hourly_rollups')).rows[0].n);
    const nowMs = Date.now();
    await send({ url, token, nowMs, first: 0, batches: warmUpBatches }, stored);
    const seconds = await send({ url, token, nowMs, first: warmUpBatches, batches }, stored);
    const { rows } = await admin.query(
      'SELECT (SELECT count(*) FROM kpi.measurements) AS measurements, (SELECT count(*) FROM kpi.dead_letters) AS dead',
    );
    if (Number(rows[0].measurements) !== (warmUpBatches + batches) * batchSize || Number(rows[0].dead) !== 0)
      throw new Error('not stored exactly once');
    const total = batches * batchSize;
    console.log(
      `ours: ${total} events accepted in ${seconds.accepted.toFixed(1)} s, stored and rolled up after ${seconds.stored.toFixed(1)} s`,
    );
    return total / seconds.stored;
  } finally {
    await host.close();
    await admin.end();
  }
}

async function reference(databaseUrl: string): Promise<number> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(`CREATE TABLE bare (engagement_id uuid NOT NULL, identity uuid NOT NULL, series uuid NOT NULL, at timestamptz NOT NULL,
    value double precision NOT NULL, source text NOT NULL, id text NOT NULL, PRIMARY KEY (engagement_id, identity))`);
  const engagementId = newId();
  const series = Array.from({ length: 144 }, newId);
  const nowMs = Date.now();
  const columns = Array.from({ length: batches + warmUpBatches }, (_, batch) => {
    const numbers = Array.from({ length: batchSize }, (_unused, i) => batch * batchSize + i);
    return [
      engagementId,
      numbers.map(() => crypto.randomUUID()),
      numbers.map((n) => series[n % series.length]),
      numbers.map((n) => new Date(nowMs - n).toISOString()),
      numbers.map((n) => n % 1000),
      numbers.map(() => '/apps/field-service'),
      numbers.map((n) => `m-${n}`),
    ];
  });
  let began = 0;
  for (const [batch, values] of columns.entries()) {
    if (batch === warmUpBatches) began = performance.now();
    await client.query(
      `INSERT INTO bare SELECT $1, * FROM unnest($2::uuid[], $3::uuid[], $4::timestamptz[], $5::float8[], $6::text[], $7::text[]) ON CONFLICT DO NOTHING`,
      values,
    );
  }
  const seconds = (performance.now() - began) / 1000;
  console.log(`reference: ${batches * batchSize} rows in ${seconds.toFixed(1)} s`);
  await client.end();
  return (batches * batchSize) / seconds;
}

async function main(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'slipway-bench-'));
  const database = await freshDatabase();
  try {
    const bare = await reference(database.url);
    const stored = await ours(database.url, dataDir);
    const rounded = [stored, bare].map(Math.round) as [number, number];
    console.log(
      JSON.stringify({
        name: 'ingest',
        unit: 'events/s',
        ours: rounded[0],
        reference: rounded[1],
        ratio: Math.round((stored / bare) * 100) / 100,
      }),
    );
  } finally {
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

const job = process.env['INGEST_JOB'];
(job ? beClient(JSON.parse(job) as Job) : main()).then(
  () => (job ? undefined : process.exit(0)),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
