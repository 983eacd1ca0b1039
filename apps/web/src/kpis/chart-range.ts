import { DateTime } from 'luxon';

export const ranges = [
  { value: 'week', label: '7 days', days: 7, grain: 'hour' },
  { value: 'month', label: '4 weeks', days: 28, grain: 'day' },
  { value: 'quarter', label: '12 weeks', days: 84, grain: 'day' },
] as const;

/** Whole local days up to the end of today, so that the address stays the same all day. */
export function rangeOf(value: string, zone: string, now: string): { from: string; to: string; grain: string; zone?: string } {
  const range = ranges.find((one) => one.value === value) ?? ranges[1];
  const end = DateTime.fromISO(now, { zone }).startOf('day').plus({ days: 1 });
  const instant = (time: DateTime) => time.toUTC().toISO() ?? '';
  return {
    from: instant(end.minus({ days: range.days })),
    to: instant(end),
    grain: range.grain,
    ...(range.grain === 'hour' ? {} : { zone }),
  };
}
