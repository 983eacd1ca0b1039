import { formulaValue, type Formula, type Totals } from '../definitions/formula';

/** Totals of one aggregate of a formula in one bucket and group. */
export interface BucketTotals extends Totals {
  /** Index of the aggregate, as in aggregatesOf. */
  aggregate: number;
  bucket: number;
  /** Values of the dimensions grouped by, in their order; null where a measurement does not have it. */
  group: (string | null)[];
}

export interface FoldedSeries {
  group: (string | null)[];
  values: (number | null)[];
  counts: (number | null)[];
}

const hourMs = 3_600_000;

/**
 * One series per group, largest first, at most `most` of them; a bucket without measurements is null, never 0. `counts` are the measurements of
 * the formula's last aggregate (a ratio's denominator).
 */
export function foldSeries(
  formula: Formula,
  edgesMs: readonly number[],
  rows: readonly BucketTotals[],
  most: number,
): { series: FoldedSeries[]; otherGroups: number } {
  const buckets = edgesMs.length - 1;
  const parts = formula.kind === 'ratio' ? 2 : 1;
  const groups = new Map<string, { group: (string | null)[]; size: number; totals: (Totals | null)[][] }>();
  for (const row of rows) {
    const key = JSON.stringify(row.group);
    let known = groups.get(key);
    if (!known) {
      known = { group: row.group, size: 0, totals: Array.from({ length: buckets }, () => Array<Totals | null>(parts).fill(null)) };
      groups.set(key, known);
    }
    known.size += row.count;
    known.totals[row.bucket][row.aggregate] = row;
  }
  const bySize = [...groups].sort(([keyA, a], [keyB, b]) => b.size - a.size || (keyA < keyB ? -1 : 1)).map(([, each]) => each);
  return {
    series: bySize.slice(0, most).map(({ group, totals }) => ({
      group,
      values: totals.map((each, bucket) => formulaValue(formula, each, (edgesMs[bucket + 1] - edgesMs[bucket]) / hourMs)),
      counts: totals.map((each) => each[parts - 1]?.count ?? null),
    })),
    otherGroups: Math.max(0, bySize.length - most),
  };
}
