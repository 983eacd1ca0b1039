import { formulaValue, type Formula, type Totals } from '../definitions/formula';
import { freshForMs } from './tracking-times';

export interface ObservedTotals extends Totals {
  lastAtMs: number;
}

export interface TrackedKpi {
  lastMeasuredMs: number | null;
  fresh: boolean;
  last24h: number | null;
  previous24h: number | null;
  changePercent: number | null;
}

/**
 * Whether a KPI is measured, and how it stands. `last` and `previous` are the totals of the last and the former 24 hours for each aggregate of its
 * formula. Fresh is what had a measurement within the last day; a ratio needs that of both its parts, except that a part of the same measure as the
 * denominator may rightly be empty.
 */
export function assessTracking(
  formula: Formula,
  last: readonly (ObservedTotals | null)[],
  previous: readonly (ObservedTotals | null)[],
  nowMs: number,
): TrackedKpi {
  const parts = formula.kind === 'ratio' ? [formula.numerator, formula.denominator] : [formula];
  const needed = parts.map(({ measure }, i) => i === parts.length - 1 || measure !== parts[parts.length - 1].measure);
  const lastAt = parts.map((_, i) => Math.max(last[i]?.lastAtMs ?? -Infinity, previous[i]?.lastAtMs ?? -Infinity));
  const oldest = Math.min(...lastAt.filter((_, i) => needed[i]));
  const last24h = formulaValue(formula, last, 24);
  const previous24h = formulaValue(formula, previous, 24);
  return {
    lastMeasuredMs: Number.isFinite(oldest) ? oldest : null,
    fresh: oldest >= nowMs - freshForMs,
    last24h,
    previous24h,
    changePercent:
      last24h === null || previous24h === null || previous24h === 0 ? null : ((last24h - previous24h) / Math.abs(previous24h)) * 100,
  };
}
