import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { type Caller, CurrentCaller, Endpoint } from '@slipway/access';
import { decodeCursor, encodeCursor, pageQuery, Problem, ServiceDatabase } from '@slipway/service-host';
import type { z } from 'zod';
import { iso } from '../iso';
import { LoadReadiness } from '../readiness/load-readiness.service';
import { ReadinessService } from '../readiness/readiness.service';
import { LockedRelease } from '../releases/locked-release.service';
import { newestFirst, ReadRelease } from '../releases/read-release.service';
import { listOf, releaseParam } from '../schema-parts';
import { Evidence } from './evidence.entity';
import { evidenceParam, evidenceQueryFields, evidenceSchema, newEvidenceSchema } from './evidence-schemas';
import { evidenceView } from './evidence-view';
import { RecordEvidence } from './record-evidence.service';

const evidenceQuery = pageQuery.extend(evidenceQueryFields);

@Controller('api/checklist/v1')
export class EvidenceController {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly locked: LockedRelease,
    private readonly releases: ReadRelease,
    private readonly loader: LoadReadiness,
    private readonly record: RecordEvidence,
    private readonly readiness: ReadinessService,
  ) {}

  @Post('releases/:releaseId/evidence')
  @Endpoint({
    summary: 'Record proof of an item',
    description:
      'Proof is never edited: newer proof of the same kind and subject supersedes it. The same content again answers with the proof that is there. Facts that Slipway observes by itself are refused.',
    allow: 'evidence:add',
    creates: true,
    returns: evidenceSchema,
  })
  add(
    @CurrentCaller() caller: Caller,
    @Param({ schema: releaseParam }) { releaseId }: z.output<typeof releaseParam>,
    @Body({ schema: newEvidenceSchema }) { itemKey, ...proof }: z.output<typeof newEvidenceSchema>,
  ) {
    return this.db.inEngagement(caller.engagementId, async (tx) => {
      const release = await this.locked.take(tx, caller.engagementId, releaseId, 'prove');
      const people = await this.loader.people(tx, caller.engagementId);
      const stored = await this.record.byCaller(tx, release, caller, itemKey, proof, people);
      await this.readiness.refresh(tx, release, 'evidence recorded');
      return evidenceView(stored, people);
    });
  }

  @Get('releases/:releaseId/evidence')
  @Endpoint({ summary: 'Proof of a release, the last received first', allow: 'release:read', returns: listOf(evidenceSchema) })
  list(
    @CurrentCaller() caller: Caller,
    @Param({ schema: releaseParam }) { releaseId }: z.output<typeof releaseParam>,
    @Query({ schema: evidenceQuery }) query: z.output<typeof evidenceQuery>,
  ) {
    return this.db.inEngagement(caller.engagementId, async (tx) => {
      await this.releases.one(tx, caller.engagementId, releaseId);
      const find = tx
        .createQueryBuilder(Evidence, 'evidence')
        .where('evidence.releaseId = :releaseId', { releaseId })
        .orderBy('evidence.receivedAt', 'DESC')
        .addOrderBy('evidence.id', 'DESC')
        .take(query.limit + 1);
      if (query.itemKey !== undefined) find.andWhere('evidence.itemKey = :itemKey', { itemKey: query.itemKey });
      if (query.cursor !== undefined) {
        const [at, id] = decodeCursor(newestFirst, query.cursor);
        find.andWhere('(evidence.receivedAt, evidence.id) < (:at, :id)', { at, id });
      }
      const rows = await find.getMany();
      const page = rows.slice(0, query.limit);
      const last = page.at(-1);
      const people = await this.loader.people(tx, caller.engagementId);
      return {
        items: page.map((row) => evidenceView(row, people)),
        nextCursor: rows.length > page.length && last ? encodeCursor([iso(last.receivedAt), last.id]) : null,
      };
    });
  }

  @Get('evidence/:evidenceId')
  @Endpoint({ summary: 'One piece of proof', allow: 'release:read', returns: evidenceSchema })
  get(@CurrentCaller() caller: Caller, @Param({ schema: evidenceParam }) { evidenceId }: z.output<typeof evidenceParam>) {
    return this.db.inEngagement(caller.engagementId, async (tx) => {
      const row = await tx.findOneBy(Evidence, { id: evidenceId, engagementId: caller.engagementId });
      if (row === null) throw Problem.notFound('proof');
      return evidenceView(row, await this.loader.people(tx, caller.engagementId));
    });
  }
}
