import { NestFactory } from '@nestjs/core';
import { inTrace, ServiceDatabase, ServiceLog, SystemClock } from '@slipway/service-host';
import { EventServer, type EventServerOptions } from '../event-server';
import { Outbox } from '../outbox/outbox.service';
import { ProbeBehaviour, ProbeModule, SilentModule, probeServices, stepTaken } from './probe-services';

export interface EventNodeOptions extends EventServerOptions {
  readonly databaseUrl: string;
  readonly secret: string;
  readonly kafkaBrokers: readonly string[];
  /** Whether it consumes; without, it only accepts and relays. */
  readonly consumes?: boolean;
  readonly logLevel?: string;
}

/** A stand-in for a process of Slipway: all parts of messaging, put together as a process does it, with probes as consumers. */
export class EventNode {
  private readonly outbox = new Outbox('kpi', () => new SystemClock().now(), {
    across: (purpose, work) => this.database('kpi').across(purpose, work),
  });

  private constructor(
    readonly server: EventServer,
    readonly behaviour: ProbeBehaviour,
    private readonly databases: ReadonlyMap<string, ServiceDatabase>,
    private readonly close: () => Promise<void>,
  ) {}

  static async start(
    options: EventNodeOptions,
    createServer: (options: EventServerOptions) => EventServer = (given) => new EventServer(given),
  ): Promise<EventNode> {
    const log = ServiceLog.create({ level: options.logLevel ?? 'silent' });
    const clock = new SystemClock();
    const server = createServer({ pausesMs: [10, 30], ...options });
    const names = options.consumes === false ? (['kpi'] as const) : probeServices.map((service) => service.name);
    const databases = new Map<string, ServiceDatabase>();
    for (const service of names) {
      const database = new ServiceDatabase({ service, entities: [], databaseUrl: options.databaseUrl, secret: options.secret, log });
      await database.open();
      databases.set(service, database);
      server.join({ service, database, log, now: () => clock.now(), kafkaBrokers: options.kafkaBrokers });
    }
    const app = await NestFactory.createMicroservice(options.consumes === false ? SilentModule : ProbeModule, {
      strategy: server,
      logger: false,
      abortOnError: false,
    });
    await app.listen();
    return new EventNode(server, app.get(ProbeBehaviour), databases, async () => {
      await app.close();
      await Promise.all([...databases.values()].map((database) => database.close()));
    });
  }

  database(service: string): ServiceDatabase {
    const database = this.databases.get(service);
    if (!database) throw new Error(`no database of ${service}`);
    return database;
  }

  /** Takes a step and tells of it, in one transaction; `before` runs before the commit. */
  take(engagementId: string, thing: string, step: number, before: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    return this.database('kpi').inEngagement(engagementId, async (tx) => {
      await tx.query('INSERT INTO kpi.taken (thing, step, engagement_id) VALUES ($1, $2, $3)', [thing, step, engagementId]);
      await this.outbox.add(tx, stepTaken, { engagementId, thing, step });
      await before();
    });
  }

  takeInTrace(traceparent: string, engagementId: string, thing: string, step: number): Promise<void> {
    return inTrace(traceparent, () => this.take(engagementId, thing, step));
  }

  stop(): Promise<void> {
    return this.close();
  }
}
