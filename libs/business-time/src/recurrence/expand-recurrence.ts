import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import type { Interval } from '../intervals/intervals';
import { instantsOfWallTime } from '../zones/local-time';
import { recurrenceFaults, untilOf, wallMsOf, type Recurrence } from './recurrence';

const minuteMs = 60_000;
const dayMs = 86_400_000;
const stepMs = 366 * dayMs;
const defaultLimit = 10_000;
/** Enough for ten thousand occurrences of a rule that matches once in four years; an endless search stops here. */
const maxIterations = 100_000;

export interface ExpandedRecurrence {
  /** Occurrences that share an instant with the range, by start; whole, neither clipped nor merged. */
  intervals: Interval[];
  /** Whether the limit cut the list. */
  truncated: boolean;
}

/**
 * The rule is expanded on the bare wall clock, as if in UTC; each wall time is then placed in the zone. So neither the process's zone nor a
 * change of clocks can move or drop occurrences.
 */
function* wallTimes(recurrence: Recurrence, startWallMs: number, fromWallMs: number, toWallMs: number): Generator<number> {
  const rule = recurrence.rule
    ?.toUpperCase()
    .replace(/(^|;)UNTIL=[^;]*/, '')
    .replace(/^;/, '');
  if (!rule) {
    yield startWallMs;
    return;
  }
  const expansion = new RRuleTemporal({
    rruleString: `RRULE:${rule}`,
    dtstart: Temporal.Instant.fromEpochMilliseconds(startWallMs).toZonedDateTimeISO('UTC'),
    maxIterations,
    maxCandidateEvaluations: maxIterations * 10,
    cache: false,
  });
  for (let from = Math.max(fromWallMs, startWallMs); from <= toWallMs; from += stepMs) {
    const to = Math.min(from + stepMs - 1, toWallMs);
    for (const at of expansion.between(new Date(from), new Date(to), true)) yield at.epochMilliseconds;
  }
}

/**
 * Occurrences of a recurrence that share an instant with `within`. A wall time that a change of clocks swallows starts at the first instant
 * after the gap (`shift`, the default: a freeze must not vanish) or is left out (`omit`, RFC 5545 3.3.10 to the letter); a repeated wall time
 * is the earlier. COUNT counts wall times, the swallowed included.
 * @throws RangeError when the recurrence has faults, or is so sparse that the search for an occurrence was given up.
 */
export function expandRecurrence(
  recurrence: Recurrence,
  within: Interval,
  options: { limit?: number; nonexistent?: 'shift' | 'omit' } = {},
): ExpandedRecurrence {
  const [fault] = recurrenceFaults(recurrence);
  if (fault) throw new RangeError(`${fault.field}: ${fault.detail}`);
  const { limit = defaultLimit, nonexistent = 'shift' } = options;
  const { zone, duration } = recurrence;
  const startWallMs = wallMsOf(recurrence.startLocal) as number;
  const lengthMs = (duration.days ?? 0) * dayMs + (duration.minutes ?? 0) * minuteMs;
  const until = recurrence.rule ? untilOf(recurrence.rule) : null;
  const excluded = new Set((recurrence.excludeLocal ?? []).map(wallMsOf));
  const intervals: Interval[] = [];
  const taken = new Set<number>();
  let truncated = false;
  const place = (wallMs: number): void => {
    if (excluded.has(wallMs) || taken.has(wallMs)) return;
    const { kind, firstMs: startMs } = instantsOfWallTime(zone, wallMs);
    if (kind === 'gap' && nonexistent === 'omit') return;
    const afterDays = duration.days ? instantsOfWallTime(zone, wallMs + duration.days * dayMs).firstMs : startMs;
    const endMs = afterDays + (duration.minutes ?? 0) * minuteMs;
    if (endMs <= within.startMs || startMs >= within.endMs || endMs <= startMs) return;
    if (intervals.length >= limit) truncated = true;
    else {
      taken.add(wallMs);
      intervals.push({ startMs, endMs });
    }
  };
  if (within.endMs > within.startMs) {
    const reachMs = 2 * dayMs;
    for (const local of recurrence.includeLocal ?? []) place(wallMsOf(local) as number);
    for (const wallMs of wallTimes(recurrence, startWallMs, within.startMs - lengthMs - reachMs, within.endMs + reachMs)) {
      if (truncated) break;
      if (until && ('wallMs' in until ? wallMs > until.wallMs : instantsOfWallTime(zone, wallMs).firstMs > until.instantMs)) break;
      place(wallMs);
    }
  }
  intervals.sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs);
  return { intervals, truncated };
}
