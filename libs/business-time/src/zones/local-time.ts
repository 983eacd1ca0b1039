import type { Interval } from '../intervals/intervals';
import { addDays, dateOfDayNumber, dayNumber, isLocalDate, isLocalTime, weekdayOf } from './local-date';
import { offsetChangeBetween, offsetMsAt } from './zone-offsets';

const hourMs = 3_600_000;
const dayMs = 86_400_000;

export interface LocalParts {
  /** `YYYY-MM-DD` */
  date: string;
  year: number;
  month: number;
  day: number;
  /** ISO: 1 is Monday, 7 is Sunday. */
  weekday: number;
  hour: number;
  /** Minutes on the wall clock since 00:00, 0 to 1439. */
  minuteOfDay: number;
}

/** What calendar and wall clock of a zone show at an instant. */
export function localParts(zone: string, atMs: number): LocalParts {
  const wallMs = atMs + offsetMsAt(zone, atMs);
  const date = dateOfDayNumber(Math.floor(wallMs / dayMs));
  const minuteOfDay = Math.floor((wallMs - Math.floor(wallMs / dayMs) * dayMs) / 60_000);
  return {
    date,
    year: Number(date.slice(0, 4)),
    month: Number(date.slice(5, 7)),
    day: Number(date.slice(8, 10)),
    weekday: weekdayOf(date),
    hour: Math.floor(minuteOfDay / 60),
    minuteOfDay,
  };
}

/** Minutes that local time is ahead of UTC. */
export function offsetMinutes(zone: string, atMs: number): number {
  return offsetMsAt(zone, atMs) / 60_000;
}

/** How many instants show this wall time, and which. */
export interface WallTimeInstants {
  kind: 'unique' | 'gap' | 'fold';
  /** The only one, the earlier of two, or the first instant after the gap. */
  firstMs: number;
  /** The only one, the later of two, or the first instant after the gap. */
  lastMs: number;
}

/**
 * Finds the instants at which a zone's wall clock shows `wallMs` (the wall time read as if it were UTC). A wall time that a change to
 * daylight saving swallows is shifted forward to the first instant after the gap; a repeated one gives both.
 */
export function instantsOfWallTime(zone: string, wallMs: number): WallTimeInstants {
  const earlyProbe = wallMs - 15 * hourMs;
  const lateProbe = wallMs + 13 * hourMs;
  const before = offsetMsAt(zone, earlyProbe);
  const after = offsetMsAt(zone, lateProbe);
  if (before === after) return { kind: 'unique', firstMs: wallMs - before, lastMs: wallMs - before };
  const matches = [wallMs - before, wallMs - after].filter((atMs) => atMs + offsetMsAt(zone, atMs) === wallMs);
  if (matches.length === 2) return { kind: 'fold', firstMs: Math.min(...matches), lastMs: Math.max(...matches) };
  if (matches.length === 1) return { kind: 'unique', firstMs: matches[0], lastMs: matches[0] };
  const changeMs = offsetChangeBetween(zone, earlyProbe, lateProbe) ?? wallMs - before;
  return { kind: 'gap', firstMs: changeMs, lastMs: changeMs };
}

/**
 * The instant of a local date and wall time. A wall time that does not exist is the first instant after the gap; one that exists twice is the
 * earlier for a `start` and the later for an `end`. `24:00` is the start of the next day, whichever the edge, so that days never overlap.
 * @throws RangeError when zone, date or time is not valid.
 */
export function instantOfLocal(zone: string, date: string, time: string, edge: 'start' | 'end' = 'start'): number {
  if (!isLocalDate(date)) throw new RangeError(`${JSON.stringify(date)} is not a date YYYY-MM-DD`);
  if (time === '24:00') return instantsOfWallTime(zone, (dayNumber(date) + 1) * dayMs).firstMs;
  if (!isLocalTime(time)) throw new RangeError(`${JSON.stringify(time)} is not a time HH:mm`);
  const wallMs = dayNumber(date) * dayMs + (Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))) * 60_000;
  const instants = instantsOfWallTime(zone, wallMs);
  return edge === 'start' ? instants.firstMs : instants.lastMs;
}

/**
 * A local day, from the first instant of its date to the first of the next: 24 hours, or 23, 25, 23.5 … where clocks change, and none where a
 * zone skipped the date. Consecutive days partition time, also where midnight does not exist.
 */
export function localDay(zone: string, date: string): Interval {
  return { startMs: instantOfLocal(zone, date, '00:00'), endMs: instantOfLocal(zone, date, '24:00') };
}

/** Every local date whose day shares an instant with `within`, in order. */
export function localDatesIn(zone: string, within: Interval): string[] {
  if (within.endMs <= within.startMs) return [];
  const dates: string[] = [];
  let date = addDays(localParts(zone, within.startMs).date, -1);
  for (let day = localDay(zone, date); day.startMs < within.endMs; day = localDay(zone, date)) {
    if (day.endMs > within.startMs && day.endMs > day.startMs) dates.push(date);
    date = addDays(date, 1);
  }
  return dates;
}
