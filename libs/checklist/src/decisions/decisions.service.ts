import { Injectable } from '@nestjs/common';
import { Audit, type Caller } from '@slipway/access';
import { decisionRecorded } from '@slipway/contracts';
import { Outbox } from '@slipway/messaging';
import { Clock, decodeCursor, encodeCursor, newId, Problem } from '@slipway/service-host';
import { type EntityManager, In } from 'typeorm';
import { iso } from '../iso';
import { LoadReadiness } from '../readiness/load-readiness.service';
import { ReadinessService } from '../readiness/readiness.service';
import { ChangeRelease } from '../releases/change-release.service';
import { LockedRelease } from '../releases/locked-release.service';
import { newestFirst, ReadRelease } from '../releases/read-release.service';
import type { Release } from '../releases/release.entity';
import { statusAfterDecision } from '../releases/release-lifecycle';
import { Decision, DecisionVote } from './decision.entity';
import type { DecisionView, Vote } from './decision-schemas';
import { decisionView } from './decision-view';
import { refuseVote, tallyVotes } from './tally-votes';

const snapshotMoved = (): Problem =>
  Problem.conflict(
    'snapshot-moved',
    'Readiness is not the one that this decision is about any more.',
    'GET …/readiness, look at what changed, and open a decision on its hash.',
  );

@Injectable()
export class DecisionsService {
  constructor(
    private readonly clock: Clock,
    private readonly locked: LockedRelease,
    private readonly releases: ReadRelease,
    private readonly changes: ChangeRelease,
    private readonly loader: LoadReadiness,
    private readonly readiness: ReadinessService,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
  ) {}

  async list(
    tx: EntityManager,
    caller: Caller,
    releaseId: string,
    query: { cursor?: string | undefined; limit: number },
  ): Promise<{ items: DecisionView[]; nextCursor: string | null }> {
    await this.releases.one(tx, caller.engagementId, releaseId);
    const find = tx
      .createQueryBuilder(Decision, 'decision')
      .where('decision.releaseId = :releaseId', { releaseId })
      .orderBy('decision.openedAt', 'DESC')
      .addOrderBy('decision.id', 'DESC')
      .take(query.limit + 1);
    if (query.cursor !== undefined) {
      const [at, id] = decodeCursor(newestFirst, query.cursor);
      find.andWhere('(decision.openedAt, decision.id) < (:at, :id)', { at, id });
    }
    const rows = await find.getMany();
    const page = rows.slice(0, query.limit);
    const last = page.at(-1);
    return {
      items: await this.views(tx, caller, page),
      nextCursor: rows.length > page.length && last ? encodeCursor([iso(last.openedAt), last.id]) : null,
    };
  }

  async view(tx: EntityManager, caller: Caller, decisionId: string): Promise<DecisionView> {
    const [view] = await this.views(tx, caller, [await this.one(tx, caller, decisionId)]);
    if (view === undefined) throw Problem.notFound('decision');
    return view;
  }

  /** Opens a decision on the readiness that the caller has seen. One at a time: the second to open gets 409. */
  async open(tx: EntityManager, caller: Caller, releaseId: string, readinessHash: string): Promise<DecisionView> {
    const release = await this.locked.take(tx, caller.engagementId, releaseId, 'decide');
    const { assessment, hash } = await this.readiness.refresh(tx, release, 'before a decision');
    if (hash !== readinessHash) throw snapshotMoved();
    if (await tx.existsBy(Decision, { releaseId, status: 'open' })) {
      throw Problem.conflict('decision-open', 'A decision on this readiness is open already.', 'Vote on it: GET the release names it.');
    }
    const row: Decision = {
      id: newId(),
      engagementId: release.engagementId,
      releaseId,
      status: 'open',
      outcome: null,
      readinessHash: hash,
      readinessRevision: release.readinessRevision,
      scope: release.scope,
      ready: assessment.ready,
      blockers: assessment.blockers.map(({ itemKey, state }) => ({ itemKey, state })),
      openedBy: caller.personId,
      openedAt: this.clock.now(),
      decidedAt: null,
    };
    await tx.insert(Decision, row);
    await this.audit.record(tx, {
      engagementId: release.engagementId,
      actor: caller,
      action: 'decision.opened',
      subject: row.id,
      after: { releaseId, readinessHash: hash, ready: row.ready },
    });
    return this.view(tx, caller, row.id);
  }

