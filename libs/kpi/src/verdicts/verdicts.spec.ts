import fc from 'fast-check';
import { localParts } from '@slipway/business-time';
import { comparisonBlocks, spanOf, stageEndsMs, type ComparisonBlocks } from './comparison-blocks';
import { judgeKpi, type HourlyPoint, type JudgedKpi, type KpiVerdict } from './judge-kpi';
import { studentQuantile } from './student-quantile';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const at = (iso: string): number => Date.parse(iso);
const liveAtMs = at('2026-03-11T02:20:00Z');
const orders: JudgedKpi = { direction: 'higher', guardrails: { warnPercent: 10, failPercent: 25 }, minimumSample: 100, additive: true };

/** Deterministic noise, so that a failure can be repeated: mulberry32, and Box-Muller. */
function noise(seed: number): () => number {
  let state = seed;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  return () => Math.sqrt(-2 * Math.log(uniform() + 1e-12)) * Math.cos(2 * Math.PI * uniform());
}

interface Load {
  weeks: number;
  hoursAfter: number;
  seed: number;
  /** Factor on everything after the release. */
  effect?: number;
  /** Relative deviation of whole days, and of hours. */
  daySpread?: number;
  hourSpread?: number;
  /** Days before the release, counted back, that have almost no load. */
  outages?: number[];
}

/** Hourly counts with a daily and a weekly shape. */
function load({ weeks, hoursAfter, seed, effect = 1, daySpread = 0.04, hourSpread = 0.1, outages = [] }: Load): Map<number, HourlyPoint> {
  const points = new Map<number, HourlyPoint>();
  const random = noise(seed);
  const first = Math.ceil(liveAtMs / hourMs) * hourMs;
  let dayFactor = 1;
  for (let hour = first - weeks * 7 * dayMs; hour < first + hoursAfter * hourMs; hour += hourMs) {
    if ((hour - first) % dayMs === 0) dayFactor = 1 + daySpread * random();
    const clock = (hour / hourMs) % 24;
    const isWeekend = Math.floor(hour / dayMs + 3) % 7 > 4;
    const shape = (100 + 80 * Math.sin(((clock - 8) / 24) * 2 * Math.PI)) * (isWeekend ? 0.5 : 1);
    const outage = hour < first && outages.includes(Math.ceil((first - hour) / dayMs)) ? 0.02 : 1;
    const count = Math.max(0, Math.round(shape * dayFactor * outage * (1 + hourSpread * random()) * (hour >= first ? effect : 1)));
    if (count > 0) points.set(hour, { numerator: count, denominator: 1, count });
  }
  return points;
}

const judge = (given: Load, kpi: Partial<JudgedKpi> = {}): KpiVerdict =>
  judgeKpi(
    { ...orders, ...kpi },
    comparisonBlocks('UTC', liveAtMs, Math.ceil(liveAtMs / hourMs) * hourMs + given.hoursAfter * hourMs),
    load(given),
  );
/** Verdicts by seed, reached once however many questions are asked of them. */
const reached = new Map<string, KpiVerdict['verdict'][]>();
function share(seeds: number, verdict: KpiVerdict['verdict'], given: Omit<Load, 'seed'>, kpi?: Partial<JudgedKpi>): number {
  const key = JSON.stringify([seeds, given, kpi]);
  const verdicts = reached.get(key) ?? Array.from({ length: seeds }, (_, seed) => judge({ ...given, seed: seed + 1 }, kpi).verdict);
  reached.set(key, verdicts);
  return verdicts.filter((each) => each === verdict).length / seeds;
}

describe('studentQuantile', () => {
  it('agrees with the tables', () => {
    for (const [freedom, expected] of [[1, 12.7062], [2, 4.30265], [3, 3.18245], [4, 2.77645], [5, 2.57058], [7, 2.36462], [10, 2.22814], [21, 2.07961], [60, 2.0003], [1_000, 1.96234]]) {
      expect(studentQuantile(0.05, freedom)).toBeCloseTo(expected, 3);
    } // prettier-ignore
    expect(studentQuantile(0.01, 7)).toBeCloseTo(3.49948, 3);
    expect(() => studentQuantile(0, 5)).toThrow(RangeError);
    expect(() => studentQuantile(0.05, 0)).toThrow(RangeError);
  });
});

/** Minutes between the wall times of two instants in their weeks, the shorter way round. */
function wallDistance(zone: string, oneMs: number, otherMs: number): number {
  const minuteOfWeek = (ms: number) => localParts(zone, ms).weekday * 1440 + localParts(zone, ms).minuteOfDay;
  const apart = Math.abs(minuteOfWeek(oneMs) - minuteOfWeek(otherMs));
  return Math.min(apart, 7 * 1440 - apart);
}

