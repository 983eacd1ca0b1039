import { calendarFaults, aroundTheClock, type Weekday, type WorkingCalendar } from '@slipway/business-time';
import { z } from 'zod';
import { type Line, priority as priorityWord, sideOf, type Side } from '../ticket-words';

const minutes = z.number().finite().positive().max(525_600).nullable().describe('business minutes, fractions allowed; null: no such clock');
const lineTargets = z.object({ responseMinutes: minutes, updateMinutes: minutes, resolutionMinutes: minutes });
const priorityTargets = z.object({ calendar: z.enum(['working-hours', 'around-the-clock']), first: lineTargets, second: lineTargets });
const localTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'is a local time such as 09:00');
const sideCalendar = z.object({
  days: z.array(z.int().min(1).max(7)).min(1).max(7).describe('ISO weekdays, 1 is Monday'),
  from: localTime,
  to: localTime,
  zone: z.string().min(1).max(64).nullable().describe("IANA zone; null: the side's own"),
  holidays: z.boolean().describe("whether the side's public holidays are free"),
});
export const targetsInput = z.object({
  calendars: z.object({ client: sideCalendar, vendor: sideCalendar }),
  escalateOn: z
    .array(z.enum(['response', 'update', 'resolution']))
    .max(3)
    .describe('first-line clocks that escalate when they run out'),
  priorities: z.object({ urgent: priorityTargets, high: priorityTargets, normal: priorityTargets, low: priorityTargets }),
});
export const targetsView = targetsInput.extend({ revision: z.int() });
export type Targets = z.output<typeof targetsInput>;
export type CalendarKind = z.output<typeof priorityTargets>['calendar'];
export type ClockKind = 'response' | 'update' | 'resolution';
export const clockKinds: readonly ClockKind[] = ['response', 'update', 'resolution'];

const office = { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00', zone: null, holidays: true };
const line = (responseMinutes: number | null, updateMinutes: number | null, resolutionMinutes: number | null) => ({
  responseMinutes,
  updateMinutes,
  resolutionMinutes,
});

/** What holds until the sides agree on their own. */
export const defaultTargets: Targets = {
  calendars: { client: { ...office }, vendor: { ...office } },
  escalateOn: ['response', 'resolution'],
  priorities: {
    urgent: { calendar: 'around-the-clock', first: line(30, 60, 120), second: line(30, 60, 240) },
    high: { calendar: 'working-hours', first: line(60, 240, 480), second: line(60, 240, 960) },
    normal: { calendar: 'working-hours', first: line(240, 960, 960), second: line(240, 960, 2400) },
    low: { calendar: 'working-hours', first: line(480, null, 2400), second: line(480, null, 4800) },
  },
};

/** What the directory says of a side. */
export interface SidePlace {
  readonly zone: string;
  readonly holidayRegion: string | null;
}

const weekdays: readonly Weekday[] = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** A side's working calendar as business-time counts it. */
export function workingCalendarOf(targets: Targets, side: Side, places: Readonly<Record<Side, SidePlace>>): WorkingCalendar {
  const own = targets.calendars[side];
  const ranges = [{ from: own.from, to: own.to }];
  return {
    zone: own.zone ?? places[side].zone,
    weekly: Object.fromEntries(own.days.map((day) => [weekdays[day - 1] as Weekday, ranges])),
    holidayRegion: own.holidays ? places[side].holidayRegion : null,
  };
}

/** The calendar that a clock of this line counts by. */
export function clockCalendar(targets: Targets, of: Line, kind: CalendarKind, places: Readonly<Record<Side, SidePlace>>): WorkingCalendar {
  const side = sideOf(of);
  return kind === 'around-the-clock' ? aroundTheClock(places[side].zone) : workingCalendarOf(targets, side, places);
}

/** Faults that the shape alone does not show, by field. */
export function targetFaults(
  targets: Targets,
  places: Readonly<Record<Side, SidePlace>>,
): { field: string; detail: string; remedy: string }[] {
  return (['client', 'vendor'] as const).flatMap((side) =>
    calendarFaults(workingCalendarOf(targets, side, places)).map((fault) => ({ ...fault, field: `calendars.${side}.${fault.field}` })),
  );
}

export const priorities = priorityWord.options;
