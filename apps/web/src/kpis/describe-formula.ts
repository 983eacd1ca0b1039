import type { Aggregate, Formula } from './kpi-types';

const words: Record<Aggregate['aggregate'], (measure: string) => string> = {
  count: (measure) => `how many ${measure}`,
  sum: (measure) => `sum of ${measure}`,
  avg: (measure) => `average of ${measure}`,
  min: (measure) => `smallest ${measure}`,
  max: (measure) => `largest ${measure}`,
  rate: (measure) => `${measure} an hour`,
};

function describeAggregate(aggregate: Aggregate): string {
  const cuts = [
    ...(aggregate.feature ? [`feature ${aggregate.feature}`] : []),
    ...Object.entries(aggregate.filters ?? {}).map(([dimension, values]) => `${dimension} ${values.join(' or ')}`),
  ];
  return words[aggregate.aggregate](aggregate.measure) + (cuts.length ? ` where ${cuts.join(' and ')}` : '');
}

/** The formula as a sentence part: `how many order.closed`, `sum of a / how many b × 100`. */
export function describeFormula(formula: Formula): string {
  if (formula.kind === 'aggregate') return describeAggregate(formula);
  const scale = formula.scale && formula.scale !== 1 ? ` × ${formula.scale}` : '';
  return `${describeAggregate(formula.numerator)} / ${describeAggregate(formula.denominator)}${scale}`;
}
