import { type EventContract, type EventData, type EventEnvelope, engagementOpened, membershipChanged } from '@slipway/contracts';
import { EventServer, eventTransport, readOutbox } from '@slipway/messaging';
import {
  FixedClock,
  type ServiceApp,
  ServiceConfig,
  type ServiceDatabase,
  type ServiceDefinition,
  ServiceLog,
  createServiceApp,
  migrate,
  newId,
} from '@slipway/service-host';
import type { Type } from '@nestjs/common';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Caller, Identity } from '../caller/caller';
import { EndpointInterceptor } from '../endpoint/endpoint-interceptor.service';
import type { Role, Side } from '../permissions/permission-table';
import { TokenVerifier } from '../tokens/token-verifier.service';
import { freshDatabase } from './test-database';
import { type TestAnswer, type TestRequest, sendRequest } from './send-request';
import { TestTokens } from './test-tokens';

export interface TestServicesOptions {
  services: ServiceDefinition[];
  /** Where the clock stands; default 2026-03-02T08:00:00Z, a Monday. */
  at?: string;
  /** With `directoryUrl`, tokens of that directory count as well as those of the spec. */
  config?: Partial<ServiceConfig>;
  /** Default true: an answer that differs from the schema of its route fails the request. */
  checkAnswers?: boolean;
}
export interface TestCaller {
  personId: string;
  token: string;
  caller: Caller;
}
export interface TestMember {
  engagementId: string;
  side: Side;
  department: string;
  roles: Role[];
  name?: string;
  zone?: string;
  personId?: string;
  scopes?: Caller['scopes'];
}
export type TestEngagement = EventData<typeof engagementOpened>;

export const testSecret = 'a secret for specs, of forty characters.';

/** Services as one process, on a database of their own, with a clock that stands still and events delivered inside the process. */
export class TestServices {
  private readonly revisions = new Map<string, number>();
  private readonly parties = new Map<string, Record<Side, string>>();

  private constructor(
    readonly url: string,
    readonly clock: FixedClock,
    readonly databaseUrl: string,
    readonly dataDir: string,
    private readonly host: ServiceApp,
    private readonly definitions: readonly ServiceDefinition[],
    private readonly tokens: TestTokens,
    private readonly cleanUp: () => Promise<void>,
  ) {}

  static async start(options: TestServicesOptions): Promise<TestServices> {
    const log = ServiceLog.create({ level: process.env['SLIPWAY_TEST_LOG'] ?? 'error' });
    const clock = new FixedClock(options.at ?? '2026-03-02T08:00:00Z');
    const [database, dataDir] = await Promise.all([freshDatabase(), mkdtemp(join(tmpdir(), 'slipway-spec-'))]);
    const dropAll = async () => {
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    };
    let host: ServiceApp | undefined;
    try {
      await migrate({ ownerUrl: database.url, secret: testSecret, services: options.services, log });
      EndpointInterceptor.checkAnswers = options.checkAnswers ?? true;
      const config = Object.assign(configFor(database.url, dataDir), options.config);
      host = await createServiceApp({
        name: 'spec',
        services: options.services,
        config,
        transport: eventTransport,
        clock,
        log,
        automaticDueWork: false,
      });
      const url = await host.listen(config.port);
      const tokens = await TestTokens.make();
      const verifier = host.app.get(TokenVerifier, { strict: false });
      const directory = options.config?.directoryUrl !== undefined || options.services.some(({ name }) => name === 'directory');
      verifier.useAuthority(tokens.authority(directory ? verifier.currentAuthority : null));
      const started = host;
      return new TestServices(url, clock, database.url, dataDir, host, options.services, tokens, async () => {
        await started.close();
        await dropAll();
      });
    } catch (failure) {
      await host?.close().catch(() => undefined);
      await dropAll();
      throw failure;
    }
  }

  async stop(): Promise<void> {
    await this.cleanUp();
  }

  get<T>(token: Type<T> | (abstract new (...args: never[]) => T)): T {
    return this.host.app.get<T>(token as Type<T>, { strict: false });
  }

  /** A provider of one service, where several services have their own: Audit, Outbox, Members. */
  getOf<T>(service: ServiceDefinition['name'], token: Type<T>): T {
    const definition = this.definitions.find(({ name }) => name === service);
    if (!definition) throw new Error(`the service ${service} is not started`);
    return this.host.app.select(definition.module).get<T>(token, { strict: false });
  }

  database(service: ServiceDefinition['name']): ServiceDatabase {
    return this.host.databases.of(service);
  }

  get app(): ServiceApp['app'] {
    return this.host.app;
  }

