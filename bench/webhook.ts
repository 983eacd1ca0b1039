/**
 * Signed deliveries accepted durably: GitHub comments, each with its own X-Hub-Signature-256, posted one by one over HTTP into a process as
 * production runs it (hardened reading, signature over the raw bytes, deduplication, timers, and the work on what was accepted going on at
 * the same time), on a PostgreSQL with fsync. The client is a process of its own on the same machine, its bodies are signed beforehand.
 * Reference: the same handler without storage.
 *
 *   node -r @swc-node/register --conditions=@slipway/source bench/webhook.ts [deliveries]
 */
import { fork } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TokenVerifier } from '@slipway/access';
import { freshDatabase, TestTokens } from '@slipway/access/testing';
import { engagementOpened } from '@slipway/contracts';
import { EventServer, eventTransport } from '@slipway/messaging';
import { createServiceApp, migrate, newId, type ServiceApp, ServiceConfig, ServiceLog, SystemClock } from '@slipway/service-host';
import { Intake, ticketsService, verifyDelivery } from '@slipway/tickets';
import { Client } from 'pg';

const deliveries = Number(process.argv[2] ?? 5_000);
const warmUp = 500;
const senders = 32;
const issues = 100;
const secret = 'a secret for the bench, of forty characters.';
const deskSecret = 'the-secret-of-the-desk-of-the-bench';

interface Job {
  url: string;
  first: number;
  count: number;
}
interface Measured {
  perSecond: number;
  p50: number;
  p99: number;
}

/** A comment on one of a hundred issues, as GitHub posts it. */
function comment(n: number): string {
  const number = (n % issues) + 1;
  return JSON.stringify({
    action: 'created',
    issue: {
      number,
      title: `Issue ${number}`,
      html_url: `https://github.com/acme/app/issues/${number}`,
      state: 'open',
      labels: [{ name: 'bug' }],
      user: { login: 'octocat' },
    },
    comment: {
      id: n,
      body: `Comment ${n}: it happens again after the update, see the log of ${n % 24}:00.`,
      user: { login: 'octocat' },
      created_at: '2026-03-03T08:00:00Z',
    },
    repository: { full_name: 'acme/app' },
    sender: { login: 'octocat' },
  });
}

/** The other process: signs all bodies, says so, and sends them when told to. */
async function beClient({ url, first, count }: Job): Promise<void> {
  const signed = Array.from({ length: count }, (_, index) => {
    const body = Buffer.from(comment(first + index));
    const signature = createHmac('sha256', deskSecret).update(body).digest('hex');
    return {
      body,
      headers: {
        'content-type': 'application/json',
        'content-length': body.length,
        'x-github-event': 'issue_comment',
        'x-github-delivery': `d-${first + index}`,
        'x-hub-signature-256': `sha256=${signature}`,
      },
    };
  });
  const agent = new Agent({ keepAlive: true, maxSockets: senders });
  const post = ({ body, headers }: (typeof signed)[number]): Promise<number> =>
    new Promise((resolve, reject) => {
      const sent = request(url, { method: 'POST', agent, headers }, (answer) => {
        answer.resume();
        answer.on('end', () => resolve(answer.statusCode ?? 0));
      });
      sent.on('error', reject);
      sent.end(body);
    });
  process.send?.('ready');
  await new Promise((resolve) => process.once('message', resolve));
  const millis: number[] = [];
  const began = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: senders }, async () => {
      for (let one = signed[next++]; one; one = signed[next++]) {
        const at = performance.now();
        const status = await post(one);
        if (status !== 202) throw new Error(`a delivery was answered with ${status}`);
        millis.push(performance.now() - at);
      }
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  millis.sort((a, b) => a - b);
  const percentile = (share: number) => millis[Math.min(millis.length - 1, Math.floor(millis.length * share))] ?? 0;
  process.send?.({ perSecond: count / seconds, p50: percentile(0.5), p99: percentile(0.99) } satisfies Measured);
  process.disconnect?.();
  agent.destroy();
}

async function measure(job: Job): Promise<Measured> {
  const child = fork(__filename, [], { execArgv: process.execArgv, env: { ...process.env, WEBHOOK_JOB: JSON.stringify(job) } });
  const failed = new Promise<never>((_, reject) => child.once('exit', (code) => code && reject(new Error('the client failed'))));
  const said = (): Promise<unknown> => Promise.race([new Promise((resolve) => child.once('message', resolve)), failed]);
  await said();
  child.send('go');
  return (await said()) as Measured;
}

