import { describeFormula } from './describe-formula';

describe('describeFormula', () => {
  it('reads an aggregate with its cuts', () =>
    expect(
      describeFormula({
        kind: 'aggregate',
        measure: 'order.closed',
        aggregate: 'count',
        feature: 'orders',
        filters: { region: ['north', 'south'] },
      }),
    ).toBe('how many order.closed where feature orders and region north or south'));
  it('reads a ratio with its scale', () =>
    expect(
      describeFormula({
        kind: 'ratio',
        numerator: { kind: 'aggregate', measure: 'login.failed', aggregate: 'count' },
        denominator: { kind: 'aggregate', measure: 'login', aggregate: 'count' },
        scale: 100,
      }),
    ).toBe('how many login.failed / how many login × 100'));
});
