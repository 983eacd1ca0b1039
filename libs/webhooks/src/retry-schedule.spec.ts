import fc from 'fast-check';
import { maxAttempts, nextRetrySeconds, retryPausesSeconds } from './retry-schedule';

describe('the retry schedule', () => {
  it('makes ten attempts over 75 h 35 min', () => {
    const total = retryPausesSeconds.reduce((sum, pause) => sum + pause, 0);
    expect([maxAttempts, Math.floor(total / 60)]).toEqual([10, 75 * 60 + 35]);
    expect(nextRetrySeconds(9, 0)).toBe(86_400);
    expect(nextRetrySeconds(10, 0)).toBeNull();
  });

  it('spreads later by at most a tenth and never sooner', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (attempts, random) => {
        const pause = retryPausesSeconds[attempts - 1];
        expect(nextRetrySeconds(attempts, random)).toBeGreaterThanOrEqual(pause);
        expect(nextRetrySeconds(attempts, random)).toBeLessThanOrEqual(pause * 1.1);
      }),
    );
  });

  it('obeys a longer Retry-After, up to a day', () => {
    expect(nextRetrySeconds(1, 0, 60)).toBe(60);
    expect(nextRetrySeconds(2, 0, 60)).toBe(300);
    expect(nextRetrySeconds(1, 0, 9_999_999)).toBe(86_400);
  });
});
