import fc from 'fast-check';
import type { Aggregate, Formula } from '../definitions/formula';
import { assessTracking, type ObservedTotals } from './assess-tracking';
import { freshForMs } from './tracking-times';

const nowMs = Date.parse('2026-03-02T10:00:00Z');
const totals = (count: number, lastAtMs: number): ObservedTotals => ({ count, sum: count, min: 1, max: 1, lastAtMs });
const count = (measure: string, filters?: Record<string, string[]>): Aggregate => ({
  kind: 'aggregate',
  measure,
  aggregate: 'count',
  filters,
});

describe('assessTracking', () => {
  it('is fresh exactly while a measurement lies within the last day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 * freshForMs }), (agoMs) => {
        const found = assessTracking(count('m'), [totals(5, nowMs - agoMs)], [null], nowMs);
        expect(found.fresh).toBe(agoMs <= freshForMs);
        expect(found.lastMeasuredMs).toBe(nowMs - agoMs);
      }),
    );
  });

  it('is stale without any measurement, with no value and no change', () => {
    expect(assessTracking(count('m'), [null], [null], nowMs)).toEqual({
      lastMeasuredMs: null,
      fresh: false,
      last24h: null,
      previous24h: null,
      changePercent: null,
    });
  });

  it('compares the last day with the one before', () => {
    expect(assessTracking(count('m'), [totals(6, nowMs)], [totals(4, nowMs - freshForMs)], nowMs)).toMatchObject({
      last24h: 6,
      previous24h: 4,
      changePercent: 50,
    });
  });

  it('needs both measures of a ratio, but not a part that may rightly be empty', () => {
    const ratio = (numerator: Aggregate): Formula => ({ kind: 'ratio', numerator, denominator: count('request') });
    const alive = totals(5, nowMs);
    expect(assessTracking(ratio(count('failure')), [null, alive], [null, null], nowMs)).toMatchObject({ fresh: false, last24h: null });
    expect(assessTracking(ratio(count('request', { status: ['error'] })), [null, alive], [null, null], nowMs)).toMatchObject({
      fresh: true,
      last24h: 0,
    });
    expect(assessTracking(ratio(count('failure')), [totals(1, nowMs - 9), alive], [null, null], nowMs)).toMatchObject({
      fresh: true,
      last24h: 0.2,
    });
  });
});
