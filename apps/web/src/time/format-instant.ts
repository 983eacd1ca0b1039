import { DateTime } from 'luxon';

const at = (instant: string, zone: string) => DateTime.fromISO(instant, { zone, locale: 'en-GB' });

/** The zone's short name at that instant: `CET`, `BST`, or `UTC+5:30` where no name is in common use. */
export function shortZone(zone: string, instant: string): string {
  const time = at(instant, zone);
  const name = time.offsetNameShort ?? '';
  if (/^[A-Z]{3,5}$/.test(name) && name !== 'GMT') return name;
  if (time.offset === 0) return zone === 'Europe/London' ? 'GMT' : 'UTC';
  return `UTC${time.toFormat('Z')}`;
}

/** `Asia/Kolkata (UTC+5:30)`. */
export function describeZone(zone: string, instant: string): string {
  const time = at(instant, zone);
  return time.isValid ? `${zone.replaceAll('_', ' ')} (UTC${time.offset === 0 ? '' : time.toFormat('Z')})` : zone;
}

/** `Kolkata`, from `Asia/Kolkata`. */
export const cityOf = (zone: string): string => (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');

/** `Tue 24 Nov 2026, 14:30 CET`; the year only where it differs from the year of `now`. */
export function formatInstant(instant: string, zone: string, now?: string): string {
  const time = at(instant, zone);
  if (!time.isValid) return 'unknown time';
  const year = now && at(now, zone).year === time.year ? '' : ' yyyy';
  return `${time.toFormat(`ccc d LLL${year}, HH:mm`)} ${shortZone(zone, instant)}`;
}

/** `24 Nov 2026`. */
export function formatDay(instant: string, zone: string): string {
  const time = at(instant, zone);
  return time.isValid ? time.toFormat('d LLL yyyy') : 'unknown day';
}

/** `Tue 3 Mar, 03:00 – 06:00 CET`, or with both days where it crosses midnight. Half-open: the end is the first instant outside. */
export function formatRange(start: string, end: string, zone: string): string {
  const from = at(start, zone);
  const to = at(end, zone);
  if (!from.isValid || !to.isValid) return 'unknown time';
  const last = from.hasSame(to, 'day') ? to.toFormat('HH:mm') : to.toFormat('ccc d LLL, HH:mm');
  const first = shortZone(zone, start);
  const second = shortZone(zone, end);
  return `${from.toFormat('ccc d LLL, HH:mm')}${first === second ? '' : ` ${first}`} – ${last} ${second}`;
}

/** `3 h 15 min`, `2 d 4 h`, `45 s`. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.round(Math.abs(milliseconds) / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
  const days = Math.floor(hours / 24);
  return hours % 24 && days < 7 ? `${days} d ${hours % 24} h` : `${days} d`;
}

/** `in 3 h 15 min`, `2 d ago`, `now` within half a minute. */
export function formatDistance(instant: string, nowMs: number): string {
  const difference = Date.parse(instant) - nowMs;
  if (Number.isNaN(difference)) return 'at an unknown time';
  if (Math.abs(difference) < 30_000) return 'now';
  return difference > 0 ? `in ${formatDuration(difference)}` : `${formatDuration(difference)} ago`;
}
