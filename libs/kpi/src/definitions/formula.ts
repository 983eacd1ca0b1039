export const aggregates = ['count', 'sum', 'avg', 'min', 'max', 'rate'] as const;
/** `rate` is measurements an hour. */
export type AggregateName = (typeof aggregates)[number];

export interface Aggregate {
  kind: 'aggregate';
  measure: string;
  aggregate: AggregateName;
  /** Only measurements of this feature; of any and none when absent. */
  feature?: string | null;
  /** Only measurements whose dimension has one of the values, for every dimension named. */
  filters?: Record<string, string[]>;
}

export interface Ratio {
  kind: 'ratio';
  numerator: Aggregate;
  denominator: Aggregate;
  /** What the quotient is multiplied by: 100 for percent; 1 when absent. */
  scale?: number;
}

export type Formula = Aggregate | Ratio;

/** What measurements of some time and group add up to; without measurements there is no such value. */
export interface Totals {
  count: number;
  sum: number;
  min: number;
  max: number;
}

/** A value as a quotient, so that values of several hours add up before they are divided. */
export interface Quotient {
  numerator: number;
  denominator: number;
}

/** The aggregates of a formula, numerator first. */
export function aggregatesOf(formula: Formula): Aggregate[] {
  return formula.kind === 'ratio' ? [formula.numerator, formula.denominator] : [formula];
}

/** Whether no measurement in an hour may be read as zero once the stream is known to be alive: true of counts and sums only. */
export function isAdditive(formula: Formula): boolean {
  return formula.kind === 'aggregate' && ['count', 'sum', 'rate'].includes(formula.aggregate);
}

/** Totals of two groups together. */
export function addTotals(a: Totals, b: Totals): Totals {
  return { count: a.count + b.count, sum: a.sum + b.sum, min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) };
}

function quotientOf(aggregate: AggregateName, totals: Totals, hours: number): Quotient {
  switch (aggregate) {
    case 'count':
      return { numerator: totals.count, denominator: 1 };
    case 'sum':
      return { numerator: totals.sum, denominator: 1 };
    case 'avg':
      return { numerator: totals.sum, denominator: totals.count };
    case 'min':
      return { numerator: totals.min, denominator: 1 };
    case 'max':
      return { numerator: totals.max, denominator: 1 };
    case 'rate':
      return { numerator: totals.count, denominator: hours };
  }
}

const valueOf = ({ numerator, denominator }: Quotient): number | null => {
  const value = denominator === 0 ? Number.NaN : numerator / denominator;
  return Number.isFinite(value) ? value : null;
};

/**
 * A formula's value as a quotient over `hours` hours, or null where it cannot be told. `totals` are those of aggregatesOf, null where nothing was
 * measured. Without measurements there is no value, never a zero; except that a ratio's count or sum is zero when its denominator, of the same
 * measure, shows that measuring went on.
 */
export function formulaQuotient(formula: Formula, totals: readonly (Totals | null)[], hours: number): Quotient | null {
  if (formula.kind === 'aggregate') return totals[0] && quotientOf(formula.aggregate, totals[0], hours);
  const { numerator, denominator, scale = 1 } = formula;
  const [above, below] = totals;
  if (!below) return null;
  const divisor = valueOf(quotientOf(denominator.aggregate, below, hours));
  if (divisor === null || divisor === 0) return null;
  const isProvenZero = !above && numerator.measure === denominator.measure && ['count', 'sum', 'rate'].includes(numerator.aggregate);
  const dividend = above ? valueOf(quotientOf(numerator.aggregate, above, hours)) : isProvenZero ? 0 : null;
  return dividend === null ? null : { numerator: dividend * scale, denominator: divisor };
}

/** A formula's value over `hours` hours, or null where it cannot be told. */
export function formulaValue(formula: Formula, totals: readonly (Totals | null)[], hours: number): number | null {
  const quotient = formulaQuotient(formula, totals, hours);
  return quotient && valueOf(quotient);
}
