import type { Interval } from '@slipway/business-time';
import { occurrencesOf, type RecurringTime } from './freeze-times';

export interface FreezeRule extends RecurringTime {
  id: string;
  reason: string;
  /** `null` = every environment. */
  environment: string | null;
}

export interface FrozenTime extends Interval {
  freezeId: string;
  reason: string;
  environment: string | null;
}

/** The one evaluator of freezes: page, API, search and booking ask it. By start. */
export function frozenTimes(freezes: readonly FreezeRule[], environment: string | null, within: Interval): FrozenTime[] {
  return freezes
    .filter((freeze) => environment === null || freeze.environment === null || freeze.environment === environment)
    .flatMap((freeze) =>
      occurrencesOf(freeze, within).map((time) => ({
        ...time,
        freezeId: freeze.id,
        reason: freeze.reason,
        environment: freeze.environment,
      })),
    )
    .sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs);
}

export interface FreezeState {
  state: 'open' | 'closed';
  reasons: FrozenTime[];
  /** When the state changes next; `null` = not within a year. */
  nextChangeMs: number | null;
}

const yearMs = 366 * 86_400_000;

/** Whether an environment is open for releases at an instant, why not, and until when. */
export function freezeStateAt(freezes: readonly FreezeRule[], environment: string, atMs: number): FreezeState {
  const times = frozenTimes(freezes, environment, { startMs: atMs, endMs: atMs + yearMs });
  const reasons = times.filter((time) => time.startMs <= atMs && atMs < time.endMs);
  if (reasons.length === 0) return { state: 'open', reasons, nextChangeMs: times[0]?.startMs ?? null };
  let closedUntil = Math.max(...reasons.map(({ endMs }) => endMs));
  for (const time of times) {
    if (time.startMs > closedUntil) break;
    closedUntil = Math.max(closedUntil, time.endMs);
  }
  return { state: 'closed', reasons, nextChangeMs: closedUntil < atMs + yearMs ? closedUntil : null };
}
