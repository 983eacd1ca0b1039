import fc from 'fast-check';
import { DateTime } from 'luxon';
import { type RefreshFacts, judgeRefresh } from './refresh-rotation';

const now = DateTime.fromISO('2026-03-02T08:00:00Z', { zone: 'utc' });
const running: RefreshFacts = {
  sessionEndedAt: null,
  sessionExpiresAt: now.plus({ days: 20 }),
  sessionLastUsedAt: now.minus({ days: 1 }),
  tokenUsedAt: null,
};

describe('judgeRefresh', () => {
  it.each([
    ['rotate', running],
    ['ended', null],
    ['ended', { ...running, sessionEndedAt: now }],
    ['expired', { ...running, sessionExpiresAt: now }],
    ['expired', { ...running, sessionLastUsedAt: now.minus({ days: 7 }) }],
    ['try-again', { ...running, tokenUsedAt: now.minus({ seconds: 9 }) }],
    ['stolen', { ...running, tokenUsedAt: now.minus({ seconds: 10 }) }],
  ] as const)('says %s', (verdict, facts) => {
    expect(judgeRefresh(facts, now)).toBe(verdict);
  });

  it('never gives a new token for one that was used', () => {
    const instant = fc.integer({ min: -40 * 86_400, max: 40 * 86_400 }).map((seconds) => now.plus({ seconds }));
    fc.assert(
      fc.property(fc.option(instant), instant, instant, instant, (sessionEndedAt, sessionExpiresAt, sessionLastUsedAt, tokenUsedAt) => {
        expect(judgeRefresh({ sessionEndedAt, sessionExpiresAt, sessionLastUsedAt, tokenUsedAt }, now)).not.toBe('rotate');
      }),
    );
  });
});
