import { Injectable } from '@nestjs/common';
import { Audit, type Caller, Members, requireRevision } from '@slipway/access';
import { releaseChanged, releaseClosed, releaseWentLive } from '@slipway/contracts';
import { Outbox } from '@slipway/messaging';
import { Clock, Problem } from '@slipway/service-host';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { Decision } from '../decisions/decision.entity';
import { instantOf, iso, isoOrNull } from '../iso';
import { ReadinessService } from '../readiness/readiness.service';
import { checkFacts, scopeOf } from './create-release.service';
import { LockedRelease } from './locked-release.service';
import { Release } from './release.entity';
import { releaseFacts } from './release-events';
import { outcomeOfClosing, refuseGoLive } from './release-lifecycle';
import type { changeReleaseSchema } from './release-schemas';

/** Changes of a release's facts and status, each with its revision, audit entry and events. */
@Injectable()
export class ChangeRelease {
  constructor(
    private readonly clock: Clock,
    private readonly members: Members,
    private readonly locked: LockedRelease,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly readiness: ReadinessService,
  ) {}

  async edit(
    tx: EntityManager,
    caller: Caller,
    releaseId: string,
    ifMatch: string,
    wanted: z.output<typeof changeReleaseSchema>,
  ): Promise<Release> {
    const release = await this.locked.take(tx, caller.engagementId, releaseId, 'edit');
    requireRevision(ifMatch, release.revision);
    const engagement = await this.members.engagement(tx, caller.engagementId);
    if (engagement === null) throw Problem.notFound('engagement');
    const { features, notBefore = isoOrNull(release.notBefore), latestAt = isoOrNull(release.latestAt) } = wanted;
    checkFacts({ ...(features === undefined ? {} : { features }), notBefore, latestAt }, engagement);
    const change: Partial<Release> = {
      ...(wanted.name === undefined ? {} : { name: wanted.name }),
      ...(features === undefined ? {} : { features }),
      ...(wanted.components === undefined ? {} : { components: wanted.components, scope: scopeOf(wanted.components) }),
      notBefore: notBefore === null ? null : instantOf(notBefore),
      latestAt: latestAt === null ? null : instantOf(latestAt),
    };
    await this.apply(tx, caller, release, 'release.changed', change);
    await this.readiness.refresh(tx, release, 'release changed');
    return release;
  }

  /** @throws Problem 409 without a go that still holds */
  async goLive(tx: EntityManager, caller: Caller, releaseId: string, at: string | undefined): Promise<Release> {
    const release = await this.locked.take(tx, caller.engagementId, releaseId, 'go-live');
    const now = this.clock.now();
    const liveAt = at === undefined ? now : instantOf(at);
    const { assessment } = await this.readiness.refresh(tx, release, 'before going live');
    const decision = await tx.findOne(Decision, { where: { releaseId, status: 'complete' }, order: { decidedAt: 'DESC', id: 'DESC' } });
    const refusal = refuseGoLive({
      status: release.status,
      decision:
        decision?.outcome && decision.decidedAt
          ? {
              outcome: decision.outcome,
              scope: decision.scope,
              blockers: decision.blockers.map((one) => one.itemKey),
              decidedAtMs: decision.decidedAt.toMillis(),
            }
          : null,
      scope: release.scope,
      ready: assessment.ready,
      blockers: assessment.blockers,
      liveAtMs: liveAt.toMillis(),
      nowMs: now.toMillis(),
    });
    if (refusal) {
      const { status, code, detail, remedy, blockers } = refusal;
      throw new Problem({
        status,
        code,
        detail,
        remedy,
        ...(status === 422 ? { field: 'liveAt' } : {}),
        ...(blockers ? { extensions: { blockers } } : {}),
      });
    }
    await this.apply(tx, caller, release, 'release.went-live', { status: 'live', liveAt, nextChangeAt: null });
    const { engagementId, name, environment, features } = release;
    await this.outbox.add(tx, releaseWentLive, { engagementId, releaseId, name, environment, features, liveAt: iso(liveAt) });
    return release;
  }

  async rollBack(tx: EntityManager, caller: Caller, releaseId: string, reason: string): Promise<Release> {
    const release = await this.locked.take(tx, caller.engagementId, releaseId, 'roll-back');
    await this.apply(tx, caller, release, 'release.rolled-back', {
      status: 'rolled-back',
      rolledBackAt: this.clock.now(),
      endReason: reason,
    });
    return release;
  }

  async close(tx: EntityManager, caller: Caller, releaseId: string, reason: string | undefined): Promise<Release> {
    const release = await this.locked.take(tx, caller.engagementId, releaseId, 'close');
    const outcome = outcomeOfClosing(release.status);
    if (outcome === 'abandoned' && reason === undefined) {
      throw Problem.unprocessable('reason-needed', 'Closing a release that never went live abandons it.', 'Give the reason.', 'reason');
    }
    const closedAt = this.clock.now();
    await tx.query(`UPDATE checklist.decisions SET status = 'superseded' WHERE release_id = $1 AND status = 'open'`, [releaseId]);
    await tx.query(
      `UPDATE checklist.reviews SET status = 'withdrawn', decided_at = $2 WHERE release_id = $1 AND status IN ('open', 'claimed')`,
      [releaseId, iso(closedAt)],
    );
    const endReason = reason ?? release.endReason;
    await this.apply(tx, caller, release, 'release.closed', { status: 'closed', closedAt, outcome, endReason, nextChangeAt: null });
    await this.outbox.add(tx, releaseClosed, { engagementId: release.engagementId, releaseId, outcome, closedAt: iso(closedAt) });
    return release;
  }

  /** Applies a change to a locked release as its next revision, and tells. */
  async apply(tx: EntityManager, caller: Caller, release: Release, action: string, change: Partial<Release>): Promise<void> {
    const before = releaseFacts(release);
    const next = { ...change, revision: release.revision + 1 };
    await tx.update(Release, { id: release.id }, next as never);
    Object.assign(release, next);
    const { engagementId } = release;
    const after = { ...releaseFacts(release), ...(release.endReason === null ? {} : { reason: release.endReason }) };
    await this.audit.record(tx, { engagementId, actor: caller, action, subject: release.id, before, after });
    await this.outbox.add(tx, releaseChanged, releaseFacts(release));
  }
}
