import { Injectable } from '@nestjs/common';
import type { Caller } from '@slipway/access';
import { Clock, decodeCursor, encodeCursor, Problem } from '@slipway/service-host';
import { type EntityManager, In, IsNull } from 'typeorm';
import { z } from 'zod';
import { AdviceRow } from '../advice/advice.entity';
import { Decision, DecisionVote } from '../decisions/decision.entity';
import { Evidence } from '../evidence/evidence.entity';
import { iso } from '../iso';
import { findRecipe } from '../recipes/built-in-recipes';
import { LoadReadiness } from '../readiness/load-readiness.service';
import { ReadinessService } from '../readiness/readiness.service';
import { Release } from './release.entity';
import type { ReleaseStatus, ReleaseSummary, ReleaseView } from './release-schemas';
import { releaseSummary, releaseView } from './release-view';

export const newestFirst = z.tuple([z.iso.datetime(), z.uuid()]);

@Injectable()
export class ReadRelease {
  constructor(
    private readonly clock: Clock,
    private readonly loader: LoadReadiness,
    private readonly readiness: ReadinessService,
  ) {}

  /** @throws Problem 404 also for a release of another engagement */
  async one(tx: EntityManager, engagementId: string, releaseId: string): Promise<Release> {
    const release = await tx.findOneBy(Release, { id: releaseId, engagementId });
    if (release === null) throw Problem.notFound('release');
    return release;
  }

  async view(tx: EntityManager, engagementId: string, releaseId: string): Promise<ReleaseView> {
    const release = await this.one(tx, engagementId, releaseId);
    const { assessment, loaded } = await this.readiness.assess(tx, release);
    const hashes = assessment.items.flatMap((item) => item.proof.map((one) => one.hash));
    const evidence = hashes.length === 0 ? [] : await tx.findBy(Evidence, { releaseId, hash: In(hashes) });
    const row = await tx.findOne(Decision, { where: { releaseId }, order: { openedAt: 'DESC', id: 'DESC' } });
    const votes = row === null ? [] : await tx.findBy(DecisionVote, { decisionId: row.id });
    const advice = await tx.find(AdviceRow, { where: { releaseId, endedAt: IsNull() }, order: { at: 'DESC', id: 'DESC' } });
    return releaseView({
      release,
      assessment,
      sections: findRecipe(release.recipeKey, release.recipeVersion)?.sections ?? [],
      people: loaded.people,
      tasks: loaded.tasks,
      reviews: loaded.openReviews,
      signOffs: loaded.signOffs,
      waivers: loaded.waivers,
      evidence,
      decision: row === null ? null : { row, votes },
      advice,
      now: this.clock.now(),
    });
  }

  /** Newest first, with the readiness that was stored last. */
  async list(
    tx: EntityManager,
    caller: Caller,
    query: { status?: ReleaseStatus | undefined; cursor?: string | undefined; limit: number },
  ): Promise<{ items: ReleaseSummary[]; nextCursor: string | null }> {
    const find = tx
      .createQueryBuilder(Release, 'release')
      .where('release.engagementId = :engagementId', { engagementId: caller.engagementId })
      .orderBy('release.createdAt', 'DESC')
      .addOrderBy('release.id', 'DESC')
      .take(query.limit + 1);
    if (query.status !== undefined) find.andWhere('release.status = :status', { status: query.status });
    if (query.cursor !== undefined) {
      const [at, id] = decodeCursor(newestFirst, query.cursor);
      find.andWhere('(release.createdAt, release.id) < (:at, :id)', { at, id });
    }
    const rows = await find.getMany();
    const page = rows.slice(0, query.limit);
    const people = await this.loader.people(tx, caller.engagementId);
    const standing = await this.standingAdvice(tx, page);
    const last = page.at(-1);
    return {
      items: page.map((row) => releaseSummary(row, people, standing.get(row.id) ?? 0)),
      nextCursor: rows.length > page.length && last ? encodeCursor([iso(last.createdAt), last.id]) : null,
    };
  }

  private async standingAdvice(tx: EntityManager, releases: readonly Release[]): Promise<Map<string, number>> {
    if (releases.length === 0) return new Map();
    const rows = (await tx.query(
      `SELECT release_id, count(*)::int AS standing FROM checklist.advice WHERE release_id = ANY ($1::uuid[]) AND ended_at IS NULL GROUP BY release_id`,
      [releases.map((release) => release.id)],
    )) as { release_id: string; standing: number }[];
    return new Map(rows.map((row) => [row.release_id, row.standing]));
  }
}
