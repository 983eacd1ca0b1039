import { DateTime } from 'luxon';
import { isHoliday } from '../holidays/holidays';
import { clip, normalise, type Interval } from '../intervals/intervals';
import { addDays, weekdayOf } from '../zones/local-date';
import { instantOfLocal, localParts } from '../zones/local-time';
import { calendarFaults, weekdays, type LocalRange, type WorkingCalendar } from './working-calendar';

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** How far ahead working time is looked for, about five years. */
const horizonDays = 5 * 366;
const stepDays = 7;

interface ReadyCalendar {
  zone: string;
  rangesOn(date: string): readonly LocalRange[];
}

function readied(calendar: WorkingCalendar): ReadyCalendar {
  const [fault] = calendarFaults(calendar);
  if (fault) throw new RangeError(`${fault.field}: ${fault.detail}`);
  const open = new Map((calendar.openDays ?? []).map(({ date, ranges }) => [date, ranges]));
  const closed = new Set(calendar.closedDays ?? []);
  const region = calendar.holidayRegion ?? null;
  return {
    zone: calendar.zone,
    rangesOn(date) {
      const ranges = open.get(date);
      if (ranges) return ranges;
      const usual = closed.has(date) ? [] : (calendar.weekly[weekdays[weekdayOf(date) - 1]] ?? []);
      return region && usual.length > 0 && isHoliday(region, date) ? [] : usual;
    },
  };
}

function intervalsOn(calendar: ReadyCalendar, date: string): Interval[] {
  return calendar.rangesOn(date).flatMap(({ from, to }) => {
    const startMs = instantOfLocal(calendar.zone, date, from, 'start');
    const endMs = instantOfLocal(calendar.zone, to <= from ? addDays(date, 1) : date, to, 'end');
    return startMs < endMs ? [{ startMs, endMs }] : [];
  });
}

/** Ranges belong to the day on which they start, so the day before and (where a zone skips a date) the day after are looked at too. */
function intervalsWithin(calendar: ReadyCalendar, within: Interval): Interval[] {
  const result: Interval[] = [];
  if (within.endMs <= within.startMs) return result;
  const last = addDays(localParts(calendar.zone, within.endMs).date, 1);
  for (let date = addDays(localParts(calendar.zone, within.startMs).date, -2); date <= last; date = addDays(date, 1)) {
    result.push(...intervalsOn(calendar, date));
  }
  return clip(normalise(result), within);
}

/**
 * Working time inside `within`, normalised and clipped. Where clocks change, a wall time that does not exist counts from the first instant
 * after the gap; one that exists twice starts at the earlier and ends at the later, so a repeated hour inside a range is worked twice.
 * @throws RangeError when the calendar has faults.
 */
export function workingIntervals(calendar: WorkingCalendar, within: Interval): Interval[] {
  return intervalsWithin(readied(calendar), within);
}

/** Whether the calendar works at an instant. @throws RangeError when the calendar has faults. */
export function isWorking(calendar: WorkingCalendar, atMs: number): boolean {
  return workingIntervals(calendar, { startMs: atMs, endMs: atMs + 1 }).length > 0;
}

/** Working intervals from an instant on, a week at a time, up to the horizon. */
function* intervalsFrom(calendar: ReadyCalendar, startMs: number): Generator<Interval> {
  for (let day = 0; day < horizonDays; day += stepDays) {
    yield* intervalsWithin(calendar, { startMs: startMs + day * dayMs, endMs: startMs + (day + stepDays) * dayMs });
  }
}

/** The instant itself when it is worked, else the next start of work; null when none comes within five years. */
export function nextWorkingInstant(calendar: WorkingCalendar, atMs: number): number | null {
  for (const interval of intervalsFrom(readied(calendar), atMs)) return interval.startMs;
  return null;
}

/**
 * The earliest instant at or after `startMs` by which so many minutes were worked; with 0 minutes `startMs` itself, with exactly a day's work
 * the end of that day and not the start of the next. Null when the calendar does not work that much within five years.
 * @throws RangeError when minutes are negative or not finite, or the calendar has faults.
 */
export function addWorkingTime(calendar: WorkingCalendar, startMs: number, minutes: number): number | null {
  if (!Number.isFinite(minutes) || minutes < 0) throw new RangeError('minutes of working time must be a finite number, zero or more');
  let leftMs = Math.round(minutes * minuteMs);
  if (leftMs === 0) return startMs;
  for (const interval of intervalsFrom(readied(calendar), startMs)) {
    const lengthMs = interval.endMs - interval.startMs;
    if (lengthMs >= leftMs) return interval.startMs + leftMs;
    leftMs -= lengthMs;
  }
  return null;
}

/** As addWorkingTime, from a luxon instant to one in UTC. */
export function dueAt(calendar: WorkingCalendar, start: DateTime, minutes: number): DateTime | null {
  const atMs = addWorkingTime(calendar, start.toMillis(), minutes);
  return atMs === null ? null : DateTime.fromMillis(atMs, { zone: 'utc' });
}

/** Minutes worked in `[fromMs, toMs)`, with fractions; negative when `toMs` lies before `fromMs`. */
export function workingMinutesBetween(calendar: WorkingCalendar, fromMs: number, toMs: number): number {
  if (toMs < fromMs) return -workingMinutesBetween(calendar, toMs, fromMs);
  return workingIntervals(calendar, { startMs: fromMs, endMs: toMs }).reduce((sum, each) => sum + each.endMs - each.startMs, 0) / minuteMs;
}
