/** A quantity that is constant between breakpoints, with its running integral, so that any interval is summed in O(log n). */
export class StepFunction {
  private readonly cumulated: Float64Array;

  /**
   * @param starts ascending epoch milliseconds at which `values` begin; each holds until the next start, the last until `endMs`.
   * Outside of `[starts[0], endMs)` the value is 0.
   */
  constructor(
    private readonly starts: Float64Array,
    private readonly values: Float64Array,
    private readonly endMs: number,
  ) {
    this.cumulated = new Float64Array(starts.length + 1);
    for (let index = 0; index < starts.length; index += 1) {
      const until = index + 1 < starts.length ? (starts[index + 1] as number) : endMs;
      this.cumulated[index + 1] = (this.cumulated[index] as number) + (values[index] as number) * (until - (starts[index] as number));
    }
  }

  /** Integral over `[fromMs, toMs)` in value × milliseconds. */
  integral(fromMs: number, toMs: number): number {
    return toMs <= fromMs ? 0 : this.upTo(toMs) - this.upTo(fromMs);
  }

  private upTo(atMs: number): number {
    const index = lastAtOrBefore(this.starts, atMs);
    if (index < 0) return 0;
    const until = Math.min(atMs, this.endMs);
    return (this.cumulated[index] as number) + (this.values[index] as number) * (until - (this.starts[index] as number));
  }
}

/** Sums steps of several intervals, each with its own height, into one function over `[startMs, endMs)`. */
export function sumOfIntervals(
  layers: readonly { height: number; intervals: readonly { startMs: number; endMs: number }[] }[],
  within: { startMs: number; endMs: number },
): StepFunction {
  const changes = new Map<number, number>([[within.startMs, 0]]);
  for (const { height, intervals } of layers) {
    for (const interval of intervals) {
      const from = Math.max(interval.startMs, within.startMs);
      const to = Math.min(interval.endMs, within.endMs);
      if (to <= from) continue;
      changes.set(from, (changes.get(from) ?? 0) + height);
      changes.set(to, (changes.get(to) ?? 0) - height);
    }
  }
  const starts = Float64Array.from(changes.keys()).sort();
  const values = new Float64Array(starts.length);
  let level = 0;
  starts.forEach((startMs, index) => {
    level += changes.get(startMs) ?? 0;
    values[index] = level;
  });
  return new StepFunction(starts, values, within.endMs);
}

function lastAtOrBefore(ascending: Float64Array, wanted: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] as number) <= wanted) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
