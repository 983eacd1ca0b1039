import { Injectable } from '@nestjs/common';
import { windowRecommended } from '@slipway/contracts';
import { Outbox } from '@slipway/messaging';
import { Clock, newId, Problem } from '@slipway/service-host';
import { type EntityManager, In, IsNull } from 'typeorm';
import { BookingEntity } from '../bookings/booking.entity';
import { instantText, millisecondsOf } from '../instant-text';
import type { ReleaseEntity } from '../releases/release.entity';
import { Releases } from '../releases/releases.service';
import { WindowSearches } from '../windows/window-search.service';
import type { WindowAnswer, WindowWish } from '../windows/window-schema';
import { compareRecommendations, type FormerBest } from './compare-recommendations';
import { RecommendationEntity } from './recommendation.entity';

/** Computes the windows of a release and keeps them as a recommendation when they really differ from the one that people know. */
@Injectable()
export class Recommendations {
  constructor(
    private readonly searches: WindowSearches,
    private readonly releases: Releases,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  current(tx: EntityManager, releaseId: string): Promise<RecommendationEntity | null> {
    return tx.findOneBy(RecommendationEntity, { releaseId, supersededAt: IsNull() });
  }

  /** Returns whether there is a new recommendation. A booked release keeps what it has. */
  async recommend(tx: EntityManager, release: ReleaseEntity, because: readonly string[]): Promise<boolean> {
    const booked = await tx.countBy(BookingEntity, { releaseId: release.releaseId, status: In(['booked']) });
    if (booked > 0) return false;
    const { wish } = await this.releases.plan(tx, release.releaseId);
    const subject = this.releases.subjectOf(release, wish);
    const answer = await this.answer(tx, subject, wish);
    const former = await this.current(tx, release.releaseId);
    const formerBest = former ? await this.judgeFormer(tx, release, wish, former) : null;
    const { changed, changes } = compareRecommendations(former?.answer ?? null, formerBest, answer, because);
    const now = this.clock.now();
    if (!changed && former) {
      await tx.update(RecommendationEntity, { id: former.id }, { checkedAt: now });
      return false;
    }
    if (former) await tx.update(RecommendationEntity, { id: former.id }, { supersededAt: now });
    const next = {
      id: newId(),
      engagementId: release.engagementId,
      releaseId: release.releaseId,
      number: (former?.number ?? 0) + 1,
      createdAt: now,
      checkedAt: now,
      supersededAt: null,
      changes,
      answer,
    };
    await tx.insert(RecommendationEntity, next);
    await this.outbox.add(tx, windowRecommended, {
      engagementId: release.engagementId,
      releaseId: release.releaseId,
      recommendationId: next.id,
      environment: release.environment,
      windows: answer.windows.map(({ startAt, endAt, score }) => ({ startAt, endAt, score })),
      reason: changes.join('; '),
      at: instantText(now),
    });
    return true;
  }

  /** A wish that cannot be searched, such as a latest end that has passed, is an answer without windows that says so. */
  private async answer(tx: EntityManager, subject: Parameters<WindowSearches['search']>[1], wish: WindowWish): Promise<WindowAnswer> {
    try {
      return await this.searches.search(tx, subject, wish);
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 422) throw error;
      const now = instantText(this.clock.now());
      const { preparationMinutes, cutoverMinutes, rollbackMinutes, watchMinutes } = wish.parts;
      return {
        searchedFrom: now,
        searchedUntil: now,
        zone: 'UTC',
        environment: subject.environment,
        totalMinutes: preparationMinutes + cutoverMinutes + rollbackMinutes + watchMinutes,
        startsConsidered: 0,
        startsPossible: 0,
        excluded: [{ reason: error.detail, starts: 0 }],
        windows: [],
        relaxations: [],
        unknownPeople: [],
        loadState: 'unknown',
        notes: [error.detail, error.remedy],
      };
    }
  }

  private async judgeFormer(
    tx: EntityManager,
    release: ReleaseEntity,
    wish: WindowWish,
    former: RecommendationEntity,
  ): Promise<FormerBest | null> {
    const best = former.answer.windows[0];
    if (!best) return null;
    const { window, conflicts } = await this.searches.assess(
      tx,
      this.releases.subjectOf(release, wish),
      wish,
      millisecondsOf(best.startAt),
    );
    return { startAt: best.startAt, endAt: best.endAt, score: window.score, conflicts };
  }
}