async function start(databaseUrl: string, dataDir: string): Promise<{ host: ServiceApp; url: string }> {
  const log = ServiceLog.create({ level: 'error' });
  await migrate({ ownerUrl: databaseUrl, secret, services: [ticketsService], log });
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
    logLevel: 'error',
    webhookAllowedHosts: [],
    oidc: undefined,
    rateLimit: { max: 10_000_000, seconds: 60 },
    trustedProxies: [],
  };
  const config = new ServiceConfig(settings, { split: false, dataDir, secret, databaseUrl });
  const host = await createServiceApp({ name: 'bench', services: [ticketsService], config, transport: eventTransport, log });
  return { host, url: await host.listen(0) };
}

/** An engagement with one desk of GitHub's. @returns the address of its hook */
async function connectDesk(host: ServiceApp, url: string): Promise<string> {
  const engagementId = newId();
  const { example } = engagementOpened;
  await host.app.get(EventServer, { strict: false }).publish(engagementOpened, { ...example, engagementId });
  const tokens = await TestTokens.make();
  host.app.get(TokenVerifier, { strict: false }).useAuthority(tokens.authority(null));
  const membership = {
    engagementId,
    side: 'vendor' as const,
    partyId: newId(),
    department: 'operations',
    roles: ['release-manager' as const],
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
  const answer = await fetch(`${url}/api/tickets/v1/desks`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ line: 'second', key: 'bench', name: 'Bench', preset: 'github', inboundSecret: deskSecret }),
  });
  const desk = (await answer.json()) as { hookPath?: string };
  if (!desk.hookPath) throw new Error(`the desk was refused: ${JSON.stringify(desk)}`);
  return url + desk.hookPath;
}

async function main(): Promise<void> {
  const database = await freshDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'slipway-bench-'));
  const { host, url } = await start(database.url, dataDir);
  const admin = new Client({ connectionString: database.url });
  await admin.connect();
  const count = async (condition: string) =>
    Number((await admin.query<{ n: string }>(`SELECT count(*) AS n FROM tickets.inbound_deliveries WHERE ${condition}`)).rows[0]?.n ?? 0);
  try {
    const hook = await connectDesk(host, url);
    await measure({ url: hook, first: 0, count: warmUp });
    const own = await measure({ url: hook, first: warmUp, count: deliveries });
    const stored = await count('true');
    if (stored !== warmUp + deliveries) throw new Error(`${stored} deliveries are stored, ${warmUp + deliveries} were accepted`);
    const worked = await count(`status = 'processed'`);
    const intake = host.app.get(Intake, { strict: false });
    intake.accept = (_key, headers, body) => {
      const check = verifyDelivery('github', {
        headers: headers as Record<string, string>,
        body,
        secrets: [deskSecret],
        epochSeconds: Date.now() / 1000,
      });
      return check.ok ? Promise.resolve({ deliveryId: newId(), repeated: false }) : Promise.reject(new Error(check.fault));
    };
    await measure({ url: hook, first: 0, count: warmUp });
    const bare = await measure({ url: hook, first: 0, count: deliveries });
    const round = (value: number) => Math.round(value * 100) / 100;
    console.log(
      `ours ${Math.round(own.perSecond)}/s, p50 ${round(own.p50)} ms, p99 ${round(own.p99)} ms, ${worked} of them worked off meanwhile; reference ${Math.round(bare.perSecond)}/s, p99 ${round(bare.p99)} ms; ${senders} at once`,
    );
    console.log(
      JSON.stringify({
        name: 'webhook',
        unit: 'deliveries/s',
        ours: Math.round(own.perSecond),
        reference: Math.round(bare.perSecond),
        ratio: round(own.perSecond / bare.perSecond),
        p50: round(own.p50),
        p99: round(own.p99),
        referenceP99: round(bare.p99),
        deliveries,
      }),
    );
  } finally {
    await admin.end();
    await host.close();
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

const job = process.env['WEBHOOK_JOB'];
(job ? beClient(JSON.parse(job) as Job) : main()).then(
  () => job ?? process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
