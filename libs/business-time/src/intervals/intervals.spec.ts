import fc from 'fast-check';
import { clip, containsInstant, covers, gaps, intersect, normalise, overlaps, subtract, totalMs, union, type Interval } from './intervals';

const interval = fc
  .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 20 }))
  .map(([startMs, length]) => ({ startMs, endMs: startMs + length }));
const intervals = fc.array(interval, { maxLength: 8 });
const instants = Array.from({ length: 90 }, (_, at) => at);
const members = (list: readonly Interval[]): number[] => instants.filter((at) => containsInstant(list, at));

describe('intervals', () => {
  it('normalise keeps exactly the same instants, sorted and apart', () => {
    fc.assert(
      fc.property(intervals, (list) => {
        const result = normalise(list);
        expect(members(result)).toEqual(members(list));
        result.forEach(({ startMs, endMs }, i) => {
          expect(startMs).toBeLessThan(endMs);
          if (i > 0) expect(result[i - 1].endMs).toBeLessThan(startMs);
        });
        expect(normalise(result)).toEqual(result);
      }),
    );
  });

  it('union, intersection and difference are those of sets', () => {
    fc.assert(
      fc.property(intervals, intervals, (a, b) => {
        const inA = new Set(members(a));
        const inB = new Set(members(b));
        expect(members(union(a, b))).toEqual(instants.filter((at) => inA.has(at) || inB.has(at)));
        expect(members(intersect(a, b))).toEqual(instants.filter((at) => inA.has(at) && inB.has(at)));
        expect(members(subtract(a, b))).toEqual(instants.filter((at) => inA.has(at) && !inB.has(at)));
        expect(totalMs(union(a, b))).toBe(totalMs(a) + totalMs(b) - totalMs(intersect(a, b)));
        expect(union(subtract(a, b), intersect(a, b))).toEqual(normalise(a));
      }),
    );
  });

  it('gaps and clip partition the range', () => {
    fc.assert(
      fc.property(intervals, interval, (list, within) => {
        expect(totalMs(gaps(list, within)) + totalMs(clip(list, within))).toBe(within.endMs - within.startMs);
        expect(covers(list, within)).toBe(gaps(list, within).length === 0);
      }),
    );
  });

  it('is half-open: touching intervals do not overlap but merge', () => {
    expect(overlaps({ startMs: 0, endMs: 5 }, { startMs: 5, endMs: 9 })).toBe(false);
    expect(overlaps({ startMs: 0, endMs: 6 }, { startMs: 5, endMs: 9 })).toBe(true);
    expect(
      normalise([
        { startMs: 5, endMs: 9 },
        { startMs: 0, endMs: 5 },
      ]),
    ).toEqual([{ startMs: 0, endMs: 9 }]);
    expect(containsInstant([{ startMs: 0, endMs: 5 }], 5)).toBe(false);
  });

  it('does not change its arguments', () => {
    const list = [
      { startMs: 0, endMs: 5 },
      { startMs: 3, endMs: 9 },
    ];
    normalise(list);
    expect(list).toEqual([
      { startMs: 0, endMs: 5 },
      { startMs: 3, endMs: 9 },
    ]);
  });

  it('refuses reversed and non-finite intervals', () => {
    expect(() => normalise([{ startMs: 2, endMs: 1 }])).toThrow(RangeError);
    expect(() => normalise([{ startMs: Number.NaN, endMs: 1 }])).toThrow(RangeError);
    expect(() => normalise([{ startMs: 0, endMs: Infinity }])).toThrow(RangeError);
  });
});
