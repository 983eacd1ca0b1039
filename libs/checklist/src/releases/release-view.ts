import type { DateTime } from 'luxon';
import { adviceView } from '../advice/advice-view';
import type { AdviceRow } from '../advice/advice.entity';
import { decisionView } from '../decisions/decision-view';
import type { Decision, DecisionVote } from '../decisions/decision.entity';
import { evidenceView } from '../evidence/evidence-view';
import type { Evidence } from '../evidence/evidence.entity';
import { fromMs, iso, isoOrNull } from '../iso';
import type { People } from '../people/people';
import type { AssessedItem } from '../readiness/assess-item';
import type { Assessment } from '../readiness/assess-readiness';
import type { Review, SignOff } from '../reviews/review.entity';
import { signOffView } from '../reviews/sign-off-view';
import type { Task } from '../tasks/task.entity';
import { waiverView } from '../waivers/waiver-view';
import type { Waiver } from '../waivers/waiver.entity';
import type { Release } from './release.entity';
import type { ReleaseItemView, ReleaseSummary, ReleaseView } from './release-schemas';

export function releaseSummary(row: Release, people: People, openAdvice: number): ReleaseSummary {
  return {
    releaseId: row.id,
    revision: row.revision,
    name: row.name,
    kind: row.kind,
    status: row.status,
    recipe: { key: row.recipeKey, version: row.recipeVersion },
    environment: row.environment,
    components: row.components,
    features: row.features,
    notBefore: isoOrNull(row.notBefore),
    latestAt: isoOrNull(row.latestAt),
    createdAt: iso(row.createdAt),
    createdBy: people.person(row.createdBy),
    liveAt: isoOrNull(row.liveAt),
    rolledBackAt: isoOrNull(row.rolledBackAt),
    closedAt: isoOrNull(row.closedAt),
    outcome: row.outcome,
    readiness: {
      ready: row.ready,
      done: row.done,
      total: row.total,
      blockers: row.blockers,
      hash: row.readinessHash,
      revision: row.readinessRevision,
      takenAt: iso(row.readinessTakenAt),
    },
    openAdvice,
  };
}

export interface ReleaseRows {
  readonly release: Release;
  readonly assessment: Assessment;
  readonly sections: readonly { key: string; title: string }[];
  readonly people: People;
  readonly tasks: readonly Task[];
  readonly reviews: readonly Review[];
  readonly signOffs: readonly SignOff[];
  readonly waivers: readonly Waiver[];
  /** Whole rows of the proof that counts. */
  readonly evidence: readonly Evidence[];
  readonly decision: { row: Decision; votes: readonly DecisionVote[] } | null;
  readonly advice: readonly AdviceRow[];
  readonly now: DateTime;
}

export function releaseView(rows: ReleaseRows): ReleaseView {
  const { release, assessment, people, advice, decision } = rows;
  const items = assessment.items.map((assessed) => itemView(assessed, rows));
  const booked = rows.evidence.find((one) => one.itemKey === 'moment-chosen' && one.byProduct && one.outcome === 'pass');
  return {
    ...releaseSummary(release, people, advice.length),
    sections: rows.sections
      .map(({ key, title }) => {
        const own = items.filter((item) => item.section === key);
        return { key, title, done: own.filter((item) => item.done).length, total: own.length, items: own };
      })
      .filter((section) => section.total > 0),
    notApplicable: assessment.notApplicable.map(({ item, reason }) => ({ itemKey: item.key, title: item.title, reason })),
    blockers: [...assessment.blockers],
    window: booked?.body ? windowOf(booked.body) : null,
    decision: decision ? decisionView(decision.row, decision.votes, people) : null,
    advice: advice.map(adviceView),
  };
}

function itemView(assessed: AssessedItem, rows: ReleaseRows): ReleaseItemView {
  const { item, state, cause, reason, done } = assessed;
  const { people, now } = rows;
  const own = <Row extends { itemKey: string }>(list: readonly Row[]): Row[] => list.filter((row) => row.itemKey === item.key);
  const review = own(rows.reviews).at(0);
  const signOff = own(rows.signOffs)
    .sort((a, b) => b.decidedAt.toMillis() - a.decidedAt.toMillis())
    .at(0);
  const waiver = own(rows.waivers)
    .sort((a, b) => b.requestedAt.toMillis() - a.requestedAt.toMillis() || (a.id < b.id ? 1 : -1))
    .at(0);
  return {
    key: item.key,
    version: item.version,
    title: item.title,
    section: item.section,
    side: item.side,
    auditor: item.auditor,
    proof: [...item.proof],
    freshDays: item.freshDays,
    signOff: item.signOff,
    state,
    cause,
    reason,
    done,
    staleAt: assessed.staleAtMs === null ? null : iso(fromMs(assessed.staleAtMs)),
    tasks: own(rows.tasks)
      .sort((a, b) => (a.side < b.side ? -1 : 1))
      .map((task) => ({
        taskId: task.id,
        side: task.side,
        status: task.status,
        assignee: people.personOrNull(task.assigneeId),
        assignedBecause: task.assignedBecause,
        dueAt: isoOrNull(task.dueAt),
        completedAt: isoOrNull(task.completedAt),
        comment: task.comment,
      })),
    review: review
      ? { reviewId: review.id, status: review.status, auditor: people.personOrNull(review.auditorId), requestedAt: iso(review.requestedAt) }
      : null,
    signedOff: signOff ? signOffView(signOff, people) : null,
    waiver: waiver ? waiverView(waiver, people, now) : null,
    evidence: own(rows.evidence).map((row) => evidenceView(row, people)),
    evidenceCount: item.evidenceCount,
  };
}

function windowOf(body: Record<string, unknown>): ReleaseView['window'] {
  const { bookingId, startAt, endAt, zone } = body;
  return { bookingId: String(bookingId), startAt: String(startAt), endAt: String(endAt), zone: String(zone) };
}
