import { type Interval, isHolidayRegion, workingIntervals, type WorkingCalendar, weekdays } from '@slipway/business-time';

/** Hours per ISO weekday, as people declare them. */
export type WeeklyHours = readonly { days: readonly number[]; from: string; to: string }[];

export function workingCalendar(zone: string, weekly: WeeklyHours, holidayRegion: string | null): WorkingCalendar {
  const perDay: WorkingCalendar['weekly'] = {};
  for (const { days, from, to } of weekly) {
    for (const day of new Set(days)) {
      const weekday = weekdays[day - 1];
      if (weekday) perDay[weekday] = [...(perDay[weekday] ?? []), { from, to }];
    }
  }
  return { zone, weekly: perDay, holidayRegion: holidayRegion !== null && isHolidayRegion(holidayRegion) ? holidayRegion : null };
}

export interface DeclaredTime {
  availableHours: { zone: string; weekly: WeeklyHours; onHolidays: boolean } | null;
  calendar: { knownFromMs: number; knownUntilMs: number } | null;
  /** Public holidays of the person's party. */
  holidayRegion: string;
}

export type PersonTime = { unknownBecause: string; working: Interval[] } | { unknownBecause: null; working: Interval[] };

/**
 * Hours in which a person may be asked within an interval. Without declared hours or without a calendar nothing is known; beyond what the calendar
 * covers nothing is offered. Unknown is never free.
 */
export function personTime(declared: DeclaredTime, within: Interval): PersonTime {
  const { availableHours, calendar, holidayRegion } = declared;
  if (!availableHours) return { unknownBecause: 'has not declared the hours for releases', working: [] };
  if (!calendar) return { unknownBecause: 'has no calendar', working: [] };
  const covered = { startMs: Math.max(within.startMs, calendar.knownFromMs), endMs: Math.min(within.endMs, calendar.knownUntilMs) };
  if (covered.endMs <= covered.startMs) return { unknownBecause: 'the calendar does not reach that far; upload it again', working: [] };
  const region = availableHours.onHolidays ? null : holidayRegion;
  return { unknownBecause: null, working: workingIntervals(workingCalendar(availableHours.zone, availableHours.weekly, region), covered) };
}