  /** A named vote; the decision completes with the vote of the second side's release manager. */
  async vote(
    tx: EntityManager,
    caller: Caller,
    decisionId: string,
    wanted: { vote: Vote; conditions?: string | undefined; reason?: string | undefined },
  ): Promise<DecisionView> {
    const { releaseId } = await this.one(tx, caller, decisionId);
    const release = await this.locked.take(tx, caller.engagementId, releaseId, 'decide');
    const decision = await this.one(tx, caller, decisionId);
    if (decision.status === 'superseded') throw snapshotMoved();
    if (decision.status === 'complete')
      throw Problem.conflict('decision-over', 'This decision is complete.', 'Open a new one to decide again.');
    const { hash } = await this.readiness.assess(tx, release);
    if (hash !== decision.readinessHash) throw snapshotMoved();
    const cast = await tx.findBy(DecisionVote, { decisionId });
    if (cast.some((one) => one.personId === caller.personId)) {
      throw Problem.conflict(
        'already-voted',
        'You have voted on this decision.',
        'A vote stands; open a new decision after this one to vote anew.',
      );
    }
    const refusal = refuseVote(wanted.vote, decision);
    if (refusal)
      throw new Problem({
        status: 409,
        code: refusal.code,
        detail: refusal.detail,
        remedy: refusal.remedy,
        extensions: { blockers: refusal.blockers ?? [] },
      });
    const vote: DecisionVote = {
      decisionId,
      personId: caller.personId,
      engagementId: caller.engagementId,
      side: caller.side,
      department: caller.department,
      role: caller.roles.includes('release-manager') ? 'release-manager' : 'business',
      vote: wanted.vote,
      conditions: wanted.conditions ?? null,
      reason: wanted.reason ?? null,
      at: this.clock.now(),
    };
    await tx.insert(DecisionVote, vote);
    const { side, role, conditions, reason } = vote;
    await this.audit.record(tx, {
      engagementId: caller.engagementId,
      actor: caller,
      action: 'decision.voted',
      subject: decisionId,
      after: { side, role, vote: wanted.vote, conditions, reason },
    });
    const tally = tallyVotes([...cast, vote]);
    if (tally.complete && tally.outcome !== null) await this.complete(tx, caller, release, decision, tally.outcome);
    return this.view(tx, caller, decisionId);
  }

  private async complete(tx: EntityManager, caller: Caller, release: Release, decision: Decision, outcome: Vote): Promise<void> {
    const decidedAt = this.clock.now();
    await tx.update(Decision, { id: decision.id }, { status: 'complete', outcome, decidedAt });
    const status = statusAfterDecision(outcome);
    await this.outbox.add(tx, decisionRecorded, {
      engagementId: release.engagementId,
      releaseId: release.id,
      decisionId: decision.id,
      outcome,
      readinessHash: decision.readinessHash,
      decidedAt: iso(decidedAt),
    });
    await this.changes.apply(tx, caller, release, `decision.${outcome}`, { status });
  }

  private async one(tx: EntityManager, caller: Caller, decisionId: string): Promise<Decision> {
    const decision = await tx.findOneBy(Decision, { id: decisionId, engagementId: caller.engagementId });
    if (decision === null) throw Problem.notFound('decision');
    return decision;
  }

  private async views(tx: EntityManager, caller: Caller, rows: readonly Decision[]): Promise<DecisionView[]> {
    if (rows.length === 0) return [];
    const votes = await tx.findBy(DecisionVote, { decisionId: In(rows.map((row) => row.id)) });
    const people = await this.loader.people(tx, caller.engagementId);
    return rows.map((row) =>
      decisionView(
        row,
        votes.filter((vote) => vote.decisionId === row.id),
        people,
      ),
    );
  }
}
