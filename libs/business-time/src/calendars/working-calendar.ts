import { isHolidayRegion } from '../holidays/holidays';
import { isLocalDate, isLocalTime } from '../zones/local-date';
import { isZone } from '../zones/zone';

export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof weekdays)[number];

/** Wall times `HH:mm`; `to` may be `24:00`. When `to` is not after `from`, the range runs past midnight into the next day. */
export interface LocalRange {
  from: string;
  to: string;
}

/** When people of one place work. A range belongs to the day on which it starts. */
export interface WorkingCalendar {
  /** IANA zone in which all dates and wall times are read. */
  zone: string;
  weekly: Partial<Record<Weekday, LocalRange[]>>;
  /** Whose public holidays are free, as in date-holidays (`DE`, `DE-BY`, `IN`); none when absent. */
  holidayRegion?: string | null;
  /** Local dates without work. */
  closedDays?: string[];
  /** Local dates with other hours than usual; they beat weekly hours, holidays and closed days. */
  openDays?: { date: string; ranges: LocalRange[] }[];
}

/** Something wrong with a value, where, and what to do. */
export interface Fault {
  field: string;
  detail: string;
  remedy: string;
}

const maxRangesPerDay = 24;
const maxNamedDays = 2_000;

/** Monday to Friday in one range, with the holidays of a region. */
export function officeHours(zone: string, holidayRegion: string | null = null, from = '09:00', to = '17:00'): WorkingCalendar {
  const ranges = [{ from, to }];
  return { zone, holidayRegion, weekly: { monday: ranges, tuesday: ranges, wednesday: ranges, thursday: ranges, friday: ranges } };
}

/** Every hour of every day. */
export function aroundTheClock(zone: string): WorkingCalendar {
  return { zone, weekly: Object.fromEntries(weekdays.map((weekday) => [weekday, [{ from: '00:00', to: '24:00' }]])) };
}

function rangeFaults(ranges: readonly LocalRange[], field: string): Fault[] {
  if (ranges.length > maxRangesPerDay) {
    return [{ field, detail: `a day has at most ${maxRangesPerDay} ranges`, remedy: 'Merge ranges.' }];
  }
  return ranges.flatMap(({ from, to }, index) => {
    if (isLocalTime(from) && (isLocalTime(to) || to === '24:00') && from !== to) return [];
    return [
      {
        field: `${field}.${index}`,
        detail: `${JSON.stringify(from)} to ${JSON.stringify(to)} is not a range of wall times`,
        remedy: 'Give two different times as HH:mm; the end may be 24:00.',
      },
    ];
  });
}

/** Everything wrong with a calendar; empty when it is good. */
export function calendarFaults(calendar: WorkingCalendar): Fault[] {
  const faults: Fault[] = [];
  if (!isZone(calendar.zone)) {
    faults.push({
      field: 'zone',
      detail: `${JSON.stringify(calendar.zone)} is not an IANA time zone`,
      remedy: 'Name a zone such as Europe/Berlin.',
    });
  }
  if (calendar.holidayRegion != null && !isHolidayRegion(calendar.holidayRegion)) {
    faults.push({
      field: 'holidayRegion',
      detail: `no holidays are known for ${JSON.stringify(calendar.holidayRegion)}`,
      remedy: 'Name a country, or country and state, such as DE or DE-BY; or leave it out.',
    });
  }
  for (const [weekday, ranges] of Object.entries(calendar.weekly)) {
    if (!(weekdays as readonly string[]).includes(weekday)) {
      faults.push({
        field: `weekly.${weekday}`,
        detail: `${JSON.stringify(weekday)} is not a weekday`,
        remedy: `Use ${weekdays.join(', ')}.`,
      });
    } else faults.push(...rangeFaults(ranges ?? [], `weekly.${weekday}`));
  }
  const closed = calendar.closedDays ?? [];
  const open = calendar.openDays ?? [];
  if (closed.length > maxNamedDays || open.length > maxNamedDays) {
    faults.push({
      field: closed.length > maxNamedDays ? 'closedDays' : 'openDays',
      detail: `a calendar names at most ${maxNamedDays} days of a kind`,
      remedy: 'Drop days that are long past.',
    });
    return faults;
  }
  const namesNoDate = (field: string, date: string): Fault[] =>
    isLocalDate(date) ? [] : [{ field, detail: `${JSON.stringify(date)} is not a date`, remedy: 'Give a real date as YYYY-MM-DD.' }];
  closed.forEach((date, index) => faults.push(...namesNoDate(`closedDays.${index}`, date)));
  open.forEach(({ date, ranges }, index) => {
    faults.push(...namesNoDate(`openDays.${index}.date`, date), ...rangeFaults(ranges, `openDays.${index}.ranges`));
  });
  return faults;
}
