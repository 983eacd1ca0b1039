import { Body, Controller, Delete, Get, Param, Post, Put, Query } from '@nestjs/common';
import { Audit, type Caller, CurrentCaller, Endpoint, IfMatch, requireRevision } from '@slipway/access';
import { Clock, decodeCursor, encodeCursor, newId, pageQuery, Problem, ServiceDatabase } from '@slipway/service-host';
import { type EntityManager, MoreThan } from 'typeorm';
import { z } from 'zod';
import { instantText, instantTextOrNull, millisecondsOf } from '../instant-text';
import { StaleReleases } from '../releases/stale-releases.service';
import { idParam } from '../schema-parts';
import { FreezeEntity } from './freeze.entity';
import {
  freezeInput,
  type FreezeInput,
  freezeResponse,
  type Freeze,
  freezesResponse,
  type FreezeStateAnswer,
  freezeStateQuery,
  freezeStateResponse,
} from './freeze-schema';
import { freezeStateAt } from './freeze-state';
import { occurrencesOf, recurringTimeFault } from './freeze-times';

const freezesAtMost = 500;
const yearMs = 366 * 86_400_000;

@Controller('api/scheduler/v1/freezes')
export class FreezesController {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly stale: StaleReleases,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Endpoint({ summary: 'Freezes, with their next occurrence', allow: 'freeze:read', returns: freezesResponse })
  async list(@CurrentCaller() caller: Caller, @Query({ schema: pageQuery }) query: z.output<typeof pageQuery>) {
    const after = query.cursor === undefined ? undefined : decodeCursor(z.uuid(), query.cursor);
    const rows = await this.db.inEngagement(caller.engagementId, (tx) =>
      tx.find(FreezeEntity, {
        where: { engagementId: caller.engagementId, ...(after === undefined ? {} : { id: MoreThan(after) }) },
        order: { id: 'ASC' },
        take: query.limit + 1,
      }),
    );
    const page = rows.slice(0, query.limit);
    return { items: page.map((row) => this.viewOf(row)), nextCursor: rows.length > page.length ? encodeCursor(page.at(-1)?.id) : null };
  }

  @Get('state')
  @Endpoint({
    summary: 'Whether an environment is open for releases, for pipelines',
    description: 'The same evaluator as the search and the page.',
    allow: 'freeze:read',
    returns: freezeStateResponse,
  })
  async state(
    @CurrentCaller() caller: Caller,
    @Query({ schema: freezeStateQuery }) query: z.output<typeof freezeStateQuery>,
  ): Promise<FreezeStateAnswer> {
    const atMs = query.at === undefined ? this.clock.now().toMillis() : millisecondsOf(query.at);
    const freezes = await this.db.inEngagement(caller.engagementId, (tx) => tx.findBy(FreezeEntity, { engagementId: caller.engagementId }));
    const { state, reasons, nextChangeMs } = freezeStateAt(freezes, query.environment, atMs);
    return {
      environment: query.environment,
      at: instantText(atMs),
      state,
      reasons: reasons.map(({ freezeId, reason, startMs, endMs }) => ({
        freezeId,
        reason,
        startAt: instantText(startMs),
        endAt: instantText(endMs),
      })),
      nextChangeAt: instantTextOrNull(nextChangeMs),
    };
  }

  @Post()
  @Endpoint({ summary: 'Declare a freeze, once or recurring', allow: 'freeze:manage', returns: freezeResponse, creates: true })
  create(@CurrentCaller() caller: Caller, @Body({ schema: freezeInput }) input: FreezeInput): Promise<Freeze> {
    requireSound(input);
    const { engagementId } = caller;
    return this.db.inEngagement(engagementId, async (tx) => {
      if ((await tx.countBy(FreezeEntity, { engagementId })) >= freezesAtMost) {
        throw Problem.unprocessable(
          'too-many-freezes',
          `An engagement has at most ${freezesAtMost} freezes.`,
          'Remove those that are over.',
        );
      }
      const freeze = tx.create(FreezeEntity, { ...input, id: newId(), engagementId, revision: 1, createdBy: caller.personId });
      await tx.insert(FreezeEntity, freeze);
      await this.changed(tx, caller, { action: 'freeze.created', before: null, after: freeze, because: `a new freeze: ${freeze.reason}` });
      return this.viewOf(freeze);
    });
  }

  @Put(':id')
  @Endpoint({ summary: 'Change a freeze', allow: 'freeze:manage', returns: freezeResponse, ifMatch: true })
  change(
    @CurrentCaller() caller: Caller,
    @IfMatch() ifMatch: string,
    @Param({ schema: idParam }) { id }: z.output<typeof idParam>,
    @Body({ schema: freezeInput }) input: FreezeInput,
  ): Promise<Freeze> {
    requireSound(input);
    return this.db.inEngagement(caller.engagementId, async (tx) => {
      const before = await this.require(tx, caller, id);
      requireRevision(ifMatch, before.revision);
      const after = { ...before, ...input, revision: before.revision + 1 };
      await tx.update(FreezeEntity, { id }, { ...input, revision: after.revision });
      await this.changed(tx, caller, { action: 'freeze.changed', before, after, because: `a changed freeze: ${after.reason}` });
      return this.viewOf(after);
    });
  }

  @Delete(':id')
  @Endpoint({ summary: 'Lift a freeze', allow: 'freeze:manage' })
  async remove(@CurrentCaller() caller: Caller, @Param({ schema: idParam }) { id }: z.output<typeof idParam>): Promise<void> {
    await this.db.inEngagement(caller.engagementId, async (tx) => {
      const before = await this.require(tx, caller, id);
      await tx.delete(FreezeEntity, { id });
      await this.changed(tx, caller, { action: 'freeze.removed', before, after: null, because: `a freeze was lifted: ${before.reason}` });
    });
  }

  private async require(tx: EntityManager, caller: Caller, id: string): Promise<FreezeEntity> {
    const freeze = await tx.findOne(FreezeEntity, {
      where: { id, engagementId: caller.engagementId },
      lock: { mode: 'pessimistic_write' },
    });
    if (!freeze) throw Problem.notFound('freeze');
    return freeze;
  }

  private async changed(
    tx: EntityManager,
    caller: Caller,
    change: { action: string; before: FreezeEntity | null; after: FreezeEntity | null; because: string },
  ): Promise<void> {
    const { engagementId } = caller;
    const { action, before, after, because } = change;
    await this.stale.mark(tx, { engagementId, because });
    await this.audit.record(tx, { engagementId, actor: caller, action, subject: (after ?? before)?.id as string, before, after });
  }

  private viewOf({ engagementId: _, ...freeze }: FreezeEntity): Freeze {
    const nowMs = this.clock.now().toMillis();
    const [next] = occurrencesOf(freeze, { startMs: nowMs, endMs: nowMs + yearMs });
    return { ...freeze, nextStartAt: instantTextOrNull(next?.startMs ?? null), nextEndAt: instantTextOrNull(next?.endMs ?? null) };
  }
}

function requireSound(input: FreezeInput): void {
  const fault = recurringTimeFault(input);
  if (fault) throw Problem.invalid(fault.field, fault.detail, fault.remedy);
}
