import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { addDays, dateOfDayNumber, isLocalDate, weekdayOf } from './local-date';
import { instantOfLocal, instantsOfWallTime, localDatesIn, localDay, localParts, offsetMinutes } from './local-time';
import { isZone } from './zone';

const at = (iso: string): number => Date.parse(iso);
const hours = (zone: string, date: string): number => (localDay(zone, date).endMs - localDay(zone, date).startMs) / 3_600_000;
const zones = [
  'Europe/Paris', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'America/Sao_Paulo', 'Asia/Beirut', 'Africa/Cairo',
  'America/Asuncion', 'America/Havana', 'Atlantic/Azores', 'Africa/Casablanca', 'Pacific/Apia', 'America/St_Johns', 'Europe/Dublin', 'UTC',
]; // prettier-ignore
const zone = fc.constantFrom(...zones);
const instant = fc.integer({ min: at('1995-01-01T00:00:00Z'), max: at('2035-01-01T00:00:00Z') });

describe('local time', () => {
  it('agrees with Temporal on what the wall clock shows', () => {
    fc.assert(
      fc.property(zone, instant, (tz, ms) => {
        const expected = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(tz);
        const parts = localParts(tz, ms);
        expect(parts.date).toBe(expected.toPlainDate().toString());
        expect(parts.minuteOfDay).toBe(expected.hour * 60 + expected.minute);
        expect(parts.weekday).toBe(expected.dayOfWeek);
        expect(offsetMinutes(tz, ms)).toBe(expected.offsetNanoseconds / 60e9);
      }),
      { numRuns: 1000 },
    );
  });

  it('agrees with Temporal near every change of clocks: unique and repeated wall times are the same, swallowed ones shift forward', () => {
    const nearChange = fc.tuple(zone, instant, fc.integer({ min: -300, max: 300 })).map(([tz, ms, minutes]) => {
      const change = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(tz).getTimeZoneTransition('next');
      const near = change ?? Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(tz);
      return { tz, wall: near.toPlainDateTime().add({ minutes }).with({ second: 0, millisecond: 0 }) };
    });
    fc.assert(
      fc.property(nearChange, ({ tz, wall }) => {
        const found = instantsOfWallTime(tz, wall.toZonedDateTime('UTC').epochMilliseconds);
        const earlier = wall.toZonedDateTime(tz, { disambiguation: 'earlier' }).epochMilliseconds;
        const later = wall.toZonedDateTime(tz, { disambiguation: 'later' }).epochMilliseconds;
        if (found.kind === 'gap') {
          expect(earlier).toBeLessThan(found.firstMs);
          expect(later).toBeGreaterThanOrEqual(found.firstMs);
          expect(found.lastMs).toBe(found.firstMs);
          expect(offsetMinutes(tz, found.firstMs)).not.toBe(offsetMinutes(tz, found.firstMs - 1));
        } else {
          expect([found.firstMs, found.lastMs]).toEqual([earlier, later]);
          expect(found.kind).toBe(earlier === later ? 'unique' : 'fold');
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('gives days their true length', () => {
    expect(hours('Europe/Paris', '2026-03-29')).toBe(23);
    expect(hours('Europe/Paris', '2026-10-25')).toBe(25);
    expect(hours('America/New_York', '2026-03-08')).toBe(23);
    expect(hours('Asia/Kolkata', '2026-03-29')).toBe(24);
    expect(hours('Australia/Lord_Howe', '2026-10-04')).toBe(23.5);
    expect(hours('Australia/Lord_Howe', '2026-04-05')).toBe(24.5);
  });

  it('starts a day without midnight at its first instant', () => {
    for (const [tz, date, first] of [
      ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00Z'],
      ['Asia/Beirut', '2022-03-27', '2022-03-26T22:00:00Z'],
      ['Africa/Cairo', '2014-05-16', '2014-05-15T22:00:00Z'],
      ['America/Asuncion', '2023-10-01', '2023-10-01T04:00:00Z'],
    ]) {
      expect(localDay(tz, date).startMs).toBe(at(first));
      expect(localParts(tz, at(first))).toMatchObject({ date, hour: 1, minuteOfDay: 60 });
      expect(localDay(tz, addDays(date, -1)).endMs).toBe(at(first));
      expect(hours(tz, date)).toBe(23);
    }
  });

  it('has no instants of a date that a zone skipped', () => {
    expect(hours('Pacific/Apia', '2011-12-30')).toBe(0);
    expect(localDatesIn('Pacific/Apia', { startMs: at('2011-12-29T12:00:00Z'), endMs: at('2011-12-31T00:00:00Z') })).toEqual([
      '2011-12-29',
      '2011-12-31',
    ]);
  });

  it('starts at the earlier and ends at the later of a repeated wall time', () => {
    expect(instantOfLocal('Europe/Paris', '2026-10-25', '02:30', 'start')).toBe(at('2026-10-25T00:30:00Z'));
    expect(instantOfLocal('Europe/Paris', '2026-10-25', '02:30', 'end')).toBe(at('2026-10-25T01:30:00Z'));
    expect(instantOfLocal('Europe/Paris', '2026-03-29', '02:30', 'start')).toBe(at('2026-03-29T01:00:00Z'));
    expect(instantOfLocal('Europe/Paris', '2026-03-29', '02:30', 'end')).toBe(at('2026-03-29T01:00:00Z'));
  });

  it('partitions time into days: consecutive days touch, and a year of them is a year', () => {
    fc.assert(
      fc.property(zone, fc.integer({ min: 2000, max: 2034 }), (tz, year) => {
        let total = 0;
        let last = localDay(tz, `${year}-01-01`).startMs;
        for (let date = `${year}-01-01`; date < `${year + 1}-01-01`; date = addDays(date, 1)) {
          const day = localDay(tz, date);
          expect(day.startMs).toBe(last);
          total += day.endMs - day.startMs;
          last = day.endMs;
        }
        expect(total).toBe(localDay(tz, `${year + 1}-01-01`).startMs - localDay(tz, `${year}-01-01`).startMs);
      }),
      { numRuns: 40 },
    );
  });

  it('lists exactly the dates that a range touches', () => {
    fc.assert(
      fc.property(zone, instant, fc.integer({ min: 1, max: 10 * 86_400_000 }), (tz, startMs, length) => {
        const dates = localDatesIn(tz, { startMs, endMs: startMs + length });
        expect(localDay(tz, dates[0]).startMs).toBeLessThanOrEqual(startMs);
        expect(localDay(tz, dates[0]).endMs).toBeGreaterThan(startMs);
        expect(localDay(tz, dates[dates.length - 1]).endMs).toBeGreaterThanOrEqual(startMs + length);
        expect(localDay(tz, dates[dates.length - 1]).startMs).toBeLessThan(startMs + length);
      }),
    );
  });
});

describe('civil dates and zones', () => {
  it('knows real dates', () => {
    expect(['2024-02-29', '1999-12-31'].every(isLocalDate)).toBe(true);
    expect(['2023-02-29', '2026-13-01', '2026-1-1', '2026-04-31', '0000-01-01', ''].some(isLocalDate)).toBe(false);
    expect(weekdayOf('2026-03-01')).toBe(7);
    expect(weekdayOf('1969-12-29')).toBe(1);
  });

  it('adds days and takes them back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -20_000, max: 80_000 }), fc.integer({ min: -4_000, max: 4_000 }), (day, days) => {
        const date = dateOfDayNumber(day);
        expect(addDays(addDays(date, days), -days)).toBe(date);
        expect(Math.abs(weekdayOf(date) + days - weekdayOf(addDays(date, days))) % 7).toBe(0);
      }),
    );
  });

  it('takes IANA zones only', () => {
    expect(['UTC', 'Europe/Paris', 'America/Argentina/Ushuaia', 'Etc/GMT+5'].every(isZone)).toBe(true);
    expect(['', '+02:00', 'Mars/Olympus', 'utc+2', 'Europe/Paris\u0000', 'x'.repeat(500)].some(isZone)).toBe(false);
    expect(() => localParts('Mars/Olympus', 0)).toThrow(RangeError);
    expect(() => localParts('UTC', Number.NaN)).toThrow(RangeError);
    expect(() => instantOfLocal('UTC', '2026-02-30', '10:00')).toThrow(RangeError);
    expect(() => instantOfLocal('UTC', '2026-02-03', '25:00')).toThrow(RangeError);
  });
});
