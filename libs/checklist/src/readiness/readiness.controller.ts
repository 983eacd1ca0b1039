import { Controller, Get, Param, Query } from '@nestjs/common';
import { type Caller, CurrentCaller, Endpoint } from '@slipway/access';
import { decodeCursor, encodeCursor, pageQuery, ServiceDatabase } from '@slipway/service-host';
import { z } from 'zod';
import { iso } from '../iso';
import { ReadRelease } from '../releases/read-release.service';
import { listOf, releaseParam } from '../schema-parts';
import { readinessSchema, snapshotSchema } from './readiness-schemas';
import { ReadinessService } from './readiness.service';
import { ReadinessSnapshot } from './readiness-snapshot.entity';

@Controller('api/checklist/v1/releases/:releaseId')
export class ReadinessController {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly readiness: ReadinessService,
    private readonly releases: ReadRelease,
  ) {}

  @Get('readiness')
  @Endpoint({
    summary: 'Whether a release is ready, why not, and who must act',
    description:
      'Computed now from proof, sign-offs and waivers; `hash` is what a decision names. Missing, stale or unseen proof never counts.',
    allow: 'release:read',
    returns: readinessSchema,
  })
  get(@CurrentCaller() caller: Caller, @Param({ schema: releaseParam }) { releaseId }: z.output<typeof releaseParam>) {
    return this.db.inEngagement(caller.engagementId, (tx) => this.readiness.view(tx, caller.engagementId, releaseId));
  }

  @Get('readiness-snapshots')
  @Endpoint({ summary: 'How readiness went, newest first', allow: 'release:read', returns: listOf(snapshotSchema) })
  snapshots(
    @CurrentCaller() caller: Caller,
    @Param({ schema: releaseParam }) { releaseId }: z.output<typeof releaseParam>,
    @Query({ schema: pageQuery }) query: z.output<typeof pageQuery>,
  ) {
    return this.db.inEngagement(caller.engagementId, async (tx) => {
      await this.releases.one(tx, caller.engagementId, releaseId);
      const before = query.cursor === undefined ? 2_147_483_647 : decodeCursor(z.int().min(1).max(2_147_483_647), query.cursor);
      const rows = await tx
        .createQueryBuilder(ReadinessSnapshot, 'snapshot')
        .where('snapshot.releaseId = :releaseId AND snapshot.revision < :before', { releaseId, before })
        .orderBy('snapshot.revision', 'DESC')
        .take(query.limit + 1)
        .getMany();
      const page = rows.slice(0, query.limit);
      const items = page.map(({ revision, hash, ready, done, total, blockers, takenAt }) => ({
        revision,
        hash,
        ready,
        done,
        total,
        blockers,
        takenAt: iso(takenAt),
      }));
      return { items, nextCursor: rows.length > page.length ? encodeCursor(page.at(-1)?.revision) : null };
    });
  }
}
