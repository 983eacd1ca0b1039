import { DateTime } from 'luxon';

/** RFC 3339 in UTC with milliseconds. */
export function iso(at: DateTime): string {
  const text = at.toUTC().toISO();
  if (text === null) throw new Error('not a valid instant');
  return text;
}

export const isoOrNull = (at: DateTime | null): string | null => (at === null ? null : iso(at));
export const instantOf = (text: string): DateTime => DateTime.fromISO(text, { zone: 'utc' });
export const fromMs = (ms: number): DateTime => DateTime.fromMillis(ms, { zone: 'utc' });
