import fc from 'fast-check';
import { localParts } from '../zones/local-time';
import { expandRecurrence } from './expand-recurrence';
import { recurrenceFaults, type Recurrence } from './recurrence';

const at = (iso: string): number => Date.parse(iso);
const starts = (recurrence: Recurrence, from: string, to: string, options?: Parameters<typeof expandRecurrence>[2]): string[] =>
  expandRecurrence(recurrence, { startMs: at(from), endMs: at(to) }, options).intervals.map(({ startMs }) =>
    new Date(startMs).toISOString(),
  );
const daily = (zone: string, startLocal: string, more: Partial<Recurrence> = {}): Recurrence => ({
  rule: 'FREQ=DAILY',
  startLocal,
  zone,
  duration: { minutes: 60 },
  ...more,
});

describe('recurrence', () => {
  it('freezes the last day of every month, whole local days', () => {
    const monthEnd: Recurrence = {
      rule: 'FREQ=MONTHLY;BYMONTHDAY=-1',
      startLocal: '2026-01-31T00:00',
      zone: 'Europe/Paris',
      duration: { days: 1 },
    };
    const { intervals } = expandRecurrence(monthEnd, { startMs: at('2026-01-01T00:00:00Z'), endMs: at('2026-05-01T00:00:00Z') });
    expect(intervals.map(({ startMs }) => localParts('Europe/Paris', startMs).date)).toEqual([
      '2026-01-31',
      '2026-02-28',
      '2026-03-31',
      '2026-04-30',
    ]);
    expect(intervals.every(({ startMs, endMs }) => endMs - startMs === 24 * 3_600_000)).toBe(true);
  });

  it('a nominal day has 23 hours where clocks go forward, an exact one 24', () => {
    const length = (duration: Recurrence['duration']): number => {
      const [one] = expandRecurrence(
        { rule: null, startLocal: '2026-03-29T00:00', zone: 'Europe/Paris', duration },
        { startMs: at('2026-03-28T00:00:00Z'), endMs: at('2026-03-31T00:00:00Z') },
      ).intervals;
      return (one.endMs - one.startMs) / 3_600_000;
    };
    expect(length({ days: 1 })).toBe(23);
    expect(length({ minutes: 1440 })).toBe(24);
    expect(length({ days: 1, minutes: 60 })).toBe(24);
  });

  it('keeps the wall time through changes of clocks, and places what the gap swallowed after it', () => {
    const nightly = daily('Europe/Paris', '2026-03-28T02:30');
    expect(starts(nightly, '2026-03-28T00:00:00Z', '2026-03-31T00:00:00Z')).toEqual([
      '2026-03-28T01:30:00.000Z',
      '2026-03-29T01:00:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ]);
    expect(starts(nightly, '2026-03-28T00:00:00Z', '2026-03-31T00:00:00Z', { nonexistent: 'omit' })).toHaveLength(2);
    expect(starts(daily('America/Sao_Paulo', '2018-11-03T00:00'), '2018-11-03T00:00:00Z', '2018-11-05T12:00:00Z')).toEqual([
      '2018-11-03T03:00:00.000Z',
      '2018-11-04T03:00:00.000Z',
      '2018-11-05T02:00:00.000Z',
    ]);
    expect(starts(daily('Europe/Paris', '2026-10-25T02:30'), '2026-10-25T00:00:00Z', '2026-10-26T00:00:00Z')).toEqual([
      '2026-10-25T00:30:00.000Z',
    ]);
  });

  it('ends by COUNT, and by UNTIL in each of its forms', () => {
    const all = (rule: string): number =>
      starts(daily('Europe/Paris', '2026-03-01T10:00', { rule }), '2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z').length;
    expect(all('FREQ=DAILY;COUNT=3')).toBe(3);
    expect(all('FREQ=DAILY;UNTIL=20260303')).toBe(3);
    expect(all('FREQ=DAILY;UNTIL=20260303T090000Z')).toBe(3);
    expect(all('FREQ=DAILY;UNTIL=20260303T085959Z')).toBe(2);
    expect(all('UNTIL=20260303T095959;FREQ=DAILY')).toBe(2);
  });

  it('leaves excluded times out and takes included ones in, once', () => {
    const rule = daily('UTC', '2026-03-01T10:00', {
      rule: 'FREQ=DAILY;COUNT=3',
      excludeLocal: ['2026-03-02T10:00'],
      includeLocal: ['2026-03-01T10:00', '2026-03-09T08:00:00'],
    });
    expect(starts(rule, '2026-03-01T00:00:00Z', '2026-04-01T00:00:00Z')).toEqual([
      '2026-03-01T10:00:00.000Z',
      '2026-03-03T10:00:00.000Z',
      '2026-03-09T08:00:00.000Z',
    ]);
  });

  it('finds an occurrence that began before the range and lasts into it', () => {
    const long: Recurrence = { rule: 'FREQ=YEARLY', startLocal: '2020-12-20T00:00', zone: 'Asia/Kolkata', duration: { days: 20 } };
    expect(starts(long, '2026-01-05T00:00:00Z', '2026-01-06T00:00:00Z')).toEqual(['2025-12-19T18:30:00.000Z']);
  });

  it('stops at the limit and says so', () => {
    const { intervals, truncated } = expandRecurrence(
      daily('UTC', '2026-01-01T00:00', { rule: 'FREQ=HOURLY' }),
      { startMs: at('2026-01-01T00:00:00Z'), endMs: at('2036-01-01T00:00:00Z') },
      { limit: 100 },
    );
    expect([intervals.length, truncated]).toEqual([100, true]);
  });

  it('returns in time for rules that never match', () => {
    for (const rule of [
      'FREQ=DAILY;BYMONTHDAY=-1,-2;COUNT=5',
      'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
      'FREQ=YEARLY;BYWEEKNO=53;BYYEARDAY=100',
    ]) {
      const began = performance.now();
      expandRecurrence(daily('Europe/Paris', '2020-01-01T00:00', { rule }), {
        startMs: at('2026-01-01T00:00:00Z'),
        endMs: at('2027-01-01T00:00:00Z'),
      });
      expect(performance.now() - began).toBeLessThan(3_000);
    }
  });

  it('expands a range to the same occurrences whole and split', () => {
    const rules = [
      'FREQ=DAILY',
      'FREQ=WEEKLY;BYDAY=MO,SU',
      'FREQ=MONTHLY;BYMONTHDAY=-1',
      'FREQ=MONTHLY;BYDAY=-1FR',
      'FREQ=DAILY;INTERVAL=3',
      'FREQ=YEARLY;BYMONTH=3,10;BYDAY=-1SU',
    ];
    const zones = ['Europe/Paris', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'America/Sao_Paulo'];
    fc.assert(
      fc.property(
        fc.constantFrom(...rules),
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: at('2017-01-01T00:00:00Z'), max: at('2026-01-01T00:00:00Z') }),
        fc.integer({ min: 0, max: 300 }),
        fc.integer({ min: 0, max: 300 }),
        (rule, zone, hour, startMs, firstDays, secondDays) => {
          const recurrence = daily(zone, `2015-01-01T${String(hour).padStart(2, '0')}:30`, { rule, duration: { minutes: 150 } });
          const middleMs = startMs + firstDays * 86_400_000;
          const endMs = middleMs + secondDays * 86_400_000;
          const key = ({ startMs: from, endMs: to }: { startMs: number; endMs: number }): string => `${from}-${to}`;
          const whole = expandRecurrence(recurrence, { startMs, endMs }).intervals.map(key);
          const split = [
            ...expandRecurrence(recurrence, { startMs, endMs: middleMs }).intervals,
            ...expandRecurrence(recurrence, { startMs: middleMs, endMs }).intervals,
          ].map(key);
          expect([...new Set(split)]).toEqual(whole);
        },
      ),
      { numRuns: 120 },
    );
  });

  it('names what is wrong with a rule', () => {
    const fault = (rule: string): string | undefined => recurrenceFaults(daily('UTC', '2026-01-01T00:00', { rule }))[0]?.detail;
    for (const rule of [
      'FREQ=SECONDLY', 'BYDAY=MO', 'FREQ=DAILY;FREQ=DAILY', 'FREQ=DAILY;INTERVAL=0', 'FREQ=DAILY;COUNT=99999', 'FREQ=DAILY;COUNT=2;UNTIL=20260101',
      'FREQ=DAILY;UNTIL=tomorrow', 'FREQ=DAILY;BYHOUR=25', 'FREQ=WEEKLY;BYDAY=1MO', 'FREQ=MONTHLY;BYMONTHDAY=0', 'FREQ=DAILY;BYSETPOS=1', 'FREQ=DAILY;X-A=1', 'FREQ',
      'FREQ=DAILY\nRRULE:FREQ=DAILY',
    ]) expect([rule, fault(rule)]).toEqual([rule, expect.any(String)]); // prettier-ignore
    expect(fault('freq=monthly;byday=-1fr')).toBeUndefined();
    const faults = recurrenceFaults({ rule: '', startLocal: '2026-01-01T00:00Z', zone: 'X', duration: {}, excludeLocal: ['x'] });
    expect(faults.map(({ field }) => field)).toEqual(['zone', 'startLocal', 'duration', 'excludeLocal']);
  });
});
