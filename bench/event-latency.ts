/**
 * From the commit of an event's cause in one service to the commit of its effect in another, in another process, over Kafka: 200
 * events a second for 30 s. Reference: kafkajs alone, from send to arrival, at the same rate between the same two processes.
 *
 *   node -r @swc-node/register --conditions=@slipway/source bench/event-latency.ts [seconds]
 */
import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { Inject, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { readinessChanged, type EventData, type EventEnvelope } from '@slipway/contracts';
import { Consumer, EventServer, Handles, messagingMigrations, Outbox } from '@slipway/messaging';
import { migrate, newId, protectEngagementTable, ServiceDatabase, ServiceLog, SystemClock } from '@slipway/service-host';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { Client } from 'pg';
import type { EntityManager, MigrationInterface, QueryRunner } from 'typeorm';

const perSecond = 200;
const seconds = Number(process.argv[2] ?? 30);
const warmUp = perSecond * 3;
const releases = Array.from({ length: 50 }, newId);
const engagementId = newId();

interface Setup {
  readonly databaseUrl: string;
  readonly brokers: string[];
  readonly namespace: string;
}
/** A named instant: the monotonic clock, in milliseconds; one clock for all processes of the machine. */
type Mark = [id: string, atMs: number];
const now = (): number => Number(process.hrtime.bigint()) / 1e6;

const secret = 'secret of the bench';
const log = ServiceLog.create({ level: 'silent' });
const clock = new SystemClock();

async function openDatabase(service: 'checklist' | 'tickets', { databaseUrl }: Setup): Promise<ServiceDatabase> {
  const database = new ServiceDatabase({ service, entities: [], databaseUrl, secret, log });
  await database.open();
  return database;
}

const arrivals: Mark[] = [];
class Database {
  constructor(readonly of: ServiceDatabase) {}
}

@Consumer('tickets')
class ReadinessConsumer {
  constructor(@Inject(Database) private readonly database: Database) {}

  @Handles(readinessChanged)
  async onReadinessChanged(event: EventEnvelope<EventData<typeof readinessChanged>>, tx: EntityManager): Promise<void> {
    await tx.query('INSERT INTO tickets.effects (event_id, revision, engagement_id) VALUES ($1, $2, $3)', [
      event.id,
      event.data.revision,
      event.engagementId,
    ]);
    const id = String(event.data.revision);
    this.database.of.afterCommit(() => arrivals.push([id, now()]));
  }
}

/** The other process: consumes, and notes when its transaction has committed. */
async function consume(setup: Setup): Promise<void> {
  const database = await openDatabase('tickets', setup);
  const server = new EventServer({ kafka: { namespace: setup.namespace } });
  server.join({ service: 'tickets', database, log, now: () => clock.now(), kafkaBrokers: setup.brokers });
  @Module({ providers: [{ provide: Database, useValue: new Database(database) }], controllers: [ReadinessConsumer] })
  class ConsumingModule {}
  const app = await NestFactory.createMicroservice(ConsumingModule, { strategy: server, logger: false });
  await app.listen();
}

/** The other process of the reference: kafkajs as it comes, with the waiting time that we use. */
async function consumeBare(setup: Setup): Promise<void> {
  const consumer = kafkaOf(setup).consumer({ groupId: `${setup.namespace}bare`, maxWaitTimeInMs: 250, heartbeatInterval: 1_000 });
  await consumer.connect();
  await consumer.subscribe({ topics: [bareTopic(setup)], fromBeginning: true });
  await consumer.run({
    eachMessage: ({ message }) => Promise.resolve(void arrivals.push([message.headers?.['n']?.toString() ?? '', now()])),
  });
}

const bareTopic = (setup: Setup): string => `${setup.namespace}bare`;
const kafkaOf = (setup: Setup): Kafka => new Kafka({ brokers: setup.brokers, logLevel: logLevel.NOTHING });

/** Calls `send` at a steady rate, however long each takes. @returns when each was sent, as `send` tells it */
async function steadily(what: string, send: (n: number) => Promise<number>): Promise<Map<string, number>> {
  const sent = new Map<string, number>();
  const pending = new Set<Promise<void>>();
  const total = warmUp + perSecond * seconds;
  const start = now();
  for (let n = 0; n < total; n += 1) {
    const wait = start + (n * 1_000) / perSecond - now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const one = send(n).then((at) => void sent.set(String(n), at));
    pending.add(one);
    void one.finally(() => pending.delete(one));
    if (n % (perSecond * 5) === 0 && n > 0) console.log(`${what}: ${n} of ${total} sent`);
  }
  await Promise.all(pending);
  return sent;
}

async function otherProcess(mode: string, setup: Setup): Promise<ChildProcess> {
  const child = fork(__filename, [], {
    execArgv: process.execArgv,
    env: { ...process.env, EVENT_LATENCY_MODE: mode, EVENT_LATENCY_SETUP: JSON.stringify(setup) },
  });
  await new Promise((resolve) => child.once('message', resolve));
  return child;
}

async function latencies(child: ChildProcess, sent: Map<string, number>): Promise<number[]> {
  const arrived = new Map<string, number>();
  for (const end = now() + 30_000; arrived.size < sent.size && now() < end;) {
    child.send('report');
    const marks = await new Promise<Mark[]>((resolve) => child.once('message', (message) => resolve(message as Mark[])));
    for (const [id, at] of marks) arrived.set(id, Math.min(at, arrived.get(id) ?? Infinity));
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  if (arrived.size < sent.size) throw new Error(`only ${arrived.size} of ${sent.size} events arrived`);
  return [...sent]
    .filter(([id]) => Number(id) >= warmUp)
    .map(([id, at]) => (arrived.get(id) ?? Infinity) - at)
    .sort((a, b) => a - b);
}

const percentile = (sorted: number[], share: number): number =>
  Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN) * 100) / 100;

