import { holidayIntervals, holidayOn, holidaysOf, isHoliday, isHolidayRegion } from './holidays';

describe('holidays', () => {
  it('knows countries, states and parts', () => {
    expect(['DE', 'DE-BY', 'IN', 'BR', 'US-LA-NO', 'de-by'].every(isHolidayRegion)).toBe(true);
    expect(['', 'XX', 'DE-ZZ', 'US-LA-XX', 'Germany', 'DE BY', '__proto__'].some(isHolidayRegion)).toBe(false);
    expect(() => isHoliday('XX', '2026-01-01')).toThrow(RangeError);
  });

  it('differs by state', () => {
    expect(isHoliday('DE-BY', '2026-01-06')).toBe(true);
    expect(isHoliday('DE', '2026-01-06')).toBe(false);
    expect(isHoliday('de-by', '2026-01-06')).toBe(true);
    expect(isHoliday('IN', '2026-08-15')).toBe(true);
    expect(isHoliday('US', '2026-02-14')).toBe(false);
  });

  it('lists a range by date, once each; half days are worked', () => {
    const dates = holidaysOf('DE', '2026-12-20', '2027-01-05').map(({ date }) => date);
    expect(dates).toEqual(['2026-12-25', '2026-12-26', '2027-01-01']);
    expect(holidayOn('DE', '2026-10-03')).toMatchObject({ date: '2026-10-03' });
  });

  it('puts local dates into a zone, whole and not clipped', () => {
    const noon = Date.parse('2026-12-25T12:00:00Z');
    const [christmas] = holidayIntervals('DE', 'Europe/Berlin', { startMs: noon, endMs: noon + 1 });
    expect(new Date(christmas.startMs).toISOString()).toBe('2026-12-24T23:00:00.000Z');
    expect(new Date(christmas.endMs).toISOString()).toBe('2026-12-25T23:00:00.000Z');
    expect(christmas.date).toBe('2026-12-25');
  });

  it('knows days that move with the moon', () => {
    expect(holidaysOf('CN', '2026-02-10', '2026-02-28').map(({ date }) => date)).toEqual(['2026-02-16', '2026-02-17', '2026-02-18']);
    expect(isHoliday('IL', '2026-04-02')).toBe(true);
  });
});
