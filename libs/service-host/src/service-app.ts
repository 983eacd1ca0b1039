import 'reflect-metadata';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { CustomTransportStrategy } from '@nestjs/microservices';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { Clock, SystemClock } from './clock/clock';
import type { ServiceConfig } from './config/service-config';
import { queueUrl } from './database/migrate';
import { ServiceDatabases } from './database/service-databases';
import { BullDueQueue } from './due-work/due-queue';
import { DueWorkRunner } from './due-work/due-work-runner';
import { SessionLocks } from './due-work/session-locks';
import { Health } from './health/health';
import { HostModule } from './host.module';
import { registerBodyParsers } from './http/body-parsers';
import { fastifyOptions } from './http/fastify-options';
import { registerRateLimit } from './http/rate-limit';
import { registerRequestContext } from './http/request-context';
import { RouteTable } from './http/route-table';
import { SchemaPipe } from './http/schema.pipe';
import { registerSecurityHeaders } from './http/security-headers';
import { registerWebPage } from './http/web-page';
import { LiveAuthenticator } from './live/live-authenticator';
import { LiveChannel } from './live/live-channel';
import { LiveUpdates } from './live/live-updates';
import { NestLog } from './logging/nest-log';
import { ServiceLog } from './logging/service-log';
import { observeDueWork } from './metrics/metrics';
import { registerDocuments } from './openapi/documents';
import { ProblemFilter } from './problems/problem.filter';
import type { ServiceDefinition } from './service-definition';

/** How events travel: messaging's `eventTransport`. Asked for once the modules are there. */
export type TransportOf = (app: INestApplicationContext) => CustomTransportStrategy;

export interface ServiceAppOptions {
  /** Of the process, such as `all-in-one` or `kpi`; part of the name of its queue. */
  name: string;
  services: ServiceDefinition[];
  config: ServiceConfig;
  /** Left out: no events are delivered. */
  transport?: TransportOf;
  /** Directory of the built page, if this process serves it. */
  web?: string;
  /** Left out: the system's. */
  clock?: Clock;
  log?: ServiceLog;
  /** False: due work runs only by DueWork.runNow, as specs want it. Default true. */
  automaticDueWork?: boolean;
}

export interface ServiceApp {
  app: NestFastifyApplication;
  databases: ServiceDatabases;
  dueWork: DueWorkRunner;
  health: Health;
  log: ServiceLog;
  /** Opens databases, starts the services, their transport and their timers, and listens. @returns the address */
  listen(port?: number, host?: string): Promise<string>;
  /** Stops in order: streams, HTTP with its requests in flight, events, timers, services, databases. Idempotent. */
  close(): Promise<void>;
}

const inFlightMilliseconds = 15_000;

/**
 * Makes the Nest application of a process without starting anything: runService starts it for real, the test harness with a set
 * clock, and the document generator not at all. The schemas must have been migrated before `listen`.
 */
export async function createServiceApp(options: ServiceAppOptions): Promise<ServiceApp> {
  const { config, services } = options;
  const clock = options.clock ?? new SystemClock();
  const log = options.log ?? ServiceLog.create({ level: config.logLevel, name: options.name });
  const databases = new ServiceDatabases({ services, databaseUrl: config.databaseUrl, secret: config.secret, log });
  const sessionUrl = databases.all()[0]?.connectionString ?? config.databaseUrl;
  const dueWork = new DueWorkRunner({
    clock,
    log,
    observe: observeDueWork,
    ...(options.automaticDueWork === false ? {} : { automatic: automaticOf(options, sessionUrl, log) }),
  });
  const health = new Health();
  health.addDatabases(databases);
  health.addServers(config);
  const live = new LiveChannel(sessionUrl, log);

  const adapter = new FastifyAdapter(fastifyOptions(config, log));
  const fastify = adapter.getInstance() as unknown as FastifyInstance;
  const routes = new RouteTable();
  registerRequestContext(fastify, log);
  routes.watch(fastify);
  registerBodyParsers(fastify);
  const app = await NestFactory.create<NestFastifyApplication>(
    HostModule.of(services, { clock, config, log, databases, dueWork, health }),
    adapter,
    {
      bodyParser: false,
      logger: new NestLog(log),
      abortOnError: false,
    },
  );
  await registerSecurityHeaders(fastify, config);
  await registerRateLimit(fastify, config.rateLimit);
  health.register(fastify);
  const updates = new LiveUpdates(live, clock);
  updates.register(fastify, () => optionalProvider(app));
  await registerDocuments(fastify, app, services);
  const sendPage = options.web === undefined ? undefined : await registerWebPage(fastify, options.web);
  app.useGlobalPipes(new SchemaPipe());
  app.useGlobalFilters(new ProblemFilter(log, routes, sendPage));
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    if (health.isStopping) reply.header('connection', 'close');
    done(null, payload);
  });

  let transport: CustomTransportStrategy | undefined;
  let closing: Promise<void> | undefined;
  return {
    app,
    databases,
    dueWork,
    health,
    log,
    async listen(port = config.port, host = config.host) {
      await databases.open();
      if (options.transport) {
        transport = options.transport(app);
        app.connectMicroservice({ strategy: transport }, { inheritAppConfig: false });
      }
      await app.init();
      await app.startAllMicroservices();
      await app.listen(port, host);
      dueWork.start();
      return app.getUrl();
    },
    close() {
      closing ??= closeInOrder();
      return closing;
    },
  };

  async function closeInOrder(): Promise<void> {
    health.stop();
    updates.closeStreams();
    await closeHttp(fastify);
    await transport?.close();
    await dueWork.stop();
    await app.close();
    await live.close();
    await databases.close();
  }
}

/** Finishes requests in flight; after a while it gives up those whose clients do not read. */
async function closeHttp(fastify: FastifyInstance): Promise<void> {
  const patience = setTimeout(() => fastify.server.closeAllConnections(), inFlightMilliseconds);
  await fastify.close();
  clearTimeout(patience);
}

function automaticOf(
  { name, config }: ServiceAppOptions,
  sessionUrl: string,
  log: ServiceLog,
): { queue: BullDueQueue; locks: SessionLocks } {
  const queue = new BullDueQueue({
    process: name,
    secret: config.secret,
    ...(config.redisUrl === undefined ? {} : { redisUrl: config.redisUrl }),
    postgresUrl: queueUrl(config.databaseUrl, config.secret),
    log,
  });
  return { queue, locks: new SessionLocks(sessionUrl) };
}

function optionalProvider(app: INestApplicationContext): LiveAuthenticator | undefined {
  try {
    return app.get(LiveAuthenticator, { strict: false });
  } catch {
    return undefined;
  }
}
