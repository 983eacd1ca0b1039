import fc from 'fast-check';
import { detectSurge, exitRule } from './watch-hypercare';

const minute = 60_000;
const now = Date.parse('2026-03-03T09:00:00Z');
const tickets = (...minutesAgo: number[]) =>
  minutesAgo.map((ago, index) => ({ openedMs: now - ago * minute, priority: index === 0 ? ('urgent' as const) : ('normal' as const) }));

describe('detectSurge', () => {
  it('tells more tickets in an hour than agreed', () => {
    expect(detectSurge({ tickets: tickets(1, 10, 59), limitPerHour: 2, lastSurge: null, nowMs: now })).toEqual({
      surge: { tickets: 3, urgent: 1, limit: 2, windowMinutes: 60, reason: '3 tickets in 60 minutes, the limit is 2' },
    });
  });
  it('is calm at the limit, and does not count what is an hour old or in the future', () => {
    expect(detectSurge({ tickets: tickets(1, 10), limitPerHour: 2, lastSurge: null, nowMs: now })).toHaveProperty('calm');
    expect(detectSurge({ tickets: tickets(1, 10, 60, -5), limitPerHour: 2, lastSurge: null, nowMs: now })).toHaveProperty('calm');
  });
  it('tells the same surge once, again when it doubled or an hour passed', () => {
    const again = (count: number, agoMinutes: number) =>
      detectSurge({
        tickets: tickets(1, 2, 3, 4, 5, 6),
        limitPerHour: 2,
        lastSurge: { atMs: now - agoMinutes * minute, tickets: count },
        nowMs: now,
      });
    expect(again(4, 10)).toHaveProperty('calm');
    expect(again(3, 10)).toHaveProperty('surge');
    expect(again(4, 60)).toHaveProperty('surge');
  });
  it('never tells a surge at or below the limit, whatever the times', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -120, max: 240 }), { maxLength: 30 }),
        fc.integer({ min: 1, max: 10 }),
        (ago, limitPerHour) => {
          const result = detectSurge({ tickets: tickets(...ago), limitPerHour, lastSurge: null, nowMs: now });
          const recent = ago.filter((minutes) => minutes >= 0 && minutes < 60).length;
          expect('surge' in result).toBe(recent > limitPerHour);
        },
      ),
    );
  });
});

describe('exitRule', () => {
  const facts = { untilMs: now - minute, nowMs: now, openUrgent: 0, openHigh: 0, lastSurgeMs: null, quietHours: 24 };
  it('is met when nothing speaks against it', () => {
    expect(exitRule(facts)).toEqual({ met: true, blockers: [] });
  });
  it('names everything that speaks against it', () => {
    expect(exitRule({ ...facts, untilMs: now + minute, openUrgent: 1, openHigh: 2, lastSurgeMs: now - 60 * minute }).blockers).toEqual([
      'it is agreed to last until 2026-03-03T09:01:00.000Z',
      '1 urgent ticket is open',
      '2 tickets of high priority are open',
      'the last surge is less than 24 hours ago',
    ]);
  });
});
