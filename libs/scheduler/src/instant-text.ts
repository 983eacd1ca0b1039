import { DateTime } from 'luxon';

/** RFC 3339 in UTC with milliseconds, as all answers write instants. */
export function instantText(at: DateTime | Date | number): string {
  if (typeof at === 'number') return new Date(at).toISOString();
  return DateTime.isDateTime(at) ? new Date(at.toMillis()).toISOString() : at.toISOString();
}

export const instantTextOrNull = (at: DateTime | Date | number | null): string | null => (at === null ? null : instantText(at));

/** Epoch milliseconds of an instant that a schema has checked. */
export const millisecondsOf = (instant: string): number => DateTime.fromISO(instant, { zone: 'utc' }).toMillis();
