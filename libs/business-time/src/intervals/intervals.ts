/** Half-open `[startMs, endMs)` in epoch milliseconds. */
export interface Interval {
  startMs: number;
  endMs: number;
}

/**
 * Sorted, without empties; overlapping and touching intervals become one.
 * @throws RangeError when an end is not a finite number or lies before its start.
 */
export function normalise(intervals: readonly Interval[]): Interval[] {
  const sorted: Interval[] = [];
  for (const { startMs, endMs } of intervals) {
    if (!Number.isFinite(startMs) || !Number.isFinite(endMs)) throw new RangeError('an interval needs two finite instants');
    if (endMs < startMs) throw new RangeError('an interval ends before it starts');
    if (endMs > startMs) sorted.push({ startMs, endMs });
  }
  sorted.sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs);
  const merged: Interval[] = [];
  for (const interval of sorted) {
    const last = merged[merged.length - 1];
    if (last && interval.startMs <= last.endMs) last.endMs = Math.max(last.endMs, interval.endMs);
    else merged.push(interval);
  }
  return merged;
}

/** Instants in `a` or in `b`. */
export function union(a: readonly Interval[], b: readonly Interval[]): Interval[] {
  return normalise([...a, ...b]);
}

/** Instants in both `a` and `b`. */
export function intersect(a: readonly Interval[], b: readonly Interval[]): Interval[] {
  const left = normalise(a);
  const right = normalise(b);
  const result: Interval[] = [];
  for (let i = 0, j = 0; i < left.length && j < right.length;) {
    const startMs = Math.max(left[i].startMs, right[j].startMs);
    const endMs = Math.min(left[i].endMs, right[j].endMs);
    if (startMs < endMs) result.push({ startMs, endMs });
    if (left[i].endMs < right[j].endMs) i += 1;
    else j += 1;
  }
  return result;
}

/** Instants in `a` that are not in `b`. */
export function subtract(a: readonly Interval[], b: readonly Interval[]): Interval[] {
  const taken = normalise(b);
  const result: Interval[] = [];
  let j = 0;
  for (const { startMs, endMs } of normalise(a)) {
    let from = startMs;
    while (j < taken.length && taken[j].endMs <= from) j += 1;
    for (let k = j; k < taken.length && taken[k].startMs < endMs; k += 1) {
      if (taken[k].startMs > from) result.push({ startMs: from, endMs: taken[k].startMs });
      from = Math.max(from, taken[k].endMs);
    }
    if (from < endMs) result.push({ startMs: from, endMs });
  }
  return result;
}

/** What `within` has outside of `intervals`. */
export function gaps(intervals: readonly Interval[], within: Interval): Interval[] {
  return subtract([within], intervals);
}

/** What `intervals` have inside of `within`. */
export function clip(intervals: readonly Interval[], within: Interval): Interval[] {
  return intersect(intervals, [within]);
}

/** Whether an instant lies in one of the intervals; need not be normalised. */
export function containsInstant(intervals: readonly Interval[], atMs: number): boolean {
  return intervals.some(({ startMs, endMs }) => startMs <= atMs && atMs < endMs);
}

/** Whether `wanted` lies wholly inside the union of the intervals; an empty one always does. */
export function covers(intervals: readonly Interval[], wanted: Interval): boolean {
  return subtract([wanted], intervals).length === 0;
}

/** Whether two intervals share an instant; touching ones do not. */
export function overlaps(a: Interval, b: Interval): boolean {
  return Math.max(a.startMs, b.startMs) < Math.min(a.endMs, b.endMs);
}

/** Milliseconds in the union of the intervals: what lies in two counts once. */
export function totalMs(intervals: readonly Interval[]): number {
  return normalise(intervals).reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
}
