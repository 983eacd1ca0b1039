import fc from 'fast-check';
import { DateTime } from 'luxon';
import { containsInstant, normalise, totalMs } from '../intervals/intervals';
import { localDay, localParts } from '../zones/local-time';
import { aroundTheClock, calendarFaults, officeHours, weekdays, type WorkingCalendar } from './working-calendar';
import { addWorkingTime, dueAt, isWorking, nextWorkingInstant, workingIntervals, workingMinutesBetween } from './working-time';

const at = (iso: string): number => Date.parse(iso);
const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
const minuteMs = 60_000;
const dayMs = 86_400_000;

/** Around changes of clocks in each zone, and a plain week. */
const changes: [string, string][] = [
  ['Europe/Paris', '2026-03-29'], ['Europe/Paris', '2026-10-25'], ['America/New_York', '2026-03-08'], ['America/New_York', '2026-11-01'],
  ['Asia/Kolkata', '2026-03-29'], ['Australia/Lord_Howe', '2026-04-05'], ['Australia/Lord_Howe', '2026-10-04'],
  ['America/Sao_Paulo', '2018-11-04'], ['America/Sao_Paulo', '2019-02-17'], ['America/Havana', '2026-11-01'], ['Asia/Beirut', '2022-03-27'],
]; // prettier-ignore
const time = fc.integer({ min: 0, max: 47 }).map((half) => `${String(half >> 1).padStart(2, '0')}:${half % 2 ? '30' : '00'}`);
const range = fc.tuple(time, fc.oneof(time, fc.constant('24:00'))).filter(([from, to]) => from !== to).map(([from, to]) => ({ from, to })); // prettier-ignore
const around = fc.constantFrom(...changes).chain(([zone, date]) =>
  fc
    .record({
      days: fc.array(fc.array(range, { maxLength: 2 }), { minLength: 7, maxLength: 7 }),
      region: fc.constantFrom(null, 'FR', 'US', 'BR'),
      closed: fc.boolean(),
      startMs: fc.integer({ min: localDay(zone, date).startMs - 4 * dayMs, max: localDay(zone, date).startMs + 4 * dayMs }),
    })
    .map(({ days, region, closed, startMs }) => ({
      calendar: {
        zone,
        weekly: Object.fromEntries(weekdays.map((weekday, i) => [weekday, days[i]])),
        holidayRegion: region,
        closedDays: closed ? [date] : [],
      } satisfies WorkingCalendar,
      startMs,
    })),
);

