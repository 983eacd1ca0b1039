import { randomBytes } from 'node:crypto';
import { migrate, newId, ServiceLog } from '@slipway/service-host';
import { DateTime } from 'luxon';
import { Client, Pool } from 'pg';
import type { EventServer, EventServerOptions } from '../event-server';
import { EventNode, type EventNodeOptions } from './event-node';
import { probeServices } from './probe-services';

export interface Seen {
  readonly event_id: string;
  readonly consumer: string;
  readonly thing: string;
  readonly step: number;
  readonly traceparent: string;
}

/** A database of one's own, the nodes on it, and what can be observed from outside. */
export class EventWorld {
  readonly engagementId = newId();
  private readonly nodes: EventNode[] = [];

  private constructor(
    private readonly serverUrl: string,
    private readonly name: string,
    private readonly owner: Pool,
    readonly nodeOptions: EventNodeOptions,
  ) {}

  static async create(options: {
    serverUrl: string;
    kafkaBrokers: readonly string[];
    kafka?: EventServerOptions['kafka'];
  }): Promise<EventWorld> {
    const name = `messaging_${randomBytes(6).toString('hex')}`;
    await withClient(options.serverUrl, (client) => client.query(`CREATE DATABASE ${name}`));
    const databaseUrl = databaseOf(options.serverUrl, name);
    const secret = 'secret of the messaging specs';
    await migrate({ ownerUrl: databaseUrl, secret, services: probeServices, log: ServiceLog.create({ level: 'silent' }) });
    const owner = new Pool({ connectionString: databaseUrl, max: 3 });
    owner.on('error', () => undefined);
    const kafka = { namespace: `${name}.`, sessionTimeoutMs: 1_500, heartbeatMs: 250, rebalanceTimeoutMs: 10_000, ...options.kafka };
    return new EventWorld(options.serverUrl, name, owner, {
      databaseUrl,
      secret,
      kafkaBrokers: options.kafkaBrokers,
      kafka,
      relay: { standbyMs: 100, pollMs: 500 },
    });
  }

  async node(options: Partial<EventNodeOptions> = {}, createServer?: (options: EventServerOptions) => EventServer): Promise<EventNode> {
    const node = await EventNode.start({ ...this.nodeOptions, ...options }, createServer);
    this.nodes.push(node);
    return node;
  }

  async query<Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.owner.query<Row>(sql, values)).rows;
  }

  /** What a consumer has committed, in order. */
  seen(consumer: 'tickets' | 'witness' | 'scheduler'): Promise<Seen[]> {
    const schema = consumer === 'scheduler' ? 'scheduler' : 'tickets';
    return this.query<Seen>(`SELECT event_id, consumer, thing, step, traceparent FROM ${schema}.seen WHERE consumer = $1 ORDER BY n`, [
      consumer,
    ]);
  }

  async steps(consumer: 'tickets' | 'witness' | 'scheduler', thing: string): Promise<number[]> {
    return (await this.seen(consumer)).filter((row) => row.thing === thing).map((row) => row.step);
  }

  /** Nobody can use the database until {@link letIn}; sessions are cut. */
  async shutOut(): Promise<void> {
    await withClient(this.serverUrl, async (client) => {
      await client.query(`ALTER DATABASE ${this.name} ALLOW_CONNECTIONS false`);
      await client.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND application_name <> 'world'`, [
        this.name,
      ]);
    });
  }

  async letIn(): Promise<void> {
    await withClient(this.serverUrl, (client) => client.query(`ALTER DATABASE ${this.name} ALLOW_CONNECTIONS true`));
  }

  now(): DateTime {
    return DateTime.utc();
  }

  async destroy(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.stop().catch(() => undefined)));
    await this.owner.end().catch(() => undefined);
    await withClient(this.serverUrl, (client) => client.query(`DROP DATABASE IF EXISTS ${this.name} WITH (FORCE)`));
  }
}

/** Waits until `look` answers true; fails with what it says otherwise. */
export async function eventually(what: string, look: () => Promise<boolean>, withinMs = 15_000): Promise<void> {
  for (const end = Date.now() + withinMs; Date.now() < end;) {
    if (await look()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`did not happen within ${withinMs} ms: ${what}`);
}

/** A server that the specs need. A missing one fails them; they are never skipped. */
export function requiredServer(variable: string): string {
  const value = process.env[variable];
  if (!value) throw new Error(`${variable} is not set: start the servers by deploy/native/stack.sh up and load what stack.sh env prints`);
  return value;
}

function databaseOf(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.toString();
}

async function withClient<T>(connectionString: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString, application_name: 'world' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
