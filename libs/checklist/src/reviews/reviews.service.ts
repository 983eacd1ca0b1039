import { Injectable } from '@nestjs/common';
import { Audit, type Caller } from '@slipway/access';
import { Clock, decodeCursor, encodeCursor, newId, Problem } from '@slipway/service-host';
import { type EntityManager, In } from 'typeorm';
import type { z } from 'zod';
import { Evidence } from '../evidence/evidence.entity';
import { evidenceView } from '../evidence/evidence-view';
import { iso, isoOrNull } from '../iso';
import { type AssessedRelease, ReadinessService } from '../readiness/readiness.service';
import { LockedRelease } from '../releases/locked-release.service';
import { newestFirst } from '../releases/read-release.service';
import { Release } from '../releases/release.entity';
import { mayReview, type ReviewRefusal } from './may-review';
import { Review, SignOff } from './review.entity';
import type { decideReviewSchema, ReviewView } from './review-schemas';

export interface ReviewQuery {
  mine: 'true' | 'false';
  releaseId?: string | undefined;
  status?: ReviewView['status'] | undefined;
  cursor?: string | undefined;
  limit: number;
}

const openStatuses = ['open', 'claimed'];
const isOpen = (review: Review): boolean => openStatuses.includes(review.status);
const refusedFor = (caller: Caller, review: Review, { loaded }: AssessedRelease): ReviewRefusal | null =>
  mayReview(
    caller,
    review.department,
    loaded.facts.involved.filter((one) => one.itemKey === review.itemKey),
  );

@Injectable()
export class ReviewsService {
  constructor(
    private readonly clock: Clock,
    private readonly locked: LockedRelease,
    private readonly readiness: ReadinessService,
    private readonly audit: Audit,
  ) {}

  async view(tx: EntityManager, caller: Caller, reviewId: string): Promise<ReviewView> {
    const [view] = await this.views(tx, caller, [await this.one(tx, caller, reviewId)]);
    if (view === undefined) throw Problem.notFound('review');
    return view;
  }

  /** Newest first. `mine` keeps only open reviews that the caller may decide, by the same rule that the decision obeys. */
  async list(tx: EntityManager, caller: Caller, query: ReviewQuery): Promise<{ items: ReviewView[]; nextCursor: string | null }> {
    const mine = query.mine === 'true';
    const items: ReviewView[] = [];
    let cursor = query.cursor;
    for (;;) {
      const { rows, next } = await this.page(tx, caller, { ...query, cursor }, mine);
      for (const view of await this.views(tx, caller, rows)) {
        if (mine && !view.mayDecide) continue;
        items.push(view);
        if (items.length === query.limit) {
          const isLast = next === null && rows.at(-1)?.id === view.reviewId;
          return { items, nextCursor: isLast ? null : encodeCursor([view.requestedAt, view.reviewId]) };
        }
      }
      if (next === null) return { items, nextCursor: null };
      cursor = next;
    }
  }

  async claim(tx: EntityManager, caller: Caller, reviewId: string): Promise<ReviewView> {
    const { review } = await this.take(tx, caller, reviewId);
    if (review.auditorId !== caller.personId) {
      await tx.update(Review, { id: reviewId }, { status: 'claimed', auditorId: caller.personId });
      await this.audit.record(tx, { engagementId: caller.engagementId, actor: caller, action: 'review.claimed', subject: reviewId });
    }
    return this.view(tx, caller, reviewId);
  }

  /** An approval is bound to the proof that counts at this instant, to the item's version and the release's scope. */
  async decide(tx: EntityManager, caller: Caller, reviewId: string, wanted: z.output<typeof decideReviewSchema>): Promise<ReviewView> {
    const { review, assessed } = await this.take(tx, caller, reviewId);
    const { release } = assessed;
    const item = assessed.assessment.items.find((one) => one.item.key === review.itemKey);
    if (item === undefined || item.own.state !== 'waiting-review') throw reviewOver(item?.own.reason ?? 'The item is gone.');
    const hashes = item.proof.map((one) => one.hash).sort();
    const seen = wanted.evidenceHashes && [...new Set(wanted.evidenceHashes)].sort();
    if (seen && (seen.length !== hashes.length || seen.some((hash, at) => hash !== hashes[at]))) {
      throw Problem.conflict(
        'evidence-moved',
        'The proof is not the one that you looked at any more.',
        'Read the review again and decide on the present proof.',
      );
    }
    const decidedAt = this.clock.now();
    const comment = wanted.comment ?? null;
    await tx.insert(SignOff, {
      id: newId(),
      engagementId: release.engagementId,
      releaseId: release.id,
      reviewId,
      itemKey: review.itemKey,
      itemVersion: item.item.version,
      scope: release.scope,
      evidenceHashes: hashes,
      decision: wanted.decision,
      personId: caller.personId,
      side: caller.side,
      department: caller.department,
      comment,
      decidedAt,
    });
    const status = wanted.decision === 'approve' ? 'approved' : 'sent-back';
    await tx.update(Review, { id: reviewId }, { status, auditorId: caller.personId, decidedAt, comment });
    if (wanted.decision === 'rework') {
      await tx.query(
        `UPDATE checklist.tasks SET status = 'rework', completed_at = NULL, completed_by = NULL, comment = $3, revision = revision + 1
         WHERE release_id = $1 AND item_key = $2`,
        [release.id, review.itemKey, comment],
      );
    }
    await this.audit.record(tx, {
      engagementId: release.engagementId,
      actor: caller,
      action: wanted.decision === 'approve' ? 'review.approved' : 'review.sent-back',
      subject: reviewId,
      after: { itemKey: review.itemKey, evidenceHashes: hashes, comment },
    });
    await this.readiness.refresh(tx, release, 'review decided');
    return this.view(tx, caller, reviewId);
  }

