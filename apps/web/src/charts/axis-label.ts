import { DateTime } from 'luxon';

/** The name of a tick in `zone`: days as `24 Nov`, hours as `14:00` with the day at midnight. `step` is the distance of ticks in seconds. */
export function axisLabel(seconds: number, step: number, zone: string): string {
  const time = DateTime.fromSeconds(seconds, { zone, locale: 'en-GB' });
  if (step >= 86_400 || (time.hour === 0 && time.minute === 0)) return time.toFormat('d LLL');
  return time.toFormat('HH:mm');
}
