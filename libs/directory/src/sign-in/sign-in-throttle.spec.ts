import fc from 'fast-check';
import { DateTime } from 'luxon';
import { accountThrottle, addressThrottle, countTry, delaySeconds, waitSeconds } from './sign-in-throttle';

const now = DateTime.fromISO('2026-03-02T08:00:00Z', { zone: 'utc' });

describe('sign-in throttle', () => {
  it('lets people mistype, then doubles the wait up to a quarter of an hour', () => {
    expect([1, 4, 5, 6, 7, 13, 14, 1_000_000].map((failures) => delaySeconds(failures, accountThrottle))).toEqual([
      0, 0, 2, 4, 8, 512, 900, 900,
    ]);
  });

  it('never waits less for more failures', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.constantFrom(accountThrottle, addressThrottle), (failures, rule) => {
        expect(delaySeconds(failures + 1, rule)).toBeGreaterThanOrEqual(delaySeconds(failures, rule));
      }),
    );
  });

  it('allows a try exactly when the wait it told is over', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 0, max: 3_599 }), (failures, ago) => {
        const wait = waitSeconds({ failures, lastFailedAt: now.minus({ seconds: ago }) }, accountThrottle, now);
        expect(waitSeconds({ failures, lastFailedAt: now.minus({ seconds: ago }) }, accountThrottle, now.plus({ seconds: wait }))).toBe(0);
        if (wait > 0)
          expect(
            waitSeconds({ failures, lastFailedAt: now.minus({ seconds: ago }) }, accountThrottle, now.plus({ seconds: wait - 1 })),
          ).toBe(1);
      }),
    );
  });

  it('bounds guesses: fewer than 120 tries a day for somebody who never stops', () => {
    let attempts = countTry(null, accountThrottle, now);
    let at = now;
    let tries = 1;
    while (at < now.plus({ days: 1 })) {
      at = at.plus({ seconds: Math.max(1, waitSeconds(attempts, accountThrottle, at)) });
      attempts = countTry(attempts, accountThrottle, at);
      tries += 1;
    }
    expect(tries).toBeLessThan(120);
  });

  it('forgets after an hour of peace', () => {
    const attempts = { failures: 50, lastFailedAt: now.minus({ hours: 1 }) };
    expect(waitSeconds(attempts, accountThrottle, now)).toBe(0);
    expect(countTry(attempts, accountThrottle, now).failures).toBe(1);
  });
});
