import { Body, Controller, Get, Injectable, Module, Param, Patch, Post } from '@nestjs/common';
import { MessagingModule, Outbox, messagingMigrations } from '@slipway/messaging';
import { type ServiceDefinition, ServiceDatabase, ServiceHostModule, newId, protectEngagementTable } from '@slipway/service-host';
import { definitionAgreed } from '@slipway/contracts';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { z } from 'zod';
import { AccessModule } from '../../access.module';
import { Audit } from '../../audit/audit.service';
import type { Caller } from '../../caller/caller';
import { CurrentCaller, IfMatch } from '../../endpoint/current-caller.guard';
import { Endpoint, PublicEndpoint } from '../../endpoint/endpoint.guard';
import { requireRevision } from '../../endpoint/require-revision';
import { accessMigrations } from '../../migrations/access-migrations';

const noteBody = z.object({ text: z.string().min(1).max(100) });
const note = z.object({ id: z.uuid(), text: z.string(), revision: z.int() });
const path = z.object({ id: z.uuid() });

interface NoteRow {
  id: string;
  text: string;
  revision: number;
}

class Notes1764000000000 implements MigrationInterface {
  readonly name = 'Notes1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE kpi.notes (id uuid PRIMARY KEY, engagement_id uuid NOT NULL, text text NOT NULL, revision integer NOT NULL DEFAULT 1)`,
    );
    await runner.query(protectEngagementTable('kpi', 'notes'));
  }

  down(): Promise<void> {
    return Promise.reject(new Error('forward only'));
  }
}

@Injectable()
class Notes {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
  ) {}

  add(caller: Caller, text: string): Promise<NoteRow> {
    return this.db.inEngagement(caller.engagementId, async (tx) => {
      const [row] = (await tx.query(`INSERT INTO kpi.notes (id, engagement_id, text) VALUES ($1, $2, $3) RETURNING id, text, revision`, [
        newId(),
        caller.engagementId,
        text,
      ])) as [NoteRow];
      await this.audit.record(tx, { engagementId: caller.engagementId, actor: caller, action: 'note.added', subject: row.id, after: row });
      await this.outbox.add(tx, definitionAgreed, { ...definitionAgreed.example, engagementId: caller.engagementId });
      if (text === 'fail afterwards') throw new Error('planted');
      return row;
    });
  }

  change(caller: Caller, id: string, ifMatch: string, text: string): Promise<NoteRow> {
    return this.db.inEngagement(caller.engagementId, async (tx) => {
      const [row] = (await tx.query(`SELECT id, text, revision FROM kpi.notes WHERE id = $1 FOR UPDATE`, [id])) as [NoteRow];
      requireRevision(ifMatch, row.revision);
      await tx.query(`UPDATE kpi.notes SET text = $2, revision = revision + 1 WHERE id = $1`, [id, text]);
      return { ...row, text, revision: row.revision + 1 };
    });
  }

  async list(caller: Caller): Promise<NoteRow[]> {
    return this.db.inEngagement(
      caller.engagementId,
      async (tx) => (await tx.query(`SELECT id, text, revision FROM kpi.notes ORDER BY id`)) as NoteRow[],
    );
  }
}

@Controller('api/kpi/v1/notes')
class NotesController {
  constructor(private readonly notes: Notes) {}

  @Get()
  @Endpoint({ summary: 'Notes', allow: 'kpi:read', returns: z.object({ items: z.array(note), nextCursor: z.null() }) })
  async list(@CurrentCaller() caller: Caller) {
    return { items: await this.notes.list(caller), nextCursor: null };
  }

  @Post()
  @Endpoint({ summary: 'Add a note', allow: 'kpi:sign', returns: note, creates: true })
  add(@CurrentCaller() caller: Caller, @Body({ schema: noteBody }) { text }: z.output<typeof noteBody>) {
    return this.notes.add(caller, text);
  }

  @Patch(':id')
  @Endpoint({ summary: 'Change a note', allow: 'kpi:sign', returns: note, ifMatch: true })
  change(
    @CurrentCaller() caller: Caller,
    @Param({ schema: path }) { id }: z.output<typeof path>,
    @IfMatch() ifMatch: string,
    @Body({ schema: noteBody }) { text }: z.output<typeof noteBody>,
  ) {
    return this.notes.change(caller, id, ifMatch, text);
  }

  @Get('open')
  @PublicEndpoint({ summary: 'Open to all', returns: z.object({ open: z.boolean() }) })
  open() {
    return { open: true };
  }
}

@Module({
  imports: [ServiceHostModule.forService({ name: 'kpi', entities: [] }), MessagingModule.forService('kpi'), AccessModule.forService('kpi')],
  controllers: [NotesController],
  providers: [Notes],
})
class ProbeModule {}

/** A small service, to test what access gives to all of them. */
export const probeService: ServiceDefinition = {
  name: 'kpi',
  title: 'Probe',
  description: 'A service for specs.',
  module: ProbeModule,
  entities: [],
  migrations: [...messagingMigrations('kpi'), ...accessMigrations('kpi'), Notes1764000000000],
};

@Controller('api/kpi/v1/forgotten')
class ForgottenController {
  @Get()
  open() {
    return {};
  }
}

@Module({ imports: [ProbeModule], controllers: [ForgottenController] })
class CarelessModule {}

/** The same with a route that nobody declared. */
export const carelessService: ServiceDefinition = { ...probeService, module: CarelessModule };