  /** Projects an engagement, or a change of it, into every started service. */
  async engagement(overrides: Partial<TestEngagement> = {}): Promise<TestEngagement> {
    const engagementId = overrides.engagementId ?? newId();
    const { example } = engagementOpened;
    const data: TestEngagement = {
      ...example,
      client: { ...example.client, partyId: newId() },
      vendor: { ...example.vendor, partyId: newId() },
      openedAt: this.clock.now().toISO() as string,
      ...overrides,
      engagementId,
      revision: overrides.revision ?? this.nextRevision(engagementId),
    };
    this.parties.set(engagementId, { client: data.client.partyId, vendor: data.vendor.partyId });
    await this.publish(engagementOpened, data);
    return data;
  }

  /** Projects a member into every started service, and gives a token for them. */
  async member(member: TestMember): Promise<TestCaller> {
    const personId = member.personId ?? newId();
    const name = member.name ?? `${member.department} ${personId.slice(-4)}`;
    const zone = member.zone ?? (member.side === 'client' ? 'Europe/Berlin' : 'Asia/Kolkata');
    const { engagementId, side, department, roles } = member;
    await this.publish(membershipChanged, {
      engagementId,
      personId,
      name,
      email: `${personId}@${side}.example`,
      zone,
      side,
      department,
      roles,
      active: true,
      revision: this.nextRevision(`${engagementId}/${personId}`),
    });
    const partyId = this.parties.get(engagementId)?.[side] ?? newId();
    const scopes = member.scopes ?? null;
    const tokenId = scopes === null ? null : newId();
    const caller: Caller = { personId, tokenId, name, zone, engagementId, side, partyId, department, roles, scopes };
    return { personId, token: await this.tokenFor({ ...caller, operator: false, sessionId: null, memberships: [caller] }), caller };
  }

  /** A token for any identity, with several memberships or none. */
  async tokenFor(identity: Identity, seconds?: number): Promise<string> {
    const { personId, tokenId, sessionId, name, zone, operator, scopes } = identity;
    const memberships = identity.memberships.map(({ engagementId, side, partyId, department, roles }) => ({
      engagementId,
      side,
      partyId,
      department,
      roles,
    }));
    return this.tokens.sign({ personId, tokenId, sessionId, name, zone, operator, scopes, memberships }, this.clock.now(), seconds);
  }

  /** A request over HTTP; `null` as caller sends no token. */
  call<Body = never>(
    caller: Pick<TestCaller, 'token'> | null,
    method: string,
    path: string,
    request: TestRequest = {},
  ): Promise<TestAnswer<Body>> {
    return sendRequest<Body>(this.url, caller?.token ?? null, method, path, request);
  }

  /** As another service would: through the transport, inbox and handlers; resolves after they have committed. */
  async publish<D>(contract: EventContract<D>, data: D): Promise<void> {
    await this.get(EventServer).publish(contract, data);
  }

  /** What the started services have put into their outboxes, oldest first. */
  async events<D>(contract: EventContract<D>): Promise<EventEnvelope<D>[]> {
    const service = contract.type.split('.')[0] as ServiceDefinition['name'];
    if (!this.definitions.some(({ name }) => name === service)) return [];
    return this.database(service).across('read the outbox', (tx) => readOutbox(tx, service, contract));
  }

  /** Runs due work at once: `<service>.<name>`, or the name alone when only one service has it. */
  async dueWork(name: string): Promise<number> {
    const names = this.host.dueWork.names().filter((each) => each === name || each.endsWith(`.${name}`));
    if (names.length !== 1) throw new Error(`due work ${name}: there is ${this.host.dueWork.names().join(', ')}`);
    return this.host.dueWork.runNow(names[0] as string);
  }

  private nextRevision(of: string): number {
    const next = (this.revisions.get(of) ?? 0) + 1;
    this.revisions.set(of, next);
    return next;
  }
}

/** Starts services for an int-spec; stop them in afterAll. */
export function startTestServices(options: TestServicesOptions): Promise<TestServices> {
  return TestServices.start(options);
}

function configFor(databaseUrl: string, dataDir: string): ServiceConfig {
  const settings = {
    port: 0,
    host: '127.0.0.1',
    dataDir,
    databaseUrl,
    kafkaBrokers: [],
    redisUrl: undefined,
    publicUrl: 'http://slipway.test',
    directoryUrl: undefined,
    secret: testSecret,
    logLevel: 'error',
    webhookAllowedHosts: ['127.0.0.1', 'localhost'],
    oidc: undefined,
    rateLimit: { max: 1_000_000, seconds: 60 },
    trustedProxies: [],
  };
  return new ServiceConfig(settings, { split: false, dataDir, secret: testSecret, databaseUrl });
}