  private async one(tx: EntityManager, caller: Caller, reviewId: string): Promise<Review> {
    const review = await tx.findOneBy(Review, { id: reviewId, engagementId: caller.engagementId });
    if (review === null) throw Problem.notFound('review');
    return review;
  }

  /** The review once its release is held, open to the caller. Throws 403 with the exact reason, 409 when it is over or another's. */
  private async take(tx: EntityManager, caller: Caller, reviewId: string): Promise<{ review: Review; assessed: AssessedRelease }> {
    const { releaseId } = await this.one(tx, caller, reviewId);
    const release = await this.locked.take(tx, caller.engagementId, releaseId, 'prove');
    const review = await this.one(tx, caller, reviewId);
    const assessed = await this.readiness.assess(tx, release);
    const refusal = refusedFor(caller, review, assessed);
    if (refusal) throw Problem.forbidden(refusal.code, refusal.reason, `Leave it to another auditor of ${review.department}.`);
    if (!isOpen(review)) throw reviewOver(`The review is ${review.status}.`);
    if (review.auditorId !== null && review.auditorId !== caller.personId) {
      const other = assessed.loaded.people.person(review.auditorId).name;
      throw Problem.conflict('claimed-by-another', `${other} has taken this review.`, `Talk to ${other}, or take another one.`);
    }
    return { review, assessed };
  }

  private async page(
    tx: EntityManager,
    caller: Caller,
    query: ReviewQuery,
    mine: boolean,
  ): Promise<{ rows: Review[]; next: string | null }> {
    const size = mine ? 200 : query.limit;
    const find = tx
      .createQueryBuilder(Review, 'review')
      .where('review.engagementId = :engagementId', { engagementId: caller.engagementId })
      .orderBy('review.requestedAt', 'DESC')
      .addOrderBy('review.id', 'DESC')
      .take(size + 1);
    if (mine)
      find.andWhere('review.status IN (:...openStatuses) AND review.department = :department', {
        openStatuses,
        department: caller.department,
      });
    if (query.status !== undefined) find.andWhere('review.status = :status', { status: query.status });
    if (query.releaseId !== undefined) find.andWhere('review.releaseId = :releaseId', { releaseId: query.releaseId });
    if (query.cursor !== undefined) {
      const [at, id] = decodeCursor(newestFirst, query.cursor);
      find.andWhere('(review.requestedAt, review.id) < (:at, :id)', { at, id });
    }
    const found = await find.getMany();
    const rows = found.slice(0, size);
    const last = rows.at(-1);
    return { rows, next: found.length > rows.length && last ? encodeCursor([iso(last.requestedAt), last.id]) : null };
  }

  private async views(tx: EntityManager, caller: Caller, reviews: readonly Review[]): Promise<ReviewView[]> {
    if (reviews.length === 0) return [];
    const releases = await tx.findBy(Release, { id: In([...new Set(reviews.map((review) => review.releaseId))]) });
    const assessed = await this.readiness.assessMany(tx, releases);
    const proof = reviews.flatMap((review) => itemOf(review, assessed)?.proof ?? []);
    const rows =
      proof.length === 0
        ? []
        : await tx.findBy(Evidence, { releaseId: In(releases.map((one) => one.id)), hash: In(proof.map((one) => one.hash)) });
    return reviews.flatMap((review) => {
      const of = assessed.get(review.releaseId);
      const item = itemOf(review, assessed);
      if (!of || !item) return [];
      const refusal = refusedFor(caller, review, of);
      const takenByOther = review.auditorId !== null && review.auditorId !== caller.personId;
      const { people } = of.loaded;
      return [
        {
          reviewId: review.id,
          releaseId: review.releaseId,
          releaseName: of.release.name,
          itemKey: review.itemKey,
          title: item.item.title,
          section: item.item.section,
          requiredProof: [...item.item.proof],
          department: review.department,
          status: review.status,
          auditor: people.personOrNull(review.auditorId),
          requestedAt: iso(review.requestedAt),
          decidedAt: isoOrNull(review.decidedAt),
          comment: review.comment,
          evidence: rows
            .filter((row) => row.releaseId === review.releaseId && row.itemKey === review.itemKey)
            .map((row) => evidenceView(row, people)),
          mayDecide: refusal === null && isOpen(review) && !takenByOther,
          refusal,
        },
      ];
    });
  }
}

const itemOf = (review: Review, assessed: ReadonlyMap<string, AssessedRelease>) =>
  assessed.get(review.releaseId)?.assessment.items.find((one) => one.item.key === review.itemKey);

const reviewOver = (detail: string): Problem =>
  Problem.conflict('review-over', detail, 'Read the release again to see where the item stands.');
