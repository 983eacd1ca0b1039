import fc from 'fast-check';
import { DateTime } from 'luxon';
import { horizonOf, longerHorizons } from './window-horizon';

const at = (iso: string) => DateTime.fromISO(iso, { zone: 'utc' }).toMillis();
const parts = { preparationMinutes: 30, cutoverMinutes: 60, rollbackMinutes: 30, watchMinutes: 60 };
const wish = { notBeforeMs: null, latestMs: null, horizonDays: 14, gridMinutes: 15, parts };

describe('horizonOf', () => {
  it('starts on the local grid at or after now, in any zone', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('Asia/Kolkata', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Europe/Paris', 'America/New_York'),
        fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2026-12-31T00:00:00Z') }),
        fc.constantFrom(5, 10, 15, 30, 60),
        (zone, nowMs, gridMinutes) => {
          const horizon = horizonOf({ ...wish, gridMinutes }, nowMs, zone);
          if ('code' in horizon) throw new Error(horizon.code);
          expect(horizon.firstStartMs).toBeGreaterThanOrEqual(nowMs);
          expect(horizon.firstStartMs - nowMs).toBeLessThan((gridMinutes + 31) * 60_000);
          const local = DateTime.fromMillis(horizon.firstStartMs, { zone });
          if (local.offset === DateTime.fromMillis(nowMs, { zone }).offset) expect(local.minute % gridMinutes).toBe(0);
        },
      ),
    );
  });

  it('says what is wrong with limits that leave no room', () => {
    const nowMs = at('2026-03-02T08:00:00Z');
    expect(horizonOf({ ...wish, latestMs: nowMs - 1 }, nowMs, 'UTC')).toMatchObject({ code: 'latest-is-past', field: 'latestAt' });
    expect(horizonOf({ ...wish, latestMs: nowMs + 3_600_000 }, nowMs, 'UTC')).toMatchObject({ code: 'window-longer-than-horizon' });
    const later = horizonOf({ ...wish, notBeforeMs: nowMs + 86_400_000 }, nowMs, 'UTC');
    expect(later).toMatchObject({ startMs: nowMs + 86_400_000, endMs: nowMs + 15 * 86_400_000 });
  });

  it('widens to at most a year, and past a latest end', () => {
    const horizon = { startMs: 0, endMs: 86_400_000, firstStartMs: 0 };
    expect(longerHorizons(horizon, 200).map(({ endMs }) => endMs / 86_400_000)).toEqual([200, 366]);
    expect(longerHorizons({ ...horizon, endMs: 366 * 86_400_000 }, 366)).toEqual([]);
  });
});
