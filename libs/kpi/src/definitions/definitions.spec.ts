import fc from 'fast-check';
import { definitionInput } from './definition-input';
import { addTotals, aggregates, formulaValue, isAdditive, type Aggregate, type Formula, type Totals } from './formula';
import { maySign, missingSides } from './may-sign';

const of = (aggregate: Aggregate['aggregate'], measure = 'm'): Aggregate => ({ kind: 'aggregate', measure, aggregate });
const totalsOf = (values: readonly number[]): Totals | null =>
  values.length === 0
    ? null
    : { count: values.length, sum: values.reduce((a, b) => a + b, 0), min: Math.min(...values), max: Math.max(...values) };
const input = {
  name: 'Orders closed',
  formula: of('count', 'order.closed'),
  unit: 'orders',
  direction: 'higher',
  guardrails: { warnPercent: 5, failPercent: 15 },
  minimumSample: 200,
};

describe('formulas', () => {
  it('computes each aggregate', () => {
    const totals = totalsOf([1, 2, 6]);
    expect(aggregates.map((name) => formulaValue(of(name), [totals], 2))).toEqual([3, 9, 3, 1, 6, 1.5]);
  });

  it('has no value without measurements, never zero', () => {
    for (const name of aggregates) expect(formulaValue(of(name), [null], 1)).toBeNull();
  });

  it('averages all measurements, not the averages of parts', () => {
    const whole = fc.array(fc.integer({ min: -1_000, max: 1_000 }), { minLength: 1 });
    fc.assert(
      fc.property(whole, whole, (a, b) => {
        const together = addTotals(totalsOf(a) as Totals, totalsOf(b) as Totals);
        expect(together).toEqual(totalsOf([...a, ...b]));
        expect(formulaValue(of('avg'), [together], 1)).toBeCloseTo([...a, ...b].reduce((x, y) => x + y, 0) / (a.length + b.length), 9);
      }),
    );
  });

  it('a ratio is zero only where its own measure proves that measuring went on', () => {
    const errors: Formula = {
      kind: 'ratio',
      numerator: { ...of('count'), filters: { status: ['error'] } },
      denominator: of('count'),
      scale: 100,
    };
    expect(formulaValue(errors, [totalsOf([1]), totalsOf([1, 1, 1, 1])], 1)).toBe(25);
    expect(formulaValue(errors, [null, totalsOf([1, 1])], 1)).toBe(0);
    expect(formulaValue(errors, [null, null], 1)).toBeNull();
    expect(formulaValue({ ...errors, numerator: of('count', 'other') }, [null, totalsOf([1])], 1)).toBeNull();
    expect(formulaValue({ ...errors, denominator: of('sum') }, [totalsOf([1]), totalsOf([0])], 1)).toBeNull();
  });

  it('knows which formulas add up over hours', () => {
    expect(aggregates.filter((name) => isAdditive(of(name)))).toEqual(['count', 'sum', 'rate']);
    expect(isAdditive({ kind: 'ratio', numerator: of('count'), denominator: of('count') })).toBe(false);
  });
});

describe('definition input', () => {
  const faultsOf = (change: object): string[] => {
    const result = definitionInput.safeParse({ ...input, ...change });
    return result.success ? [] : result.error.issues.map(({ path }) => path.join('.'));
  };

  it('takes a good one and fills in what may be left out', () => {
    expect(definitionInput.parse(input).dimensions).toEqual([]);
    expect(faultsOf({ formula: { kind: 'ratio', numerator: of('sum'), denominator: of('count'), scale: 100 } })).toEqual([]);
  });

  it('names the field of what it refuses', () => {
    expect(faultsOf({ name: 'a\u0000' })).toEqual(['name']);
    expect(faultsOf({ guardrails: { warnPercent: 20, failPercent: 15 } })).toEqual(['guardrails.warnPercent']);
    expect(faultsOf({ guardrails: { warnPercent: 0, failPercent: 15 } })).toEqual(['guardrails.warnPercent']);
    expect(faultsOf({ minimumSample: 0 })).toEqual(['minimumSample']);
    expect(faultsOf({ dimensions: ['region', 'region'] })).toEqual(['dimensions']);
    expect(faultsOf({ dimensions: ['feature'] })).toEqual(['dimensions.0']);
    expect(faultsOf({ formula: { ...of('sum'), aggregate: 'median' } })).toEqual(['formula.aggregate']);
    expect(faultsOf({ formula: { ...of('sum'), filters: { region: [] } } })).toEqual(['formula.filters.region']);
    expect(faultsOf({ extra: 1 })).toEqual(['']);
  });
});

describe('signing', () => {
  it('is for release managers, business and analytics', () => {
    expect(maySign({ roles: ['business'], department: 'sales' })).toBe(true);
    expect(maySign({ roles: ['release-manager'], department: 'delivery' })).toBe(true);
    expect(maySign({ roles: ['engineer'], department: 'Analytics' })).toBe(true);
    expect(maySign({ roles: ['engineer', 'auditor'], department: 'development' })).toBe(false);
  });

  it('needs both sides', () => {
    expect(missingSides([])).toEqual(['client', 'vendor']);
    expect(missingSides([{ side: 'vendor' }, { side: 'vendor' }])).toEqual(['client']);
    expect(missingSides([{ side: 'vendor' }, { side: 'client' }])).toEqual([]);
  });
});
