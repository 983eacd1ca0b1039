import type { DateTime } from 'luxon';

export interface ThrottleRule {
  /** Failures that cost nothing, since people mistype. */
  free: number;
  /** Longest wait, in seconds. */
  longestSeconds: number;
  /** After this long without a failure all is forgotten, in seconds. */
  forgetSeconds: number;
}

/** One account: five tries, then 2, 4, 8 … seconds, a quarter of an hour at most. */
export const accountThrottle: ThrottleRule = { free: 5, longestSeconds: 900, forgetSeconds: 3_600 };
/** One address, behind which a whole office may sit. */
export const addressThrottle: ThrottleRule = { free: 30, longestSeconds: 900, forgetSeconds: 3_600 };

export interface Attempts {
  failures: number;
  lastFailedAt: DateTime;
}

/** Seconds that must pass after the last of `failures` failures in a row. */
export function delaySeconds(failures: number, rule: ThrottleRule): number {
  const beyond = failures - rule.free;
  return beyond < 0 ? 0 : Math.min(rule.longestSeconds, 2 ** Math.min(beyond + 1, 30));
}

/** Whole seconds that a caller still has to wait at `now`; 0 when a try is allowed. */
export function waitSeconds(attempts: Attempts | null, rule: ThrottleRule, now: DateTime): number {
  if (!attempts) return 0;
  const sinceSeconds = now.diff(attempts.lastFailedAt).as('seconds');
  if (sinceSeconds >= rule.forgetSeconds) return 0;
  return Math.max(0, Math.ceil(delaySeconds(attempts.failures, rule) - sinceSeconds));
}

/** What to remember when a try begins: it counts as failed until it has succeeded, so that tries at the same time are all counted. */
export function countTry(attempts: Attempts | null, rule: ThrottleRule, now: DateTime): Attempts {
  const forgotten = !attempts || now.diff(attempts.lastFailedAt).as('seconds') >= rule.forgetSeconds;
  return { failures: forgotten ? 1 : attempts.failures + 1, lastFailedAt: now };
}
