import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { DataSource, type EntityManager, type QueryRunner } from 'typeorm';
import { validate as isUuid } from 'uuid';
import type { ServiceLog } from '../logging/service-log';
import { Problem } from '../problems/problem';
import { afterCommit, CommitSubscriber } from './after-commit';
import { databaseAway, isDatabaseAway, isTransientConflict } from './database-faults';
import { groupRole, loginOf, type RoleKind, urlAs } from './service-roles';
import { SnakeCaseNames } from './snake-case-names';

export interface ServiceDatabaseOptions {
  service: string;
  entities: Function[];
  /** Any role's URL of the database; the service signs in as its own two roles. */
  databaseUrl: string;
  /** The installation's secret, from which the roles' passwords follow. */
  secret: string;
  log: ServiceLog;
}

interface Ambient {
  tx: EntityManager;
  engagementId: string | undefined;
  ended: boolean;
}

const poolSize: Record<RoleKind, number> = { engagement: 6, across: 3 };
const maxTries = 4;

/** A service's own schema. Row-level security confines a transaction to the engagement it names. */
export class ServiceDatabase {
  readonly service: string;
  /** For sessions of one's own, such as LISTEN: signs in as the across role. Contains the password. */
  readonly connectionString: string;
  private readonly sources: Record<RoleKind, DataSource>;
  private readonly ambients: Record<RoleKind, AsyncLocalStorage<Ambient>> = {
    engagement: new AsyncLocalStorage(),
    across: new AsyncLocalStorage(),
  };

  constructor(private readonly options: ServiceDatabaseOptions) {
    this.service = options.service;
    this.sources = { engagement: this.source('engagement'), across: this.source('across') };
    this.connectionString = this.urlOf('across');
  }

  async open(): Promise<void> {
    await Promise.all(Object.values(this.sources).map((source) => source.initialize()));
  }

  async close(): Promise<void> {
    await Promise.all(Object.values(this.sources).map((source) => (source.isInitialized ? source.destroy() : undefined)));
  }

  /**
   * Runs work in a transaction that sees and writes only this engagement's rows. Joins the transaction around it, if there is one;
   * else deadlocks and serialization failures are tried again, so the work must bear to be run several times.
   * @throws Problem 503 `database-away` when the connection is lost; Error when the transaction around it is of another engagement
   */
  async inEngagement<T>(engagementId: string, work: (tx: EntityManager) => Promise<T>): Promise<T> {
    const ambient = this.ambient('engagement');
    if (ambient) {
      if (ambient.engagementId !== engagementId) throw new Error('the transaction around this one is of another engagement');
      return work(ambient.tx);
    }
    if (!isUuid(engagementId)) throw new Error('an engagement id is a UUID');
    return this.transact('engagement', engagementId, work);
  }

  /**
   * Runs work in a transaction that sees every engagement; for relays, sweeps and sign-in only. Joins a crossing transaction around
   * it; one around it that is confined to an engagement goes on by itself.
   * @param purpose why it may cross engagements; shows in pg_stat_activity
   */
  async across<T>(purpose: string, work: (tx: EntityManager) => Promise<T>): Promise<T> {
    const ambient = this.ambient('across');
    if (ambient) return work(ambient.tx);
    return this.transact('across', undefined, work, purpose);
  }

  /** Makes somebody else's open transaction the one that {@link inEngagement} joins during `work`. */
  async runInTransaction<T>(tx: EntityManager, engagementId: string, work: () => Promise<T>): Promise<T> {
    return this.within('engagement', { tx, engagementId, ended: false }, work);
  }

  /** The transaction that {@link inEngagement} would join here. */
  ambientTransaction(): { tx: EntityManager; engagementId: string } | undefined {
    const ambient = this.ambient('engagement');
    return ambient?.engagementId === undefined ? undefined : { tx: ambient.tx, engagementId: ambient.engagementId };
  }

  /** Runs something once the transaction around it has committed; at once when there is none. It must not throw. */
  afterCommit(work: () => void): void {
    const ambient = this.ambient('engagement') ?? this.ambient('across');
    if (ambient) afterCommit(ambient.tx, work);
    else work();
  }

  private ambient(kind: RoleKind): Ambient | undefined {
    const ambient = this.ambients[kind].getStore();
    return ambient?.ended ? undefined : ambient;
  }

  private async within<T>(kind: RoleKind, ambient: Ambient, work: () => Promise<T>): Promise<T> {
    try {
      return await this.ambients[kind].run(ambient, work);
    } finally {
      ambient.ended = true;
    }
  }

  private async transact<T>(
    kind: RoleKind,
    engagementId: string | undefined,
    work: (tx: EntityManager) => Promise<T>,
    purpose?: string,
  ): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.once(kind, engagementId, work, purpose);
      } catch (error) {
        if (isTransientConflict(error) && attempt < maxTries) {
          await pause(10 * 2 ** attempt * (0.5 + Math.random()));
          continue;
        }
        throw !(error instanceof Problem) && isDatabaseAway(error) ? databaseAway(error) : error;
      }
    }
  }

  private async once<T>(
    kind: RoleKind,
    engagementId: string | undefined,
    work: (tx: EntityManager) => Promise<T>,
    purpose?: string,
  ): Promise<T> {
    const source = this.sources[kind];
    if (!source.isInitialized) throw databaseAway(new Error('the database is not open'));
    const runner = source.createQueryRunner();
    try {
      await runner.startTransaction();
      if (engagementId !== undefined) await runner.query(`SELECT set_config('slipway.engagement_id', $1, true)`, [engagementId]);
      else await runner.query(`SELECT set_config('application_name', $1, true)`, [`slipway ${this.service}: ${purpose}`.slice(0, 63)]);
      const ambient = { tx: runner.manager, engagementId, ended: false };
      const result = await this.within(kind, ambient, () => work(runner.manager));
      await runner.commitTransaction();
      return result;
    } catch (error) {
      await rollback(runner);
      throw error;
    } finally {
      await runner.release();
    }
  }

  private urlOf(kind: RoleKind): string {
    return urlAs(this.options.databaseUrl, loginOf(groupRole(this.service, kind), this.options.secret));
  }

  private source(kind: RoleKind): DataSource {
    const { service, entities, log } = this.options;
    return new DataSource({
      type: 'postgres',
      url: this.urlOf(kind),
      schema: service,
      entities,
      subscribers: [CommitSubscriber],
      namingStrategy: new SnakeCaseNames(),
      installExtensions: false,
      synchronize: false,
      logging: false,
      connectTimeoutMS: 5_000,
      poolSize: poolSize[kind],
      applicationName: `slipway ${service}`,
      poolErrorHandler: (error: Error) => log.debug({ service, cause: error.message }, 'an idle database connection was lost'),
      extra: { keepAlive: true, idleTimeoutMillis: 30_000, idle_in_transaction_session_timeout: 120_000, statement_timeout: 120_000 },
    });
  }
}

async function rollback(runner: QueryRunner): Promise<void> {
  if (runner.isReleased || !runner.isTransactionActive) return;
  await runner.rollbackTransaction().catch(() => undefined);
}
