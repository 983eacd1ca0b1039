import { type Interval, holidaysOf, isHolidayRegion, localParts } from '@slipway/business-time';

const minuteMs = 60_000;

/** Slots of a week: Monday 00:00 is 0, Sunday 23:00 is 167. */
export const slotsPerWeek = 168;

/** The client's calendar that load is read in. */
export interface LoadCalendar {
  zone: string;
  /** As in date-holidays; public holidays count as Sundays. An unknown region has none. */
  holidayRegion: string;
}

export interface SlotStep {
  startMs: number;
  slot: number;
  holiday: boolean;
}

/**
 * The slot of every local hour that touches `within`, by start; the first starts at or before it. Steps follow the local clock over DST changes and
 * half-hour zones.
 */
export function slotSteps(calendar: LoadCalendar, within: Interval): SlotStep[] {
  const slotAt = slotReader(calendar, within);
  const steps: SlotStep[] = [];
  let atMs = within.startMs - (localParts(calendar.zone, within.startMs).minuteOfDay % 60) * minuteMs;
  while (atMs < within.endMs) {
    steps.push({ startMs: atMs, ...slotAt(atMs) });
    atMs += (60 - (localParts(calendar.zone, atMs).minuteOfDay % 60)) * minuteMs;
  }
  return steps;
}

/** Reads the slot of an instant; holidays are looked up once for `within`. */
export function slotReader(calendar: LoadCalendar, within: Interval): (atMs: number) => { slot: number; holiday: boolean } {
  const from = localParts(calendar.zone, within.startMs - 86_400_000).date;
  const to = localParts(calendar.zone, within.endMs + 86_400_000).date;
  const holidays = new Set(
    isHolidayRegion(calendar.holidayRegion) ? holidaysOf(calendar.holidayRegion, from, to).map(({ date }) => date) : [],
  );
  return (atMs) => {
    const { date, weekday, hour } = localParts(calendar.zone, atMs);
    const holiday = holidays.has(date);
    return { slot: ((holiday ? 7 : weekday) - 1) * 24 + hour, holiday };
  };
}
