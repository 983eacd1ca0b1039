import { Injectable } from '@nestjs/common';
import { Audit } from '@slipway/access';
import { readinessChanged, reviewRequested } from '@slipway/contracts';
import { Outbox } from '@slipway/messaging';
import { Clock, DueWork, newId, Problem } from '@slipway/service-host';
import type { DateTime } from 'luxon';
import type { EntityManager } from 'typeorm';
import { fromMs, iso, isoOrNull } from '../iso';
import { Release } from '../releases/release.entity';
import { refuseAction } from '../releases/release-lifecycle';
import { Review } from '../reviews/review.entity';
import { assessReadiness, type Assessment } from './assess-readiness';
import { type LoadedRelease, LoadReadiness } from './load-readiness.service';
import { planFollowUps } from './plan-follow-ups';
import { hashOf, readinessContent } from './readiness-content';
import { ReadinessSnapshot } from './readiness-snapshot.entity';
import type { Readiness as ReadinessView } from './readiness-schemas';

export const readinessDueWork = 'readiness';

export interface AssessedRelease {
  readonly release: Release;
  readonly assessment: Assessment;
  readonly loaded: LoadedRelease;
  readonly hash: string;
}

/** Keeps the readiness of releases in step with proof, sign-offs, waivers and time. */
@Injectable()
export class ReadinessService {
  constructor(
    private readonly clock: Clock,
    private readonly loader: LoadReadiness,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly dueWork: DueWork,
  ) {}

  /** Assesses now, or a release that is no longer prepared at the instant of its last snapshot. Writes nothing. */
  async assess(tx: EntityManager, release: Release): Promise<AssessedRelease> {
    return this.assessed(release, await this.loader.load(tx, release));
  }

  /** Several releases of one engagement, by id. */
  async assessMany(tx: EntityManager, releases: readonly Release[]): Promise<Map<string, AssessedRelease>> {
    const loaded = await this.loader.loadMany(tx, releases);
    return new Map(
      releases.flatMap((release) => {
        const of = loaded.get(release.id);
        return of ? [[release.id, this.assessed(release, of)] as const] : [];
      }),
    );
  }

  /**
   * Recomputes readiness in the transaction of a change to a release that is locked: moves tasks and reviews on, stores a snapshot when the
   * verdict moved, ends decisions on the former one, and tells. `cause` names the change, for the audit.
   */
  async refresh(tx: EntityManager, release: Release, cause: string): Promise<AssessedRelease> {
    const assessed = await this.assess(tx, release);
    if (refuseAction(release.status, 'prove') !== null) return assessed;
    const moved = await this.followUp(tx, assessed);
    const { assessment, hash } = assessed;
    const nextChangeAt = assessment.changesAtMs === null ? null : fromMs(assessment.changesAtMs);
    if (hash !== release.readinessHash) await this.store(tx, assessed, cause);
    if (nextChangeAt?.toMillis() !== release.nextChangeAt?.toMillis()) {
      await tx.update(Release, { id: release.id }, { nextChangeAt });
      release.nextChangeAt = nextChangeAt;
      if (nextChangeAt) await this.dueWork.wakeAt(readinessDueWork, nextChangeAt);
    }
    return moved ? this.assess(tx, release) : assessed;
  }

  async view(tx: EntityManager, engagementId: string, releaseId: string): Promise<ReadinessView> {
    const release = await tx.findOneBy(Release, { id: releaseId, engagementId });
    if (release === null) throw Problem.notFound('release');
    const { assessment, hash } = await this.assess(tx, release);
    return {
      releaseId: release.id,
      ready: assessment.ready,
      verdict: assessment.ready ? 'ready' : 'not-ready',
      done: assessment.done,
      total: assessment.total,
      hash,
      revision: release.readinessRevision,
      assessedAt: iso(fromMs(assessment.atMs)),
      changesAt: assessment.changesAtMs === null ? null : iso(fromMs(assessment.changesAtMs)),
      items: assessment.items.map(({ item, state, cause, reason, done, staleAtMs }) => ({
        itemKey: item.key,
        state,
        cause,
        reason,
        done,
        staleAt: isoOrNull(staleAtMs === null ? null : fromMs(staleAtMs)),
      })),
      notApplicable: assessment.notApplicable.map(({ item, reason }) => ({ itemKey: item.key, title: item.title, reason })),
      blockers: [...assessment.blockers],
    };
  }