describe('comparisonBlocks', () => {
  it('compares the same local weekday and hour, wholly before the release', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kolkata', 'America/New_York', 'Australia/Lord_Howe'),
        fc.integer({ min: at('2025-01-01T00:00:00Z'), max: at('2027-01-01T00:00:00Z') }),
        fc.integer({ min: hourMs, max: 12 * dayMs }),
        (zone, live, passed) => {
          const blocks = comparisonBlocks(zone, live, live + passed);
          fc.pre(blocks !== null);
          const { after, before, blockHours } = blocks as ComparisonBlocks;
          expect(before).toHaveLength(8);
          for (const block of after) {
            expect(block.startMs).toBeGreaterThanOrEqual(live);
            expect(block.endMs).toBeLessThanOrEqual(live + passed);
            expect(block.endMs - block.startMs).toBe(blockHours * hourMs);
          }
          before.forEach((week) =>
            week.forEach((block, slot) => {
              expect(block.endMs).toBeLessThanOrEqual(live);
              const twin = after.find((each) => each.slot === slot);
              if (!twin) return;
              // Rollups are of UTC hours: a clock change of half an hour, as on Lord Howe, moves the wall time by as much, a swallowed hour by one.
              expect(wallDistance(zone, block.startMs, twin.startMs)).toBeLessThanOrEqual(60);
              if (zone !== 'Australia/Lord_Howe') {
                expect(localParts(zone, block.startMs).weekday).toBe(localParts(zone, twin.startMs).weekday);
              }
            }),
          );
          expect(spanOf(blocks as ComparisonBlocks).endMs).toBe(Math.max(...after.map(({ endMs }) => endMs)));
        },
      ),
      { numRuns: 100, examples: [['Australia/Lord_Howe', 1743681600001, 349199999]] },
    );
  });

  it('keeps the wall time across a change of clocks', () => {
    const live = at('2026-03-31T06:00:00Z');
    const blocks = comparisonBlocks('Europe/Berlin', live, live + dayMs);
    expect(new Date(blocks?.before[0][0].startMs ?? 0).toISOString()).toBe('2026-03-24T07:00:00.000Z');
  });

  it('has no block before a full hour has passed, and one short block on the first day', () => {
    expect(comparisonBlocks('UTC', liveAtMs, liveAtMs + hourMs)).toBeNull();
    expect(comparisonBlocks('UTC', liveAtMs, liveAtMs + 8 * hourMs)).toMatchObject({ blockHours: 7, after: [{ slot: 0 }] });
    expect(stageEndsMs('UTC', liveAtMs, 'PT72H')).toBe(at('2026-03-14T03:00:00Z'));
  });
});

