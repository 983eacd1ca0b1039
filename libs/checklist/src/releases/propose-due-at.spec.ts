import fc from 'fast-check';
import { DateTime } from 'luxon';
import { proposeDueAt } from './propose-due-at';

const at = (text: string) => DateTime.fromISO(text, { zone: 'utc' });
const now = at('2026-03-02T08:00:00Z');

describe('when a task is due', () => {
  it('is three weekdays before the release at 17:00 of its side', () => {
    expect(proposeDueAt(at('2026-03-18T02:00:00Z'), 'Europe/Berlin', now)?.toISO()).toBe('2026-03-13T16:00:00.000Z');
    expect(proposeDueAt(at('2026-03-18T02:00:00Z'), 'Asia/Kolkata', now)?.toISO()).toBe('2026-03-13T11:30:00.000Z');
  });

  it('keeps 17:00 over a change of the clocks', () => {
    expect(proposeDueAt(at('2026-04-01T10:00:00Z'), 'Europe/Berlin', now)?.toISO()).toBe('2026-03-27T16:00:00.000Z');
    expect(proposeDueAt(at('2026-04-03T10:00:00Z'), 'Europe/Berlin', now)?.toISO()).toBe('2026-03-31T15:00:00.000Z');
  });

  it('is the next close of business when that has passed, and unknown without a date', () => {
    expect(proposeDueAt(at('2026-03-03T02:00:00Z'), 'Europe/Berlin', now)?.toISO()).toBe('2026-03-02T16:00:00.000Z');
    expect(proposeDueAt(at('2026-03-08T02:00:00Z'), 'Europe/Berlin', at('2026-03-06T20:00:00Z'))?.toISO()).toBe('2026-03-09T16:00:00.000Z');
    expect(proposeDueAt(null, 'Europe/Berlin', now)).toBeNull();
  });

  it('is always a weekday at 17:00 of the zone and never in the past', () => {
    const zones = fc.constantFrom('Europe/Paris', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'America/Asuncion');
    fc.assert(
      fc.property(zones, fc.integer({ min: -20, max: 400 }), fc.integer({ min: 0, max: 86_399 }), (zone, days, seconds) => {
        const due = proposeDueAt(now.plus({ days, seconds }), zone, now)?.setZone(zone);
        expect(due?.hour).toBe(17);
        expect(due && due.weekday <= 5 && due > now).toBe(true);
      }),
    );
  });
});
