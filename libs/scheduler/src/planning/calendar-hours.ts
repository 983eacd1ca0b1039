import type { Interval } from '@slipway/business-time';
import { freeTimes, startsWithin } from '../windows/cover';
import { sumOfIntervals } from '../windows/step-function';
import { hourMs, type LoadStep, type RoleNeed, type SchedulablePerson, type UserGroupAtWork } from '../windows/window-problem';

/** Starts of the hours of an interval. */
export function hoursOf({ startMs, endMs }: Interval): number[] {
  const first = Math.floor(startMs / hourMs) * hourMs;
  return Array.from({ length: Math.max(0, Math.ceil((endMs - first) / hourMs)) }, (_, index) => first + index * hourMs);
}

export interface RoleHour {
  side: 'client' | 'vendor';
  role: string;
  required: number;
  /** People free for the whole hour. */
  free: number;
  /** People of whom nothing is known. */
  unknown: number;
}

/** For every hour, how many people of each role are free for all of it. */
export function rolesByHour(hours: readonly number[], needs: readonly RoleNeed[], people: readonly SchedulablePerson[]): RoleHour[][] {
  const grid = { firstStartMs: hours[0] ?? 0, gridMinutes: 60, count: hours.length };
  const counts = needs.map((need) => {
    const able = people.filter((person) => person.side === need.side && person.roles.includes(need.role));
    const changes = new Int32Array(hours.length + 1);
    for (const person of able) {
      for (const free of freeTimes(person)) {
        const { first, last } = startsWithin(free, grid, hourMs);
        if (last < first) continue;
        changes[first] = (changes[first] as number) + 1;
        changes[last + 1] = (changes[last + 1] as number) - 1;
      }
    }
    let level = 0;
    const free = Array.from(changes.subarray(0, hours.length), (change) => (level += change));
    return { need, free, unknown: able.filter(({ unknownBecause }) => unknownBecause !== null).length };
  });
  return hours.map((_, hour) =>
    counts.map(({ need, free, unknown }) => ({
      side: need.side,
      role: need.role,
      required: need.people,
      free: free[hour] as number,
      unknown,
    })),
  );
}

/** Mean number of users at work in every hour. */
export function usersByHour(hours: readonly number[], groups: readonly UserGroupAtWork[]): number[] {
  const within = { startMs: hours[0] ?? 0, endMs: (hours.at(-1) ?? 0) + hourMs };
  const atWork = sumOfIntervals(
    groups.map(({ headcount, working }) => ({ height: headcount, intervals: working })),
    within,
  );
  return hours.map((hour) => atWork.integral(hour, hour + hourMs) / hourMs);
}

/** Load steps that begin within an interval; the first is moved to its start. */
export function loadByStep(load: readonly LoadStep[], within: Interval): { startMs: number; share: number | null }[] {
  return load
    .filter(({ startMs }, index) => startMs < within.endMs && (load[index + 1]?.startMs ?? Infinity) > within.startMs)
    .map(({ startMs, share }) => ({ startMs: Math.max(startMs, within.startMs), share }));
}
