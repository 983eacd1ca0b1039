import { isoOf } from '../definitions/definition-view';
import type { Judgement, LiveRelease, Verdict } from './verdict.entity';
import type { ReleaseVerdicts, VerdictAnswer } from './verdict-schemas';

function verdictView(verdict: Verdict): VerdictAnswer {
  const { engagementId: _engagementId, lowPercent, highPercent, afterFrom, afterTo, judgedAt, ...rest } = verdict;
  return {
    ...rest,
    interval: lowPercent === null || highPercent === null ? null : { lowPercent, highPercent },
    measurementsBefore: Number(verdict.measurementsBefore),
    measurementsAfter: Number(verdict.measurementsAfter),
    afterFrom: isoOf(afterFrom),
    afterTo: isoOf(afterTo),
    judgedAt: isoOf(judgedAt),
  };
}

/** What is known of a release's KPIs. */
export function releaseView(release: LiveRelease, judgements: readonly Judgement[], verdicts: readonly Verdict[]): ReleaseVerdicts {
  const { releaseId, name, environment, liveAt } = release;
  return {
    release: { releaseId, name, environment, liveAt: isoOf(liveAt) },
    judgements: judgements.map(({ stage, dueAt, state }) => ({ stage, dueAt: isoOf(dueAt), state })),
    items: verdicts.map(verdictView),
    nextCursor: null,
  };
}
