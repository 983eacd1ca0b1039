import { localParts } from '@slipway/business-time';
import { minuteMs, totalMinutes, type WindowParts } from './window-problem';

const dayMs = 86_400_000;
export const longestHorizonDays = 366;

export interface Horizon {
  startMs: number;
  endMs: number;
  /** First start on the grid of the local clock. */
  firstStartMs: number;
}

export type HorizonFault = { code: 'window-longer-than-horizon' | 'latest-is-past'; detail: string; remedy: string; field: string };

/** The interval in which windows are searched: from now, or `notBefore`, for `horizonDays`, and not after `latestAt`. */
export function horizonOf(
  wish: { notBeforeMs: number | null; latestMs: number | null; horizonDays: number; gridMinutes: number; parts: WindowParts },
  nowMs: number,
  zone: string,
): Horizon | HorizonFault {
  const startMs = Math.max(nowMs, wish.notBeforeMs ?? nowMs);
  const endMs = Math.min(startMs + wish.horizonDays * dayMs, wish.latestMs ?? Infinity);
  if (endMs <= startMs) {
    return {
      code: 'latest-is-past',
      field: 'latestAt',
      detail: 'The latest end lies in the past.',
      remedy: 'Name a later latestAt, or none.',
    };
  }
  const lengthMs = totalMinutes(wish.parts) * minuteMs;
  if (startMs + lengthMs > endMs) {
    const detail = `The window takes ${totalMinutes(wish.parts)} minutes and there are ${Math.floor((endMs - startMs) / minuteMs)} between the earliest start and the latest end.`;
    return {
      code: 'window-longer-than-horizon',
      field: 'horizonDays',
      detail,
      remedy: 'Shorten the window, or lengthen horizonDays or latestAt.',
    };
  }
  return { startMs, endMs, firstStartMs: onGrid(startMs, wish.gridMinutes, zone) };
}

/** The first instant at or after `atMs` whose local minute is a multiple of the grid. */
function onGrid(atMs: number, gridMinutes: number, zone: string): number {
  const minute = Math.ceil(atMs / minuteMs) * minuteMs;
  const past = localParts(zone, minute).minuteOfDay % gridMinutes;
  return past === 0 ? minute : minute + (gridMinutes - past) * minuteMs;
}

/** Horizons to try when there is no window: twice and four times as long, and a year. A latest end is given up. */
export function longerHorizons(horizon: Horizon, horizonDays: number): Horizon[] {
  const days = [...new Set([2, 4].map((factor) => Math.min(horizonDays * factor, longestHorizonDays)))].filter(
    (candidate) => candidate > horizonDays,
  );
  const ends = [horizon.startMs + horizonDays * dayMs, ...days.map((candidate) => horizon.startMs + candidate * dayMs)];
  return ends.filter((endMs) => endMs > horizon.endMs).map((endMs) => ({ ...horizon, endMs }));
}
