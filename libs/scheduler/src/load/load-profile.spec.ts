import fc from 'fast-check';
import { DateTime } from 'luxon';
import { expectedLoad } from './expected-load';
import { buildLoadProfile, type LoadHour, trustInProfile } from './load-profile';
import { slotSteps } from './week-slots';

const hourMs = 3_600_000;
const at = (iso: string, zone = 'utc') => DateTime.fromISO(iso, { zone }).toMillis();
const berlin = { zone: 'Europe/Berlin', holidayRegion: 'DE' };

/** Local day shape: 100 at noon on weekdays, 10 on Sundays, nothing at night. */
const shaped = (fromMs: number, days: number, zone: string): LoadHour[] =>
  Array.from({ length: days * 24 }, (_, index) => {
    const hour = fromMs + index * hourMs;
    const local = DateTime.fromMillis(hour, { zone });
    const day = Math.max(0, Math.sin(((local.hour - 6) / 12) * Math.PI));
    return { hourMs: hour, value: day * (local.weekday === 7 ? 10 : 100) };
  });

describe('buildLoadProfile', () => {
  it('finds the daily and weekly shape in the zone of the client', () => {
    const profile = buildLoadProfile(shaped(at('2026-01-12T00:00:00Z'), 42, berlin.zone), berlin);
    const slot = (weekday: number, hour: number) => profile.slots[(weekday - 1) * 24 + hour]?.mean ?? Number.NaN;
    expect(slot(2, 12)).toBeGreaterThan(80);
    expect(slot(7, 12)).toBeLessThan(15);
    expect(slot(2, 2)).toBeCloseTo(0, 6);
    expect(profile.peak).toBeGreaterThan(90);
  });

  it('reads public holidays as Sundays', () => {
    const fromMs = at('2026-03-02T00:00:00', berlin.zone);
    const hours = shaped(fromMs, 42, berlin.zone).map((hour) => {
      const date = DateTime.fromMillis(hour.hourMs, { zone: berlin.zone }).toISODate();
      return date === '2026-04-03' || date === '2026-04-06' ? { ...hour, value: hour.value / 10 } : hour;
    });
    const aware = buildLoadProfile(hours, berlin);
    const blind = buildLoadProfile(hours, { ...berlin, holidayRegion: 'none' });
    const fridayNoon = 4 * 24 + 12;
    expect(aware.slots[fridayNoon]?.mean).toBeGreaterThan((blind.slots[fridayNoon]?.mean ?? 0) + 10);
    const [goodFriday] = expectedLoad([{ feature: 'a', weight: 1, profile: aware, trust: trustInProfile(aware, fromMs) }], berlin, {
      startMs: at('2026-04-03T12:00:00', berlin.zone),
      endMs: at('2026-04-03T13:00:00', berlin.zone),
    });
    expect(goodFriday?.share).toBeLessThan(0.2);
  });

  it('gives every slot a mean between the smallest and largest value, whatever the input, and the same for the same input', () => {
    const zones = ['Europe/Paris', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'America/Sao_Paulo'];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.uniqueArray(fc.record({ index: fc.integer({ min: 0, max: 2000 }), value: fc.double({ min: 0, max: 1e6, noNaN: true }) }), {
          selector: ({ index }) => index,
          minLength: 1,
          maxLength: 60,
        }),
        (zone, rows) => {
          const hours = rows.map(({ index, value }) => ({ hourMs: at('2026-02-01T00:00:00Z') + index * hourMs, value }));
          const profile = buildLoadProfile(hours, { zone, holidayRegion: 'FR' });
          const [low, high] = [Math.min(...hours.map(({ value }) => value)), Math.max(...hours.map(({ value }) => value))];
          for (const { mean, spread, samples } of profile.slots) {
            if (mean === null) expect(samples).toBe(0);
            else {
              expect(mean).toBeGreaterThanOrEqual(low - 1e-6);
              expect(mean).toBeLessThanOrEqual(high + 1e-6);
              expect(spread).toBeGreaterThanOrEqual(0);
            }
          }
          expect(profile.slots.reduce((sum, { samples }) => sum + samples, 0)).toBe(hours.length);
          expect(buildLoadProfile([...hours].reverse(), { zone, holidayRegion: 'FR' }).slots.map(({ samples }) => samples)).toEqual(
            profile.slots.map(({ samples }) => samples),
          );
        },
      ),
      { numRuns: 100 },
    );
  });

  it('knows nothing without history: unknown, never quiet', () => {
    const profile = buildLoadProfile([], berlin);
    const trust = trustInProfile(profile, 0);
    expect(trust).toMatchObject({ state: 'unknown', confidence: 0 });
    const within = { startMs: at('2026-03-02T00:00:00Z'), endMs: at('2026-03-03T00:00:00Z') };
    expect(expectedLoad([{ feature: 'a', weight: 1, profile, trust }], berlin, within).every(({ share }) => share === null)).toBe(true);
  });
});

describe('trustInProfile', () => {
  const trust = (days: number, ageDays = 0) => {
    const hours = shaped(at('2026-01-05T00:00:00Z'), days, 'utc');
    const profile = buildLoadProfile(hours, berlin);
    return trustInProfile(profile, (profile.lastMs as number) + hourMs + ageDays * 24 * hourMs);
  };
  it('says that under two weeks is thin, and trusts longer history more', () => {
    expect(trust(13).state).toBe('thin');
    expect(trust(14).state).toBe('known');
    expect(trust(13).confidence).toBeLessThan(trust(20).confidence);
    expect(trust(28).confidence).toBeCloseTo(1, 6);
  });
  it('trusts old history and gaps less', () => {
    expect(trust(28, 60).confidence).toBeLessThan(0.5);
    expect(trustInProfile({ hours: 336, firstMs: 0, lastMs: 671 * hourMs }, 672 * hourMs).confidence).toBeCloseTo(0.5, 6);
  });
});

describe('slotSteps', () => {
  it('follows the local clock through DST nights, without gap or overlap', () => {
    for (const [zone, iso] of [
      ['Europe/Paris', '2026-03-28T12:00:00Z'],
      ['Europe/Paris', '2026-10-24T12:00:00Z'],
      ['Australia/Lord_Howe', '2026-04-04T00:00:00Z'],
      ['Australia/Lord_Howe', '2026-10-03T00:00:00Z'],
      ['Asia/Kolkata', '2026-03-02T00:10:00Z'],
    ] as const) {
      const within = { startMs: at(iso), endMs: at(iso) + 48 * hourMs };
      const steps = slotSteps({ zone, holidayRegion: 'none' }, within);
      expect(steps[0]?.startMs).toBeLessThanOrEqual(within.startMs);
      steps.forEach((step, index) => {
        const local = DateTime.fromMillis(Math.max(step.startMs, within.startMs), { zone });
        expect(step.slot).toBe((local.weekday - 1) * 24 + local.hour);
        const next = steps[index + 1]?.startMs;
        if (next !== undefined) expect(next - step.startMs).toBeLessThanOrEqual(hourMs);
      });
    }
  });
});
