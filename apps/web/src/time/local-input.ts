import { DateTime } from 'luxon';

/** `2026-03-03T03:00` of a zone → the instant in UTC; null for nothing or an impossible time. */
export function instantOfLocal(local: string, zone: string): string | null {
  if (!local) return null;
  const time = DateTime.fromISO(local, { zone });
  return time.isValid ? time.toUTC().toISO() : null;
}

/** The wall clock of an instant as an input shows it: `2026-03-03T03:00`. */
export function localOfInstant(instant: string, zone: string): string {
  const time = DateTime.fromISO(instant, { zone });
  return time.isValid ? time.toFormat("yyyy-MM-dd'T'HH:mm") : '';
}