describe('working time over changes of clocks', () => {
  it('adding minutes and counting them are inverse, and the result is the earliest', () => {
    fc.assert(
      fc.property(around, fc.integer({ min: 1, max: 6_000 }), ({ calendar, startMs }, minutes) => {
        const due = addWorkingTime(calendar, startMs, minutes);
        fc.pre(due !== null);
        expect(workingMinutesBetween(calendar, startMs, due as number)).toBe(minutes);
        expect(workingMinutesBetween(calendar, startMs, (due as number) - 1)).toBeLessThan(minutes);
      }),
      { numRuns: 300 },
    );
  });

  it('adding twice is adding the sum', () => {
    fc.assert(
      fc.property(
        around,
        fc.integer({ min: 0, max: 2_000 }),
        fc.integer({ min: 0, max: 2_000 }),
        ({ calendar, startMs }, first, second) => {
          const middle = addWorkingTime(calendar, startMs, first);
          fc.pre(middle !== null);
          expect(addWorkingTime(calendar, middle as number, second)).toBe(
            second === 0 ? middle : addWorkingTime(calendar, startMs, first + second),
          );
        },
      ),
      { numRuns: 200 },
    );
  });

  it('a range expands to the same intervals whole and split', () => {
    fc.assert(
      fc.property(around, fc.integer({ min: 0, max: 5 * dayMs }), fc.integer({ min: 0, max: 5 * dayMs }), ({ calendar, startMs }, a, b) => {
        const whole = workingIntervals(calendar, { startMs, endMs: startMs + a + b });
        const split = [
          ...workingIntervals(calendar, { startMs, endMs: startMs + a }),
          ...workingIntervals(calendar, { startMs: startMs + a, endMs: startMs + a + b }),
        ];
        expect(normalise(split)).toEqual(whole);
        expect(workingMinutesBetween(calendar, startMs, startMs + a + b) * minuteMs).toBeCloseTo(totalMs(split), 6);
      }),
      { numRuns: 300 },
    );
  });

  it('isWorking and nextWorkingInstant agree with the intervals', () => {
    fc.assert(
      fc.property(around, ({ calendar, startMs }) => {
        const intervals = workingIntervals(calendar, { startMs, endMs: startMs + 6 * dayMs });
        expect(isWorking(calendar, startMs)).toBe(containsInstant(intervals, startMs));
        const next = nextWorkingInstant(calendar, startMs);
        if (intervals.length > 0) expect(next).toBe(intervals[0].startMs);
        else expect(next === null || next >= startMs + 6 * dayMs).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('around the clock is all of time, on every zone and day', () => {
    for (const [zone, date] of changes) {
      const day = localDay(zone, date);
      expect(workingIntervals(aroundTheClock(zone), { startMs: day.startMs - 3 * dayMs, endMs: day.endMs + 3 * dayMs })).toEqual([
        { startMs: day.startMs - 3 * dayMs, endMs: day.endMs + 3 * dayMs },
      ]);
    }
  });

  it('works the hours that the wall clock shows, where no clock changes', () => {
    const calendar = officeHours('Asia/Kolkata', null, '09:30', '18:00');
    fc.assert(
      fc.property(fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2026-12-31T00:00:00Z') }), (ms) => {
        const { weekday, minuteOfDay } = localParts('Asia/Kolkata', ms);
        expect(isWorking(calendar, ms)).toBe(weekday <= 5 && minuteOfDay >= 570 && minuteOfDay < 1080);
      }),
    );
  });
});

describe('working time by example', () => {
  const paris = officeHours('Europe/Paris', 'FR');

  it('carries a Friday afternoon over the change of clocks to Monday', () => {
    expect(iso(addWorkingTime(paris, at('2026-03-27T15:30:00Z'), 60))).toBe('2026-03-30T07:30:00.000Z');
    expect(dueAt(paris, DateTime.fromISO('2026-03-27T15:30:00Z'), 60)?.toISO()).toBe('2026-03-30T07:30:00.000Z');
  });

  it('ends at the end of a day, not at the start of the next', () => {
    expect(iso(addWorkingTime(paris, at('2026-03-26T08:00:00Z'), 480))).toBe('2026-03-26T16:00:00.000Z');
  });

  it('adds nothing to the start itself, and goes to the next work when asked for it', () => {
    expect(iso(addWorkingTime(paris, at('2026-03-28T08:00:00Z'), 0))).toBe('2026-03-28T08:00:00.000Z');
    expect(iso(nextWorkingInstant(paris, at('2026-03-28T08:00:00Z')))).toBe('2026-03-30T07:00:00.000Z');
  });

  it('leaves holidays, closed days out; an open day beats both', () => {
    expect(workingIntervals(paris, { startMs: at('2026-05-01T00:00:00Z'), endMs: at('2026-05-02T00:00:00Z') })).toEqual([]);
    const open = { ...paris, closedDays: ['2026-05-01'], openDays: [{ date: '2026-05-01', ranges: [{ from: '10:00', to: '12:00' }] }] };
    expect(workingMinutesBetween(open, at('2026-05-01T00:00:00Z'), at('2026-05-02T00:00:00Z'))).toBe(120);
    expect(workingMinutesBetween({ ...paris, closedDays: ['2026-05-04'] }, at('2026-05-04T00:00:00Z'), at('2026-05-05T00:00:00Z'))).toBe(0);
  });

  it('runs night shifts past midnight; they belong to the day on which they start', () => {
    const nights: WorkingCalendar = { zone: 'Europe/Paris', weekly: { saturday: [{ from: '22:00', to: '06:00' }] } };
    expect(workingMinutesBetween(nights, at('2026-03-28T00:00:00Z'), at('2026-03-30T00:00:00Z'))).toBe(7 * 60);
    expect(workingMinutesBetween(nights, at('2026-10-24T00:00:00Z'), at('2026-10-26T00:00:00Z'))).toBe(9 * 60);
    expect(isWorking(nights, at('2026-03-29T03:59:00Z'))).toBe(true);
    expect(isWorking(nights, at('2026-03-29T04:00:00Z'))).toBe(false);
    expect(workingMinutesBetween({ ...nights, closedDays: ['2026-03-29'] }, at('2026-03-28T00:00:00Z'), at('2026-03-30T00:00:00Z'))).toBe(
      420,
    );
  });

  it('counts backwards as negative', () => {
    expect(workingMinutesBetween(paris, at('2026-03-26T10:00:00Z'), at('2026-03-26T09:00:00Z'))).toBe(-60);
  });

  it('never finds work in a calendar without any', () => {
    const never: WorkingCalendar = { zone: 'UTC', weekly: {} };
    expect(addWorkingTime(never, 0, 1)).toBeNull();
    expect(nextWorkingInstant(never, 0)).toBeNull();
  });

  it('refuses impossible amounts and faulty calendars, naming the field', () => {
    expect(() => addWorkingTime(paris, 0, -1)).toThrow(RangeError);
    expect(() => addWorkingTime(paris, 0, Infinity)).toThrow(RangeError);
    expect(() => isWorking({ zone: 'Nowhere/X', weekly: {} }, 0)).toThrow(/zone/);
    const faults = calendarFaults({
      zone: 'Mars/Olympus',
      holidayRegion: 'XX',
      weekly: JSON.parse(
        '{"monday":[{"from":"9:00","to":"17:00"}],"tuesday":[{"from":"10:00","to":"10:00"}],"funday":[]}',
      ) as WorkingCalendar['weekly'],
      closedDays: ['2026-02-30'],
      openDays: [{ date: 'soon', ranges: [{ from: '24:00', to: '01:00' }] }],
    });
    expect(faults.map(({ field }) => field)).toEqual([
      'zone', 'holidayRegion', 'weekly.monday.0', 'weekly.tuesday.0', 'weekly.funday', 'closedDays.0', 'openDays.0.date', 'openDays.0.ranges.0',
    ]); // prettier-ignore
    expect(calendarFaults(paris)).toEqual([]);
  });
});
