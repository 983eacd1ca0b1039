const dayMs = 86_400_000;
const pad = (value: number, width: number): string => String(value).padStart(width, '0');

/** Days since 1970-01-01 of a civil date. */
export function dayNumber(date: string): number {
  return Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10))) / dayMs;
}

/** The civil date `YYYY-MM-DD` of a number of days since 1970-01-01. */
export function dateOfDayNumber(day: number): string {
  const date = new Date(day * dayMs);
  return `${pad(date.getUTCFullYear(), 4)}-${pad(date.getUTCMonth() + 1, 2)}-${pad(date.getUTCDate(), 2)}`;
}

/** Whether this is a real civil date, `YYYY-MM-DD`, of the years 1900 to 2999. */
export function isLocalDate(value: string): boolean {
  return /^(19|2\d)\d{2}-\d{2}-\d{2}$/.test(value) && dateOfDayNumber(dayNumber(value)) === value;
}

/** Whether this is a wall-clock time `HH:mm` from 00:00 to 23:59. */
export function isLocalTime(value: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(value);
}

/** A civil date so many days later (or earlier). */
export function addDays(date: string, days: number): string {
  return dateOfDayNumber(dayNumber(date) + days);
}

/** ISO weekday of a civil date: 1 is Monday, 7 is Sunday. */
export function weekdayOf(date: string): number {
  return ((((dayNumber(date) + 3) % 7) + 7) % 7) + 1;
}
