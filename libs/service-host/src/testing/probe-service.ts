import { Body, Controller, Get, Injectable, Module, type OnModuleInit, Param, Post, Query, RawBody } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { Client } from 'pg';
import { Column, Entity, type MigrationInterface, PrimaryColumn, type QueryRunner } from 'typeorm';
import { z } from 'zod';
import { ServiceConfig } from '../config/service-config';
import { InstantColumn } from '../database/instant-column';
import { migrate } from '../database/migrate';
import { newId } from '../database/new-id';
import { protectEngagementTable } from '../database/protect-tables';
import { ServiceDatabase } from '../database/service-database';
import { DueWork } from '../due-work/due-work';
import { pageQuery } from '../http/paging';
import { ServiceLog } from '../logging/service-log';
import { createServiceApp, type ServiceApp, type ServiceAppOptions } from '../service-app';
import type { ServiceDefinition } from '../service-definition';
import { ServiceHostModule } from '../service-host.module';
import type { DateTime } from 'luxon';

export const probeSecret = 'probe-secret-probe-secret-probe-secret';

@Entity('notes')
export class Note {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') engagementId: string;
  @Column('text') body: string;
  @InstantColumn({ nullable: true }) dueAt: DateTime | null;
  @InstantColumn({ nullable: true }) doneAt: DateTime | null;
}

export class Notes1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE kpi.notes (id uuid PRIMARY KEY, engagement_id uuid NOT NULL, body text NOT NULL UNIQUE, due_at timestamptz(3), done_at timestamptz(3))`,
    );
    await runner.query(protectEngagementTable('kpi', 'notes'));
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}

const noteBody = z.object({ body: z.string().min(1).max(1000), weight: z.number().optional() });
const engagementParam = z.object({ engagementId: z.uuid() });

@Controller('api/kpi/v1')
export class NotesController {
  constructor(private readonly db: ServiceDatabase) {}

  @Post(':engagementId/notes')
  async create(
    @Param({ schema: engagementParam }) { engagementId }: z.output<typeof engagementParam>,
    @Body({ schema: noteBody }) { body }: z.output<typeof noteBody>,
  ) {
    const id = newId();
    await this.db.inEngagement(engagementId, (tx) => tx.insert(Note, { id, engagementId, body, dueAt: null, doneAt: null }));
    return { id };
  }

  @Get(':engagementId/notes')
  async list(
    @Param({ schema: engagementParam }) { engagementId }: z.output<typeof engagementParam>,
    @Query({ schema: pageQuery }) { limit }: z.output<typeof pageQuery>,
  ) {
    const items = await this.db.inEngagement(engagementId, (tx) => tx.find(Note, { take: limit, order: { id: 'ASC' } }));
    return { items, nextCursor: null };
  }

  @Post('raw')
  @RouteConfig({ maxBytes: 3_000_000 })
  raw(@RawBody() bytes: Buffer | undefined, @Body() body: unknown) {
    return { bytes: bytes?.length ?? 0, body: typeof body };
  }

  @Post('slow/:milliseconds')
  async slow(@Param('milliseconds') milliseconds: string) {
    await new Promise((resolve) => setTimeout(resolve, Number(milliseconds)));
    return { slept: Number(milliseconds) };
  }

  @Get('broken')
  broken(): never {
    throw new Error('the secret reason');
  }

  @Get('by-text/:id')
  async byText(@Param('id') id: string) {
    return this.db.across('probe', (tx) => tx.query('SELECT $1::uuid AS id', [id]));
  }
}

/** Marks notes whose due time has passed. */
@Injectable()
export class NoteTimer implements OnModuleInit {
  static everySeconds = 3600;

  constructor(
    private readonly db: ServiceDatabase,
    readonly dueWork: DueWork,
  ) {}

  onModuleInit(): void {
    this.dueWork.register('notes', NoteTimer.everySeconds, () =>
      this.db.across('mark due notes', async (tx) => {
        const [, count] = await tx.query(`UPDATE kpi.notes SET done_at = now() WHERE due_at <= now() AND done_at IS NULL`);
        return count as number;
      }),
    );
  }
}

@Module({
  imports: [ServiceHostModule.forService({ name: 'kpi', entities: [Note] })],
  controllers: [NotesController],
  providers: [NoteTimer],
  exports: [NoteTimer],
})
export class ProbeModule {}

/** A small service under the name of a real one. */
export const probeService: ServiceDefinition = {
  name: 'kpi',
  title: 'Probe',
  description: 'A service for specs.',
  module: ProbeModule,
  entities: [Note],
  migrations: [Notes1764000000000],
};

/** A variable of the stack that deploy/native/stack.sh starts. */
export function testVariable(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run deploy/native/stack.sh up and set the variables that it prints`);
  return value;
}

/** A database of its own on the test server. */
export async function freshDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const server = testVariable('SLIPWAY_TEST_DATABASE_URL');
  const name = `slipway_${newId().replaceAll('-', '')}`;
  await onServer(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.toString(), drop: () => onServer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

export async function onServer(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

export function probeConfig(databaseUrl: string, more: Partial<ServiceConfig> = {}): ServiceConfig {
  const config = new ServiceConfig(
    {
      port: 0,
      host: '127.0.0.1',
      dataDir: undefined,
      databaseUrl,
      kafkaBrokers: [],
      redisUrl: undefined,
      publicUrl: undefined,
      directoryUrl: undefined,
      secret: probeSecret,
      logLevel: 'silent',
      webhookAllowedHosts: [],
      oidc: undefined,
      rateLimit: { max: 1_000_000, seconds: 60 },
      trustedProxies: [],
    },
    { split: false, dataDir: '/nowhere', secret: probeSecret, databaseUrl },
  );
  return Object.assign(config, more);
}

export interface Probe extends ServiceApp {
  url: string;
  databaseUrl: string;
  stop: () => Promise<void>;
}

/** Starts the probe on a database of its own. */
export async function startProbe(
  options: { config?: Partial<ServiceConfig>; app?: Partial<ServiceAppOptions>; databaseUrl?: string } = {},
): Promise<Probe> {
  const database = options.databaseUrl === undefined ? await freshDatabase() : { url: options.databaseUrl, drop: async () => undefined };
  const log = ServiceLog.create({ level: process.env['PROBE_LOG'] ?? 'silent' });
  await migrate({ ownerUrl: database.url, secret: probeSecret, services: [probeService], log });
  const started = await createServiceApp({
    name: 'probe',
    services: [probeService],
    config: probeConfig(database.url, options.config),
    log,
    automaticDueWork: false,
    ...options.app,
  });
  const url = await started.listen(0);
  const stop = async () => {
    await started.close();
    await database.drop();
  };
  return Object.assign(started, { url, databaseUrl: database.url, stop });
}
