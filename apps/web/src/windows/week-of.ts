import { DateTime } from 'luxon';

export interface Week {
  /** Local date of its Monday, `2026-11-23`. */
  monday: string;
  /** First instant of the Monday and of the next one, UTC. */
  startAt: string;
  endAt: string;
  days: { date: string; label: string; short: string }[];
}

/** The ISO week, in `zone`, that holds a local date or instant. */
export function weekOf(moment: string, zone: string): Week {
  const found = DateTime.fromISO(moment, { zone, locale: 'en-GB' });
  const monday = (found.isValid ? found : DateTime.fromMillis(0, { zone, locale: 'en-GB' })).startOf('week');
  const days = Array.from({ length: 7 }, (_, index) => monday.plus({ days: index }));
  return {
    monday: monday.toFormat('yyyy-MM-dd'),
    startAt: monday.toUTC().toISO() ?? '',
    endAt: monday.plus({ weeks: 1 }).toUTC().toISO() ?? '',
    days: days.map((day) => ({ date: day.toFormat('yyyy-MM-dd'), label: day.toFormat('ccc d LLL'), short: day.toFormat('ccc d') })),
  };
}

/** The Monday that many weeks further. */
export const shiftWeek = (monday: string, weeks: number): string =>
  DateTime.fromISO(monday, { zone: 'utc' }).plus({ weeks }).toFormat('yyyy-MM-dd');
