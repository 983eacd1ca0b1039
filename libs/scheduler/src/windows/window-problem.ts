import type { Interval } from '@slipway/business-time';

export type Side = 'client' | 'vendor';

/** Minutes of each part of a window, in this order. */
export interface WindowParts {
  preparationMinutes: number;
  cutoverMinutes: number;
  rollbackMinutes: number;
  watchMinutes: number;
}

export interface Weights {
  load: number;
  users: number;
  engineers: number;
}

/** An interval that a window, or only its disruption (cutover and rollback reserve), must not touch. */
export interface Closure extends Interval {
  id: string;
  kind: 'freeze' | 'blackout' | 'booking';
  reason: string;
}

export interface RoleNeed {
  side: Side;
  role: string;
  people: number;
}

export interface BusyTime extends Interval {
  /** Leave and other releases cannot be moved; meetings can be asked to. */
  movable: boolean;
}

export interface SchedulablePerson {
  personId: string;
  name: string;
  side: Side;
  roles: readonly string[];
  /** Why nothing is known of the person's time; such a person is never free. `null` = known. */
  unknownBecause: string | null;
  /** Hours in which the person may be asked, clipped to what the calendar covers. */
  working: readonly Interval[];
  busy: readonly BusyTime[];
}

/** Expected load of the features together, constant in `[startMs, next startMs)`. */
export interface LoadStep {
  startMs: number;
  /** 0 … 1 of the peak; `null` = unknown. */
  share: number | null;
  confidence: number;
}

export interface UserGroupAtWork {
  name: string;
  headcount: number;
  working: readonly Interval[];
}

/** Everything a search needs, as plain values; instants in epoch milliseconds, intervals half-open. */
export interface WindowProblem {
  /** A window lies wholly within `[startMs, endMs)`. */
  startMs: number;
  endMs: number;
  /** First start on the grid, not before `startMs`. */
  firstStartMs: number;
  gridMinutes: number;
  parts: WindowParts;
  closures: readonly Closure[];
  needs: readonly RoleNeed[];
  people: readonly SchedulablePerson[];
  load: readonly LoadStep[];
  users: readonly UserGroupAtWork[];
  weights: Weights;
  take: number;
}

export const minuteMs = 60_000;
export const hourMs = 3_600_000;

export const totalMinutes = (parts: WindowParts): number =>
  parts.preparationMinutes + parts.cutoverMinutes + parts.rollbackMinutes + parts.watchMinutes;

/** Cutover and rollback reserve of a window that starts at `startMs`: the time in which users feel it. */
export const disruptionOf = (parts: WindowParts, startMs: number): Interval => {
  const from = startMs + parts.preparationMinutes * minuteMs;
  return { startMs: from, endMs: from + (parts.cutoverMinutes + parts.rollbackMinutes) * minuteMs };
};

export const windowOf = (parts: WindowParts, startMs: number): Interval => ({
  startMs,
  endMs: startMs + totalMinutes(parts) * minuteMs,
});

/** The part of a window that a closure must not touch: users' blackouts concern the disruption, all else the whole window. */
export const concernedBy = (closure: Pick<Closure, 'kind'>, parts: WindowParts, startMs: number): Interval =>
  closure.kind === 'blackout' ? disruptionOf(parts, startMs) : windowOf(parts, startMs);
