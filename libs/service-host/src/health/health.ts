import type { FastifyInstance } from 'fastify';
import { ServiceDatabases } from '../database/service-databases';
import { addressOf, anyAnswersNow } from '../reachable';
import { metricsText } from '../metrics/metrics';

export interface Dependency {
  name: string;
  /** Rejects with the reason while the dependency is away. */
  check: () => Promise<void>;
  /** True: the process does its work without it for a while, so that it stays ready. */
  optional?: boolean;
}

export interface Readiness {
  ready: boolean;
  dependencies: Record<string, { ready: boolean; reason?: string }>;
}

const checkMilliseconds = 2_000;

/** Whether the process can do its work, and why not. Never tells addresses or passwords. */
export class Health {
  private readonly dependencies: Dependency[] = [];
  private stopping = false;

  add(dependency: Dependency): void {
    this.dependencies.push(dependency);
  }

  addDatabases(databases: ServiceDatabases): void {
    for (const database of databases.all()) {
      this.add({
        name: `database ${database.service}`,
        check: async () => void (await database.across('readiness', (tx) => tx.query('SELECT 1'))),
      });
    }
  }

  /** Kafka and Redis: while they are away, events wait in the outboxes and sweeps find what is due. */
  addServers({ kafkaBrokers, redisUrl }: { kafkaBrokers: string[]; redisUrl?: string | undefined }): void {
    const add = (name: string, addresses: string[]) => this.add({ name, optional: true, check: () => requireAnswer(addresses) });
    if (kafkaBrokers.length > 0) add('kafka', kafkaBrokers);
    if (redisUrl !== undefined) add('redis', [addressOf(redisUrl)]);
  }

  stop(): void {
    this.stopping = true;
  }

  get isStopping(): boolean {
    return this.stopping;
  }

  async readiness(): Promise<Readiness> {
    const checked = await Promise.all(
      this.dependencies.map(async ({ name, check, optional = false }) => ({ name, optional, ...(await outcomeOf(check)) })),
    );
    if (this.stopping) checked.push({ name: 'process', optional: false, ready: false, reason: 'is stopping' });
    const dependencies = checked.map(({ name, ready, reason }) => [name, { ready, ...(reason === undefined ? {} : { reason }) }] as const);
    return { ready: checked.every(({ ready, optional }) => ready || optional), dependencies: Object.fromEntries(dependencies) };
  }

  register(fastify: FastifyInstance): void {
    fastify.get('/health/live', async () => ({ live: true }));
    fastify.get('/health/ready', async (_request, reply) => {
      const readiness = await this.readiness();
      if (!readiness.ready) void reply.status(503).header('retry-after', 1);
      return readiness;
    });
    fastify.get('/metrics', async (_request, reply) => {
      const { contentType, text } = await metricsText();
      return reply.type(contentType).send(text);
    });
  }
}

async function requireAnswer(addresses: string[]): Promise<void> {
  if (!(await anyAnswersNow(addresses))) throw new Error('cannot be reached');
}

async function outcomeOf(check: () => Promise<void>): Promise<{ ready: boolean; reason?: string }> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('did not answer in time')), checkMilliseconds);
  });
  try {
    await Promise.race([check(), limit]);
    return { ready: true };
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'is away';
    return { ready: false, reason };
  } finally {
    clearTimeout(timer);
  }
}
