import { Controller, Get, Param, Post } from '@nestjs/common';
import { type Caller, CurrentCaller, Endpoint } from '@slipway/access';
import { Clock, Problem, ServiceDatabase } from '@slipway/service-host';
import { type EntityManager, IsNull, Not } from 'typeorm';
import type { z } from 'zod';
import { instantText, instantTextOrNull } from '../instant-text';
import type { ReleaseEntity } from '../releases/release.entity';
import { isOpen, Releases } from '../releases/releases.service';
import { releaseParam } from '../schema-parts';
import { RecommendationEntity } from './recommendation.entity';
import { type RecommendationSummary, type RecommendationWithHistory, recommendationWithHistory } from './recommendation-schema';
import { Recommendations } from './recommendations.service';

@Controller('api/scheduler/v1/releases/:releaseId/recommendation')
export class RecommendationsController {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly releases: Releases,
    private readonly recommendations: Recommendations,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Endpoint({
    summary: 'The windows recommended for a release, and those before',
    allow: 'window:read',
    returns: recommendationWithHistory,
  })
  get(
    @CurrentCaller() { engagementId }: Caller,
    @Param({ schema: releaseParam }) { releaseId }: z.output<typeof releaseParam>,
  ): Promise<RecommendationWithHistory> {
    return this.db.inEngagement(engagementId, async (tx) => this.view(tx, await this.releases.require(tx, engagementId, releaseId)));
  }

  @Post()
  @Endpoint({
    summary: 'Compute the recommendation of a release now',
    description: 'Recommendations also come every hour and when their inputs change. One that does not really differ is not made again.',
    allow: 'window:search',
    returns: recommendationWithHistory,
    status: 200,
  })
  recompute(
    @CurrentCaller() caller: Caller,
    @Param({ schema: releaseParam }) { releaseId }: z.output<typeof releaseParam>,
  ): Promise<RecommendationWithHistory> {
    const { engagementId } = caller;
    return this.db.inEngagement(engagementId, async (tx) => {
      const release = await this.releases.requireAlone(tx, engagementId, releaseId);
      if (!isOpen(release))
        throw Problem.conflict(
          'release-closed',
          `The release is ${release.status}.`,
          'Windows are recommended before a release goes live.',
        );
      await this.recommendations.recommend(tx, release, [...release.staleBecause, `${caller.name} asked for it`]);
      return this.view(tx, release);
    });
  }

  private async view(tx: EntityManager, release: ReleaseEntity): Promise<RecommendationWithHistory> {
    const current = await this.recommendations.current(tx, release.releaseId);
    if (!current) {
      throw new Problem({
        status: 404,
        code: 'no-recommendation-yet',
        detail: 'There is no recommendation for this release yet.',
        remedy: 'Wait a few seconds after the release was created, or POST here to compute it now.',
      });
    }
    const earlier = await tx.find(RecommendationEntity, {
      where: { releaseId: release.releaseId, supersededAt: Not(IsNull()) },
      order: { number: 'DESC' },
      take: 20,
    });
    const pending = release.recommendAt !== null && release.recommendAt <= this.clock.now();
    return { ...summaryOf(current), answer: current.answer, pending, history: earlier.map(withWindows) };
  }
}

function summaryOf({ id, releaseId, number, createdAt, checkedAt, supersededAt, changes }: RecommendationEntity) {
  return {
    id,
    releaseId,
    number,
    createdAt: instantText(createdAt),
    checkedAt: instantText(checkedAt),
    supersededAt: instantTextOrNull(supersededAt),
    changes,
  };
}

function withWindows(row: RecommendationEntity): RecommendationSummary {
  return { ...summaryOf(row), windows: row.answer.windows.map(({ startAt, endAt, score }) => ({ startAt, endAt, score })) };
}
