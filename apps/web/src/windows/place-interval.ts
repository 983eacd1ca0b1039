import { DateTime } from 'luxon';
import type { Week } from './week-of';

export interface Segment {
  /** Column, 0 = Monday. */
  day: number;
  /** Wall-clock minutes of that day, half-open. */
  fromMinute: number;
  toMinute: number;
  /** Whether the interval begins or ends here, or goes on in another segment. */
  begins: boolean;
  ends: boolean;
}

const minuteOfDay = (time: DateTime) => time.hour * 60 + time.minute;

/** Cuts [startAt, endAt) into pieces of the week's days, by the wall clock of `zone`; a piece always has some height. */
export function placeInterval(interval: { startAt: string; endAt: string }, week: Week, zone: string): Segment[] {
  const start = DateTime.fromISO(interval.startAt, { zone });
  const end = DateTime.fromISO(interval.endAt, { zone });
  if (!start.isValid || !end.isValid || end <= start) return [];
  const segments: Segment[] = [];
  for (const [day, { date }] of week.days.entries()) {
    const opens = DateTime.fromISO(date, { zone });
    const closes = opens.plus({ days: 1 });
    if (end <= opens || start >= closes) continue;
    const begins = start >= opens;
    const ends = end <= closes;
    const fromMinute = begins ? minuteOfDay(start) : 0;
    const toMinute = end < closes ? minuteOfDay(end) : 1440;
    segments.push({ day, fromMinute, toMinute: Math.max(toMinute, fromMinute + 15), begins, ends });
  }
  return segments;
}