describe('judgeKpi', () => {
  it('rarely warns or fails when nothing changed, and mostly passes', () => {
    for (const hoursAfter of [24, 72, 168]) {
      expect(share(60, 'fail', { weeks: 8, hoursAfter })).toBe(0);
      expect(share(60, 'warn', { weeks: 8, hoursAfter })).toBeLessThan(0.05);
      expect(share(60, 'pass', { weeks: 8, hoursAfter })).toBeGreaterThan(0.9);
    }
  });

  it('its interval holds the true change about as often as it says', () => {
    for (const [weeks, hoursAfter] of [[3, 24], [4, 72], [8, 24], [8, 168]]) {
      const runs = Array.from({ length: 150 }, (_, seed) => judge({ weeks, hoursAfter, seed: 1_000 + seed, effect: 0.8 }).interval);
      const held = runs.filter((interval) => interval && interval.lowPercent <= 20 && 20 <= interval.highPercent).length / runs.length;
      expect(held).toBeGreaterThan(0.88);
    } // prettier-ignore
  });

  it('fails what fell by far more than agreed, and sees it although an outage lies before', () => {
    expect(share(100, 'fail', { weeks: 6, hoursAfter: 24, effect: 0.6 })).toBeGreaterThan(0.95);
    expect(share(100, 'fail', { weeks: 6, hoursAfter: 72, effect: 0.6, outages: [3, 9] })).toBeGreaterThan(0.9);
    expect(share(100, 'pass', { weeks: 6, hoursAfter: 24, effect: 0.6 })).toBe(0);
  });

  it('warns between the guardrails', () => {
    expect(share(100, 'warn', { weeks: 8, hoursAfter: 72, effect: 0.82 })).toBeGreaterThan(0.9);
  });

  it('is inconclusive where days differ as much as the release did', () => {
    expect(share(100, 'inconclusive', { weeks: 4, hoursAfter: 24, effect: 0.85, daySpread: 0.3 })).toBeGreaterThan(0.5);
    expect(share(100, 'fail', { weeks: 4, hoursAfter: 24, daySpread: 0.3 })).toBeLessThan(0.05);
  });

  it('takes the direction into account', () => {
    const better = judge({ weeks: 6, hoursAfter: 72, seed: 5, effect: 1.4 });
    expect([better.verdict, (better.changePercent ?? 0) > 0, (better.worseningPercent ?? 0) < 0]).toEqual(['pass', true, true]);
    expect(judge({ weeks: 6, hoursAfter: 72, seed: 5, effect: 1.4 }, { direction: 'lower' }).verdict).toBe('fail');
  });

  it('does not depend on the unit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.double({ min: 0.001, max: 1_000, noNaN: true }), (seed, unit) => {
        const points = load({ weeks: 5, hoursAfter: 48, seed, effect: 0.9 });
        const blocks = comparisonBlocks('UTC', liveAtMs, liveAtMs + 3 * dayMs);
        const scaled = new Map([...points].map(([hour, point]) => [hour, { ...point, numerator: point.numerator * unit }]));
        const [a, b] = [judgeKpi(orders, blocks, points), judgeKpi(orders, blocks, scaled)];
        expect(b.verdict).toBe(a.verdict);
        expect(b.worseningPercent).toBeCloseTo(a.worseningPercent as number, 6);
        expect(b.interval?.highPercent).toBeCloseTo(a.interval?.highPercent as number, 6);
      }),
      { numRuns: 50 },
    );
  });

  it('never passes without data, whatever is missing', () => {
    const full = load({ weeks: 6, hoursAfter: 24, seed: 9 });
    const first = Math.ceil(liveAtMs / hourMs) * hourMs;
    const blocks = comparisonBlocks('UTC', liveAtMs, first + dayMs);
    const only = (keep: (hour: number) => boolean): KpiVerdict =>
      judgeKpi(orders, blocks, new Map([...full].filter(([hour]) => keep(hour))));
    expect(judgeKpi(orders, blocks, full).verdict).toBe('pass');
    for (const [keep, reason] of [
      [() => false, /nothing was measured after/],
      [(hour: number) => hour < first, /nothing was measured after/],
      [(hour: number) => hour >= first, /nothing was measured at these hours/],
      [(hour: number) => hour >= first - 7 * dayMs, /1 of the weeks before, 2 are needed/],
      [(hour: number) => hour < first + 6 * hourMs, /may no longer be measured|fewer than the agreed sample/],
    ] as const) {
      const found = only(keep);
      expect(found.verdict).toBe('inconclusive');
      expect(found.reason).toMatch(reason);
    }
    expect(judgeKpi(orders, comparisonBlocks('UTC', liveAtMs, first + 5 * hourMs), full).reason).toMatch(/only 5 full hours/);
    expect(judgeKpi(orders, null, full).reason).toMatch(/only 0 full hours/);
    expect(judgeKpi({ ...orders, minimumSample: 1_000_000 }, blocks, full).reason).toMatch(/fewer than the agreed sample of 1000000/);
  });

  it('any subset of the data gives a verdict with a reason, and numbers that are finite', () => {
    const full = load({ weeks: 3, hoursAfter: 48, seed: 11 });
    const hours = [...full.keys()];
    const blocks = comparisonBlocks('UTC', liveAtMs, liveAtMs + 2 * dayMs + hourMs);
    fc.assert(
      fc.property(fc.subarray(hours), fc.boolean(), (kept, additive) => {
        const found = judgeKpi({ ...orders, additive }, blocks, new Map(kept.map((hour) => [hour, full.get(hour) as HourlyPoint])));
        expect(found.reason.length).toBeGreaterThan(10);
        for (const value of [found.before, found.after, found.worseningPercent, found.interval?.lowPercent ?? 0]) {
          expect(value === null || Number.isFinite(value)).toBe(true);
        }
        if (found.verdict !== 'inconclusive') expect(found.interval).not.toBeNull();
      }),
    );
  });

  it('judges averages by sums and counts, not by averages of hours', () => {
    const points = new Map<number, HourlyPoint>();
    const first = Math.ceil(liveAtMs / hourMs) * hourMs;
    const random = noise(3);
    for (let hour = first - 28 * dayMs; hour < first + dayMs; hour += hourMs) {
      const isNight = (hour / hourMs) % 24 < 6;
      const count = isNight ? 1 : 100;
      const each = (isNight ? 900 : 200) * (1 + 0.02 * random());
      points.set(hour, { numerator: count * each, denominator: count, count });
    }
    const found = judgeKpi({ ...orders, direction: 'lower', additive: false }, comparisonBlocks('UTC', liveAtMs, first + dayMs), points);
    expect(found.verdict).toBe('pass');
    expect(found.before).toBeGreaterThan(195);
    expect(found.before).toBeLessThan(215);
  });
});
