import { Injectable } from '@nestjs/common';
import { Audit, type Caller } from '@slipway/access';
import { Clock, decodeCursor, encodeCursor, newId, Problem } from '@slipway/service-host';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { instantOf, iso } from '../iso';
import { LoadReadiness } from '../readiness/load-readiness.service';
import { ReadinessService } from '../readiness/readiness.service';
import { LockedRelease } from '../releases/locked-release.service';
import { newestFirst, ReadRelease } from '../releases/read-release.service';
import { ReleaseItem } from '../releases/release.entity';
import { refuseWaiver, refuseWaiverDecision } from './waiver-rules';
import { Waiver } from './waiver.entity';
import type { newWaiverSchema, WaiverView } from './waiver-schemas';
import { waiverStatus, waiverView } from './waiver-view';

/** Dated, reasoned, expiring exceptions: asked for by one side, granted by the other. */
@Injectable()
export class WaiversService {
  constructor(
    private readonly clock: Clock,
    private readonly locked: LockedRelease,
    private readonly releases: ReadRelease,
    private readonly loader: LoadReadiness,
    private readonly readiness: ReadinessService,
    private readonly audit: Audit,
  ) {}

  async list(
    tx: EntityManager,
    caller: Caller,
    releaseId: string,
    query: { cursor?: string | undefined; limit: number },
  ): Promise<{ items: WaiverView[]; nextCursor: string | null }> {
    await this.releases.one(tx, caller.engagementId, releaseId);
    const find = tx
      .createQueryBuilder(Waiver, 'waiver')
      .where('waiver.releaseId = :releaseId', { releaseId })
      .orderBy('waiver.requestedAt', 'DESC')
      .addOrderBy('waiver.id', 'DESC')
      .take(query.limit + 1);
    if (query.cursor !== undefined) {
      const [at, id] = decodeCursor(newestFirst, query.cursor);
      find.andWhere('(waiver.requestedAt, waiver.id) < (:at, :id)', { at, id });
    }
    const rows = await find.getMany();
    const page = rows.slice(0, query.limit);
    const last = page.at(-1);
    const people = await this.loader.people(tx, caller.engagementId);
    return {
      items: page.map((row) => waiverView(row, people, this.clock.now())),
      nextCursor: rows.length > page.length && last ? encodeCursor([iso(last.requestedAt), last.id]) : null,
    };
  }

  async request(tx: EntityManager, caller: Caller, releaseId: string, wanted: z.output<typeof newWaiverSchema>): Promise<WaiverView> {
    const release = await this.locked.take(tx, caller.engagementId, releaseId, 'prove');
    const { itemKey, reason } = wanted;
    if (!(await tx.existsBy(ReleaseItem, { releaseId, itemKey }))) {
      throw Problem.unprocessable('unknown-item', `This release has no item ${itemKey}.`, 'GET the release to see its items.', 'itemKey');
    }
    const now = this.clock.now();
    const expiresAt = instantOf(wanted.expiresAt);
    const refusal = refuseWaiver(expiresAt.toMillis(), now.toMillis());
    if (refusal) throw Problem.unprocessable(refusal.code, refusal.detail, refusal.remedy, 'expiresAt');
    const others = await tx.findBy(Waiver, { releaseId, itemKey });
    if (others.some((one) => waiverStatus(one, now) === 'requested')) {
      throw Problem.conflict('waiver-open', 'A waiver of this item is already asked for.', 'Let the other side decide on that one first.');
    }
    const row: Waiver = {
      id: newId(),
      engagementId: release.engagementId,
      releaseId,
      itemKey,
      reason,
      requestedSide: caller.side,
      requestedBy: caller.personId,
      requestedAt: now,
      expiresAt,
      decision: null,
      decidedBy: null,
      decidedAt: null,
      revokedAt: null,
      revokedBy: null,
      comment: null,
    };
    await tx.insert(Waiver, row);
    await this.audit.record(tx, {
      engagementId: release.engagementId,
      actor: caller,
      action: 'waiver.requested',
      subject: row.id,
      after: { releaseId, itemKey, reason, expiresAt: iso(expiresAt) },
    });
    return this.viewOf(tx, row);
  }

  /** @throws Problem 403 `same-side`: the side that asked cannot grant */
  async decide(
    tx: EntityManager,
    caller: Caller,
    waiverId: string,
    decision: 'grant' | 'refuse',
    comment: string | undefined,
  ): Promise<WaiverView> {
    const { row, release } = await this.take(tx, caller, waiverId);
    const now = this.clock.now();
    const refusal = refuseWaiverDecision(waiverStatus(row, now), row.requestedSide, caller.side);
    if (refusal) throw new Problem(refusal);
    const change = { decision, decidedBy: caller.personId, decidedAt: now, comment: comment ?? null };
    return this.change(tx, caller, { row, release }, decision === 'grant' ? 'waiver.granted' : 'waiver.refused', change);
  }

  async revoke(tx: EntityManager, caller: Caller, waiverId: string, comment: string): Promise<WaiverView> {
    const { row, release } = await this.take(tx, caller, waiverId);
    const now = this.clock.now();
    const status = waiverStatus(row, now);
    if (status !== 'granted' && status !== 'requested') {
      throw Problem.conflict('waiver-over', `The waiver is ${status}.`, 'There is nothing to revoke.');
    }
    return this.change(tx, caller, { row, release }, 'waiver.revoked', { revokedAt: now, revokedBy: caller.personId, comment });
  }

  private async change(
    tx: EntityManager,
    caller: Caller,
    { row, release }: Awaited<ReturnType<WaiversService['take']>>,
    action: string,
    change: Partial<Waiver>,
  ): Promise<WaiverView> {
    await tx.update(Waiver, { id: row.id }, change);
    Object.assign(row, change);
    const after = { itemKey: row.itemKey, reason: row.reason, comment: row.comment, expiresAt: iso(row.expiresAt) };
    await this.audit.record(tx, { engagementId: row.engagementId, actor: caller, action, subject: row.id, after });
    await this.readiness.refresh(tx, release, action);
    return this.viewOf(tx, row);
  }

  private async take(tx: EntityManager, caller: Caller, waiverId: string) {
    const known = await tx.findOneBy(Waiver, { id: waiverId, engagementId: caller.engagementId });
    if (known === null) throw Problem.notFound('waiver');
    const release = await this.locked.take(tx, caller.engagementId, known.releaseId, 'prove');
    return { release, row: await tx.findOneByOrFail(Waiver, { id: waiverId }) };
  }

  private async viewOf(tx: EntityManager, row: Waiver): Promise<WaiverView> {
    return waiverView(row, await this.loader.people(tx, row.engagementId), this.clock.now());
  }
}
