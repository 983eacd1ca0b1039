import { DateTime } from 'luxon';
import type { Calendar } from './window-types';

const percent = (share: number) => `${Math.round(share * 100)} %`;

/** A day of the calendar in words, by the wall clock of `zone`. Hours of unknown load are neither quiet nor peak. */
export function describeDay(calendar: Pick<Calendar, 'load' | 'freezes' | 'bookings'>, date: string, zone: string) {
  const opens = DateTime.fromISO(date, { zone });
  const from = opens.toMillis();
  const until = opens.plus({ days: 1 }).toMillis();
  const touches = (interval: { startAt: string; endAt: string }) =>
    Date.parse(interval.startAt) < until && Date.parse(interval.endAt) > from;
  const holds = (instant: string) => Date.parse(instant) >= from && Date.parse(instant) < until;
  const known = calendar.load.hours.flatMap((hour) =>
    holds(hour.startAt) && hour.shareOfPeak !== null ? [{ startAt: hour.startAt, share: hour.shareOfPeak }] : [],
  );
  const clock = (instant: string) => DateTime.fromISO(instant, { zone }).toFormat('HH:mm');
  const quiet = [...known].sort((a, b) => a.share - b.share || a.startAt.localeCompare(b.startAt)).slice(0, 3);
  const top = known.reduce<(typeof known)[number] | null>((best, hour) => (best && best.share >= hour.share ? best : hour), null);
  return {
    quietest: quiet.length ? quiet.map((hour) => `${clock(hour.startAt)} (${percent(hour.share)})`).join(', ') : null,
    peak: top ? `${clock(top.startAt)} (${percent(top.share)})` : null,
    freezes: calendar.freezes.filter(touches),
    bookings: calendar.bookings.filter((booking) => touches(booking) && (booking.status === 'booked' || booking.status === 'proposed')),
    holds,
  };
}
