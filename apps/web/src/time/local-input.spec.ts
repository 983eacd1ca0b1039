import fc from 'fast-check';
import { instantOfLocal, localOfInstant } from './local-input';

describe('wall-clock input', () => {
  it('reads the wall clock of the zone', () => {
    expect(instantOfLocal('2026-03-03T03:00', 'Europe/Berlin')).toBe('2026-03-03T02:00:00.000Z');
    expect(instantOfLocal('2026-07-03T03:00', 'Asia/Kolkata')).toBe('2026-07-02T21:30:00.000Z');
  });
  it('has no instant for nothing or nonsense', () => {
    expect(instantOfLocal('', 'UTC')).toBeNull();
    expect(instantOfLocal('2026-13-40T99:00', 'UTC')).toBeNull();
    expect(localOfInstant('soon', 'UTC')).toBe('');
  });
  it('comes back to the same minute outside folds', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1_700_000_000, max: 1_900_000_000 }),
        fc.constantFrom('Asia/Kolkata', 'UTC', 'Asia/Tokyo'),
        (seconds, zone) => {
          const instant = new Date(Math.floor(seconds / 60) * 60_000).toISOString();
          expect(instantOfLocal(localOfInstant(instant, zone), zone)).toBe(instant);
        },
      ),
    );
  });
});
