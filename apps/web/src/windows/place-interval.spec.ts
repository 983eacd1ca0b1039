import fc from 'fast-check';
import { placeInterval } from './place-interval';
import { shiftWeek, weekOf } from './week-of';

const berlin = 'Europe/Berlin';
const week = weekOf('2026-03-04T12:00:00Z', berlin);

describe('weekOf', () => {
  it('starts on Monday by the wall clock', () => {
    expect(week).toMatchObject({ monday: '2026-03-02', startAt: '2026-03-01T23:00:00.000Z', endAt: '2026-03-08T23:00:00.000Z' });
    expect(week.days.map((day) => day.short)).toEqual(['Mon 2', 'Tue 3', 'Wed 4', 'Thu 5', 'Fri 6', 'Sat 7', 'Sun 8']);
  });
  it('is an hour shorter or longer around a clock change', () => {
    const hours = (moment: string) => (Date.parse(weekOf(moment, berlin).endAt) - Date.parse(weekOf(moment, berlin).startAt)) / 3_600_000;
    expect(hours('2026-03-29')).toBe(167);
    expect(hours('2026-10-25')).toBe(169);
  });
  it('moves by weeks', () => expect(shiftWeek('2026-12-28', 1)).toBe('2027-01-04'));
});

describe('placeInterval', () => {
  it('keeps an interval inside one day whole', () =>
    expect(placeInterval({ startAt: '2026-03-03T02:00:00Z', endAt: '2026-03-03T05:00:00Z' }, week, berlin)).toEqual([
      { day: 1, fromMinute: 180, toMinute: 360, begins: true, ends: true },
    ]));
  it('cuts at midnight', () =>
    expect(placeInterval({ startAt: '2026-03-03T22:00:00Z', endAt: '2026-03-04T01:00:00Z' }, week, berlin)).toEqual([
      { day: 1, fromMinute: 1380, toMinute: 1440, begins: true, ends: false },
      { day: 2, fromMinute: 0, toMinute: 120, begins: false, ends: true },
    ]));
  it('fills the week for what covers it, and leaves it for what does not touch it', () => {
    expect(placeInterval({ startAt: '2026-01-01T00:00:00Z', endAt: '2026-12-01T00:00:00Z' }, week, berlin)).toHaveLength(7);
    expect(placeInterval({ startAt: week.endAt, endAt: '2026-03-10T00:00:00Z' }, week, berlin)).toEqual([]);
    expect(placeInterval({ startAt: '2026-03-04T00:00:00Z', endAt: '2026-03-04T00:00:00Z' }, week, berlin)).toEqual([]);
  });
  it('places half-hour zones off the full hour', () => {
    const kolkata = weekOf('2026-03-04', 'Asia/Kolkata');
    expect(placeInterval({ startAt: '2026-03-03T02:00:00Z', endAt: '2026-03-03T03:00:00Z' }, kolkata, 'Asia/Kolkata')).toEqual([
      { day: 1, fromMinute: 450, toMinute: 510, begins: true, ends: true },
    ]);
  });
  it('never leaves the day, and the pieces of the week add up, where clocks do not change', () => {
    const utc = weekOf('2026-03-04', 'UTC');
    const base = Date.parse(utc.startAt);
    fc.assert(
      fc.property(fc.integer({ min: -3000, max: 13_000 }), fc.integer({ min: 15, max: 9000 }), (from, length) => {
        const interval = {
          startAt: new Date(base + from * 60_000).toISOString(),
          endAt: new Date(base + (from + length) * 60_000).toISOString(),
        };
        const segments = placeInterval(interval, utc, 'UTC');
        expect(segments.every((one) => one.fromMinute >= 0 && one.fromMinute < one.toMinute && one.day >= 0 && one.day < 7)).toBe(true);
        const inside = Math.max(0, Math.min(from + length, 7 * 1440) - Math.max(from, 0));
        const drawn = segments.reduce((sum, one) => sum + one.toMinute - one.fromMinute, 0);
        expect(Math.abs(drawn - inside)).toBeLessThanOrEqual(15 * 2);
      }),
    );
  });
});