  private assessed(release: Release, loaded: LoadedRelease): AssessedRelease {
    const isOpen = refuseAction(release.status, 'prove') === null;
    const assessment = assessReadiness(loaded.facts, isOpen ? this.clock.now() : release.readinessTakenAt);
    return { release, assessment, loaded, hash: hashOf(contentOf(release, assessment)) };
  }

  /** @returns whether anything was moved */
  private async followUp(tx: EntityManager, { release, assessment, loaded }: AssessedRelease): Promise<boolean> {
    const now = this.clock.now();
    const plan = planFollowUps(assessment, loaded.facts);
    if (plan.completeByFact.length > 0) {
      await tx.query(
        `UPDATE checklist.tasks SET status = 'done', completed_at = $2, completed_by = NULL, comment = 'Observed by Slipway itself.', revision = revision + 1 WHERE id = ANY ($1::uuid[])`,
        [plan.completeByFact.map((task) => task.taskId), iso(now)],
      );
    }
    if (plan.reopen.length > 0) {
      await tx.query(
        `UPDATE checklist.tasks AS t SET status = 'open', completed_at = NULL, completed_by = NULL, comment = why.reason, revision = revision + 1
         FROM unnest($1::uuid[], $2::text[]) AS why (id, reason) WHERE t.id = why.id`,
        [plan.reopen.map(({ task }) => task.taskId), plan.reopen.map(({ reason }) => reason)],
      );
    }
    if (plan.withdraw.length > 0) {
      await tx.query(`UPDATE checklist.reviews SET status = 'withdrawn', decided_at = $2 WHERE id = ANY ($1::uuid[])`, [
        plan.withdraw.map((review) => review.reviewId),
        iso(now),
      ]);
    }
    const requested = plan.requestReviewOf.map(({ itemKey, department }) => newReview(release, itemKey, department, now));
    if (requested.length > 0) {
      await tx.insert(Review, requested);
      await this.outbox.addMany(
        tx,
        reviewRequested,
        requested.map(({ id, itemKey, department }) => ({
          engagementId: release.engagementId,
          releaseId: release.id,
          reviewId: id,
          itemKey,
          department,
          auditorId: null,
          dueAt: null,
        })),
      );
    }
    return plan.completeByFact.length + plan.reopen.length + plan.withdraw.length + requested.length > 0;
  }

  private async store(tx: EntityManager, { release, assessment, hash }: AssessedRelease, cause: string): Promise<void> {
    const now = this.clock.now();
    const before = { ready: release.ready, done: release.done, total: release.total, hash: release.readinessHash };
    const blockers = assessment.blockers.map((blocker) => blocker.itemKey);
    const readinessRevision = release.readinessRevision + 1;
    const { ready, done, total } = assessment;
    const { engagementId, id: releaseId } = release;
    await tx.insert(ReadinessSnapshot, {
      engagementId,
      releaseId,
      revision: readinessRevision,
      hash,
      content: contentOf(release, assessment),
      ready,
      done,
      total,
      blockers,
      takenAt: now,
    });
    const facts = { ready, done, total, blockers, readinessHash: hash, readinessRevision, readinessTakenAt: now };
    await tx.update(Release, { id: release.id }, facts);
    Object.assign(release, facts);
    await tx.query(`UPDATE checklist.decisions SET status = 'superseded' WHERE release_id = $1 AND status = 'open'`, [releaseId]);
    await this.audit.record(tx, {
      engagementId,
      actor: 'system:readiness',
      action: 'readiness.changed',
      subject: releaseId,
      before,
      after: { ready, done, total, hash, cause },
    });
    await this.outbox.add(tx, readinessChanged, { engagementId, releaseId, revision: readinessRevision, ready, done, total, blockers });
  }
}

const contentOf = (release: Release, assessment: Assessment) =>
  readinessContent(assessment, { key: release.recipeKey, version: release.recipeVersion }, release.scope);

const newReview = (release: Release, itemKey: string, department: string, requestedAt: DateTime) => ({
  id: newId(),
  engagementId: release.engagementId,
  releaseId: release.id,
  itemKey,
  department,
  status: 'open' as const,
  auditorId: null,
  requestedAt,
  decidedAt: null,
  comment: null,
});
