import { runMigrations as migrateQueue } from 'bullmq';
import { Client } from 'pg';
import { DataSource, type MigrationInterface } from 'typeorm';
import type { ServiceLog } from '../logging/service-log';
import type { ServiceDefinition } from '../service-definition';
import { StartFault } from '../start-fault';
import { explainConnectFault } from './explain-connect-fault';
import { prepareGroup, prepareRoles } from './prepare-roles';
import { groupRole, loginOf, urlAs } from './service-roles';

export const queueSchema = 'bullmq';
const queueGroup = 'slipway_bullmq';

/** The URL by which BullMQ keeps its queues in PostgreSQL. */
export function queueUrl(databaseUrl: string, secret: string): string {
  return urlAs(databaseUrl, loginOf(queueGroup, secret));
}

type Migrated = Pick<ServiceDefinition, 'name' | 'migrations'>;

/**
 * Brings every service's schema up to date and creates the roles. Safe to run in several processes at once.
 * @param ownerUrl a role that may create roles and schemas; closed afterwards
 * @throws StartFault when the server is away, older than 15, or its schema newer than this code
 */
export async function migrate(options: { ownerUrl: string; secret: string; services: Migrated[]; log: ServiceLog }): Promise<void> {
  const owner = new Client({ connectionString: options.ownerUrl, application_name: 'slipway migrate', connectionTimeoutMillis: 10_000 });
  owner.on('error', () => undefined);
  try {
    await owner.connect();
    await requireVersion(owner);
    await owner.query(`SELECT pg_advisory_lock(hashtext('slipway.migrate'))`);
    for (const service of options.services) await migrateService(owner, service, options);
    await prepareGroup(owner, queueGroup, options.secret);
    await migrateQueue(owner, queueSchema);
    await owner.query(`
      GRANT USAGE ON SCHEMA ${queueSchema} TO ${queueGroup};
      GRANT ALL ON ALL TABLES IN SCHEMA ${queueSchema} TO ${queueGroup};
      GRANT ALL ON ALL SEQUENCES IN SCHEMA ${queueSchema} TO ${queueGroup};`);
  } catch (error) {
    throw explainConnectFault(error, options.ownerUrl);
  } finally {
    await owner.end().catch(() => undefined);
  }
}

async function migrateService(
  owner: Client,
  { name, migrations }: Migrated,
  options: { ownerUrl: string; secret: string; log: ServiceLog },
): Promise<void> {
  await prepareRoles(owner, name, options.secret);
  await owner.query(`CREATE SCHEMA IF NOT EXISTS "${name}"`);
  const [service, across] = [groupRole(name, 'engagement'), groupRole(name, 'across')];
  await owner.query(`GRANT USAGE ON SCHEMA "${name}" TO ${service}, ${across}`);
  const source = new DataSource({
    type: 'postgres',
    url: options.ownerUrl,
    schema: name,
    migrations,
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'each',
    installExtensions: false,
    poolSize: 2,
    applicationName: `slipway migrate ${name}`,
  });
  await source.initialize();
  try {
    await requireKnown(owner, name, migrations);
    const done = await source.runMigrations();
    if (done.length > 0)
      options.log.info({ service: name, migrations: done.map((migration) => migration.name) }, 'the schema was brought up to date');
  } finally {
    await source.destroy();
  }
  await owner.query(
    `GRANT SELECT ON "${name}".migrations TO ${across}; GRANT USAGE ON ALL SEQUENCES IN SCHEMA "${name}" TO ${service}, ${across}`,
  );
}

/**
 * Checks that the schemas are as new as this code, without the right to change them.
 * @throws StartFault that names the command to run
 */
export async function requireMigrated(options: { databaseUrl: string; secret: string; services: Migrated[] }): Promise<void> {
  for (const { name, migrations } of options.services) {
    const client = new Client({
      connectionString: urlAs(options.databaseUrl, loginOf(groupRole(name, 'across'), options.secret)),
      connectionTimeoutMillis: 10_000,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await requireVersion(client);
      const missing = await requireKnown(client, name, migrations);
      if (missing.length > 0)
        throw new StartFault(
          `The schema ${name} is older than this version of Slipway: run the migrate command (--migrate), then start again.`,
        );
    } catch (error) {
      if (['28P01', '28000', '42P01', '3F000', '42501'].includes((error as { code?: string }).code ?? ''))
        throw new StartFault(
          `The database is not prepared for the service ${name}: run the migrate command (--migrate) with the same SLIPWAY_SECRET, then start again.`,
        );
      throw explainConnectFault(error, options.databaseUrl);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

async function requireVersion(client: Client): Promise<void> {
  const { rows } = await client.query<{ number: number; text: string }>(
    `SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS text`,
  );
  const [version] = rows;
  if (version && version.number < 150_000) throw new StartFault(`PostgreSQL ${version.text} is too old: Slipway needs 15 or newer.`);
}

/** @returns the names of migrations that have not run yet */
async function requireKnown(client: Client, schema: string, migrations: Function[]): Promise<string[]> {
  const known = new Set(migrations.map(migrationName));
  const table = await client.query(`SELECT 1 FROM pg_tables WHERE schemaname = $1 AND tablename = 'migrations'`, [schema]);
  const { rows } = table.rowCount ? await client.query<{ name: string }>(`SELECT name FROM "${schema}".migrations`) : { rows: [] };
  const newer = rows.filter((row) => !known.has(row.name));
  if (newer.length > 0)
    throw new StartFault(
      `The data is of a newer version of Slipway (schema ${schema} has ${newer.map((row) => row.name).join(', ')}): start that version, or another data folder or database.`,
    );
  const ran = new Set(rows.map((row) => row.name));
  return [...known].filter((name) => !ran.has(name));
}

function migrationName(migration: Function): string {
  const given = (new (migration as new () => MigrationInterface)() as MigrationInterface).name;
  return given ?? migration.name;
}
