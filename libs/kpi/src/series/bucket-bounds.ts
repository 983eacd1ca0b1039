import { addDays, dayNumber, localDay, localParts, weekdayOf } from '@slipway/business-time';

export const grains = ['hour', 'day', 'week'] as const;
export type Grain = (typeof grains)[number];
const hourMs = 3_600_000;

/** Buckets of a time range: `startsMs` and then the end of the last. */
export interface BucketBounds {
  /** One more than there are buckets; ascending. */
  edgesMs: number[];
  /** Whether some edge is not on a full hour in UTC: hourly values cannot be cut there, an hour belongs to the bucket in which it starts. */
  approximateEdges: boolean;
}

/** Full hours in UTC, local days, or local weeks from Monday, that cover `[fromMs, toMs)`; null when there would be more than `most`. */
export function bucketBounds(fromMs: number, toMs: number, grain: Grain, zone: string, most: number): BucketBounds | null {
  const edgesMs: number[] = [];
  if (grain === 'hour') {
    const first = Math.floor(fromMs / hourMs);
    const last = Math.max(first + 1, Math.ceil(toMs / hourMs));
    if (last - first > most) return null;
    for (let hour = first; hour <= last; hour += 1) edgesMs.push(hour * hourMs);
  } else {
    const days = grain === 'day' ? 1 : 7;
    let date = localParts(zone, fromMs).date;
    if (grain === 'week') date = addDays(date, 1 - weekdayOf(date));
    if ((dayNumber(localParts(zone, toMs).date) - dayNumber(date)) / days > most + 1) return null;
    for (; ; date = addDays(date, days)) {
      const { startMs } = localDay(zone, date);
      if (edgesMs.length === 0 || startMs > edgesMs[edgesMs.length - 1]) edgesMs.push(startMs);
      if (edgesMs.length > 1 && startMs >= toMs) break;
    }
    if (edgesMs.length - 1 > most) return null;
  }
  return { edgesMs, approximateEdges: edgesMs.some((edge) => edge % hourMs !== 0) };
}