async function ours(setup: Setup): Promise<number[]> {
  const database = await openDatabase('checklist', setup);
  const server = new EventServer({ kafka: { namespace: setup.namespace } });
  server.join({ service: 'checklist', database, log, now: () => clock.now(), kafkaBrokers: setup.brokers });
  @Module({})
  class TellingModule {}
  const app = await NestFactory.createMicroservice(TellingModule, { strategy: server, logger: false });
  await app.listen();
  const outbox = new Outbox('checklist', () => clock.now(), database);
  const child = await otherProcess('ours', setup);
  const sent = await steadily('ours', async (revision) => {
    const releaseId = releases[revision % releases.length] ?? '';
    await database.inEngagement(engagementId, async (tx) => {
      await tx.query('INSERT INTO checklist.causes (revision, engagement_id) VALUES ($1, $2)', [revision, engagementId]);
      await outbox.add(tx, readinessChanged, {
        engagementId,
        releaseId,
        revision,
        ready: false,
        done: 24,
        total: 25,
        blockers: ['moment-chosen'],
      });
    });
    return now();
  });
  const result = await latencies(child, sent);
  child.kill('SIGTERM');
  await app.close();
  await database.close();
  return result;
}

async function reference(setup: Setup): Promise<number[]> {
  const kafka = kafkaOf(setup);
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic: bareTopic(setup), numPartitions: 3 }], waitForLeaders: true });
  await admin.disconnect();
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  const child = await otherProcess('bare', setup);
  const value = JSON.stringify(readinessChanged.example);
  const sent = await steadily('reference', async (n) => {
    const at = now();
    await producer.send({
      topic: bareTopic(setup),
      acks: -1,
      messages: [{ key: releases[n % releases.length] ?? '', value, headers: { n: String(n) } }],
    });
    return at;
  });
  const result = await latencies(child, sent);
  child.kill('SIGTERM');
  await producer.disconnect();
  return result;
}

const benchMigrations = (service: 'checklist' | 'tickets', table: string, columns: string): Function[] => {
  class BenchTables1763900000001 implements MigrationInterface {
    readonly name = `${service}BenchTables1763900000001`;

    async up(runner: QueryRunner): Promise<void> {
      await runner.query(`CREATE TABLE ${service}.${table} (${columns}, engagement_id uuid NOT NULL)`);
      await runner.query(protectEngagementTable(service, table));
    }

    down(): Promise<void> {
      return Promise.reject(new Error('migrations are forward only'));
    }
  }
  return [...messagingMigrations(service), BenchTables1763900000001];
};

function required(variable: string): string {
  const value = process.env[variable];
  if (!value) throw new Error(`${variable} is not set: npm run bench -- event-latency starts what is needed`);
  return value;
}

async function main(): Promise<void> {
  const serverUrl = required('SLIPWAY_TEST_DATABASE_URL');
  const name = `bench_${randomBytes(6).toString('hex')}`;
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const setup: Setup = { databaseUrl: url.toString(), brokers: required('SLIPWAY_TEST_KAFKA_BROKERS').split(','), namespace: `${name}.` };
  const admin = new Client({ connectionString: serverUrl });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  try {
    await migrate({
      ownerUrl: setup.databaseUrl,
      secret,
      log,
      services: [
        { name: 'checklist', migrations: benchMigrations('checklist', 'causes', 'revision int') },
        { name: 'tickets', migrations: benchMigrations('tickets', 'effects', 'event_id uuid, revision int') },
      ],
    });
    const bare = await reference(setup);
    const own = await ours(setup);
    const [p50, p99, referenceP50, referenceP99] = [
      percentile(own, 0.5),
      percentile(own, 0.99),
      percentile(bare, 0.5),
      percentile(bare, 0.99),
    ];
    console.log(
      `ours p50 ${p50} ms, p99 ${p99} ms, worst ${percentile(own, 1)} ms; reference p50 ${referenceP50} ms, p99 ${referenceP99} ms; ${own.length} events each`,
    );
    const ratio = Math.round((p99 / referenceP99) * 100) / 100;
    console.log(
      JSON.stringify({
        name: 'event-latency',
        unit: 'ms',
        ours: p99,
        reference: referenceP99,
        ratio,
        p50,
        p99,
        referenceP50,
        events: own.length,
        perSecond,
      }),
    );
  } finally {
    await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await admin.end();
  }
}

async function beOtherProcess(mode: string): Promise<void> {
  const setup = JSON.parse(process.env['EVENT_LATENCY_SETUP'] ?? '') as Setup;
  process.on('message', () => process.send?.(arrivals.splice(0)));
  process.on('disconnect', () => process.exit(0));
  await (mode === 'ours' ? consume(setup) : consumeBare(setup));
  process.send?.('ready');
}

const mode = process.env['EVENT_LATENCY_MODE'];
(mode ? beOtherProcess(mode) : main()).then(
  () => mode ?? process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
