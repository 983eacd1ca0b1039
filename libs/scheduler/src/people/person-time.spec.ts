import { DateTime } from 'luxon';
import { personTime } from './person-time';

const at = (iso: string) => DateTime.fromISO(iso, { zone: 'utc' }).toMillis();
const within = { startMs: at('2026-03-30T00:00:00Z'), endMs: at('2026-04-08T00:00:00Z') };
const hours = { zone: 'Europe/Berlin', weekly: [{ days: [5, 1], from: '22:00', to: '04:00' }], onHolidays: false };
const calendar = { knownFromMs: at('2026-03-01T00:00:00Z'), knownUntilMs: at('2026-04-06T00:00:00Z') };

describe('personTime', () => {
  it('is unknown without declared hours, without calendar and beyond it', () => {
    expect(personTime({ availableHours: null, calendar, holidayRegion: 'DE' }, within)).toMatchObject({
      working: [],
      unknownBecause: expect.any(String) as string,
    });
    expect(personTime({ availableHours: hours, calendar: null, holidayRegion: 'DE' }, within)).toMatchObject({
      working: [],
      unknownBecause: 'has no calendar',
    });
    const later = { startMs: at('2026-05-01T00:00:00Z'), endMs: at('2026-05-02T00:00:00Z') };
    expect(personTime({ availableHours: hours, calendar, holidayRegion: 'DE' }, later).unknownBecause).toContain('does not reach');
  });

  it('offers the declared nights, over midnight, without holidays, and not beyond the calendar', () => {
    const offered = (onHolidays: boolean) =>
      personTime({ availableHours: { ...hours, onHolidays }, calendar, holidayRegion: 'DE' }, within).working.map(({ startMs, endMs }) => [
        new Date(startMs).toISOString().slice(0, 16),
        new Date(endMs).toISOString().slice(0, 16),
      ]);
    expect(offered(true)).toEqual([
      ['2026-03-30T20:00', '2026-03-31T02:00'],
      ['2026-04-03T20:00', '2026-04-04T02:00'],
    ]);
    expect(offered(false)).toEqual([['2026-03-30T20:00', '2026-03-31T02:00']]);
  });
});
