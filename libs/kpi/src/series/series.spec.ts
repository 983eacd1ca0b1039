import fc from 'fast-check';
import { localParts } from '@slipway/business-time';
import type { Formula } from '../definitions/formula';
import { bucketBounds, grains } from './bucket-bounds';
import { foldSeries, type BucketTotals } from './fold-series';
import { parseFilters } from './parse-filters';

const at = (iso: string): number => Date.parse(iso);
const hourMs = 3_600_000;

describe('bucketBounds', () => {
  it('covers the range with ascending buckets that hold its first and last instant', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...grains),
        fc.constantFrom('UTC', 'Europe/Paris', 'Asia/Kolkata', 'Australia/Lord_Howe', 'America/Sao_Paulo', 'Pacific/Apia'),
        fc.integer({ min: at('2010-01-01T00:00:00Z'), max: at('2027-01-01T00:00:00Z') }),
        fc.integer({ min: 1, max: 60 * 24 * hourMs }),
        (grain, zone, fromMs, length) => {
          const { edgesMs } = bucketBounds(fromMs, fromMs + length, grain, zone, 2_000) as { edgesMs: number[] };
          expect(edgesMs[0]).toBeLessThanOrEqual(fromMs);
          expect(edgesMs[1]).toBeGreaterThan(fromMs);
          expect(edgesMs[edgesMs.length - 1]).toBeGreaterThanOrEqual(fromMs + length);
          expect(edgesMs[edgesMs.length - 2]).toBeLessThan(fromMs + length);
          edgesMs.slice(1).forEach((edge, i) => expect(edge).toBeGreaterThan(edgesMs[i]));
          if (grain === 'week') for (const edge of edgesMs) expect(localParts(zone, edge).weekday).toBe(1);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('has days of 23 and 25 hours, and says when hours cannot be cut', () => {
    const paris = bucketBounds(at('2026-03-28T12:00:00Z'), at('2026-03-30T12:00:00Z'), 'day', 'Europe/Paris', 10);
    expect(paris?.edgesMs.slice(1).map((edge, i) => (edge - (paris.edgesMs[i] ?? 0)) / hourMs)).toEqual([24, 23, 24]);
    expect(paris?.approximateEdges).toBe(false);
    expect(bucketBounds(0, hourMs, 'day', 'Asia/Kolkata', 10)?.approximateEdges).toBe(true);
  });

  it('refuses more buckets than wanted', () => {
    expect(bucketBounds(0, 2_000 * hourMs, 'hour', 'UTC', 2_000)?.edgesMs).toHaveLength(2_001);
    expect(bucketBounds(0, 2_001 * hourMs, 'hour', 'UTC', 2_000)).toBeNull();
    expect(bucketBounds(0, at('2990-01-01T00:00:00Z'), 'day', 'UTC', 2_000)).toBeNull();
  });
});

describe('foldSeries', () => {
  const row = (bucket: number, group: (string | null)[], count: number, sum: number, aggregate = 0): BucketTotals => ({
    aggregate,
    bucket,
    group,
    count,
    sum,
    min: 0,
    max: sum,
  });
  const avg: Formula = { kind: 'aggregate', measure: 'm', aggregate: 'avg' };

  it('leaves gaps null and divides sums by counts', () => {
    const { series } = foldSeries(avg, [0, hourMs, 2 * hourMs, 3 * hourMs], [row(0, [], 4, 10), row(2, [], 1, 0)], 5);
    expect(series).toEqual([{ group: [], values: [2.5, null, 0], counts: [4, null, 1] }]);
  });

  it('keeps the largest groups and tells how many it left out', () => {
    const rows = [row(0, ['a'], 1, 1), row(0, ['b'], 5, 1), row(0, [null], 3, 1)];
    const { series, otherGroups } = foldSeries(avg, [0, hourMs], rows, 2);
    expect(series.map(({ group }) => group)).toEqual([['b'], [null]]);
    expect(otherGroups).toBe(1);
  });

  it('divides a ratio bucket by bucket', () => {
    const count = { kind: 'aggregate', measure: 'm', aggregate: 'count' } as const;
    const formula: Formula = { kind: 'ratio', numerator: { ...count, filters: { s: ['e'] } }, denominator: count, scale: 100 };
    const rows = [row(0, [], 1, 0, 0), row(0, [], 4, 0, 1), row(1, [], 3, 0, 1)];
    expect(foldSeries(formula, [0, hourMs, 2 * hourMs, 3 * hourMs], rows, 5).series).toEqual([
      { group: [], values: [25, 0, null], counts: [4, 3, null] },
    ]);
  });

  it('has no series where nothing was measured', () => {
    expect(foldSeries(avg, [0, hourMs], [], 5)).toEqual({ series: [], otherGroups: 0 });
  });
});

describe('parseFilters', () => {
  it('reads dimensions and values', () => {
    expect(parseFilters(['region:north,south', 'plan:a:b', 'region:west', 'note:x\\,y,'])).toEqual({
      region: ['north', 'south', 'west'],
      plan: ['a:b'],
      note: ['x,y', ''],
    });
    expect(parseFilters(['region'])).toEqual({ fault: expect.stringContaining('colon') });
    expect(parseFilters([':x'])).toEqual({ fault: expect.stringContaining('colon') });
  });
});
