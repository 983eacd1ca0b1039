import fc from 'fast-check';
import { DateTime } from 'luxon';
import { type FreezeRule, freezeStateAt, frozenTimes } from './freeze-state';
import { recurringTimeFault } from './freeze-times';

const at = (iso: string) => DateTime.fromISO(iso, { zone: 'utc' }).toMillis();
const iso = (atMs: number | null | undefined) => (atMs === null || atMs === undefined ? atMs : new Date(atMs).toISOString().slice(0, 16));
const freeze = (over: Partial<FreezeRule>): FreezeRule => ({
  id: 'a',
  reason: 'weekend',
  environment: null,
  zone: 'Europe/Berlin',
  startLocal: '2026-03-06T18:00',
  endLocal: '2026-03-09T06:00',
  rrule: 'FREQ=WEEKLY;BYDAY=FR',
  ...over,
});

describe('freezeStateAt', () => {
  it('keeps the wall clock of both ends over a DST night', () => {
    const state = freezeStateAt([freeze({})], 'prod', at('2026-03-28T12:00:00Z'));
    expect(state).toMatchObject({ state: 'closed' });
    expect(iso(state.reasons[0]?.startMs)).toBe('2026-03-27T17:00');
    expect(iso(state.nextChangeMs)).toBe('2026-03-30T04:00');
  });

  it('is half-open, and open names the next freeze', () => {
    expect(freezeStateAt([freeze({})], 'prod', at('2026-03-09T05:00:00Z'))).toMatchObject({
      state: 'open',
      nextChangeMs: at('2026-03-13T17:00:00Z'),
    });
    expect(freezeStateAt([freeze({})], 'prod', at('2026-03-06T17:00:00Z')).state).toBe('closed');
  });

  it('joins freezes that touch, and leaves out other environments', () => {
    const next = freeze({ id: 'b', rrule: null, startLocal: '2026-03-09T06:00', endLocal: '2026-03-10T06:00', environment: 'prod' });
    expect(iso(freezeStateAt([freeze({}), next], 'prod', at('2026-03-08T12:00:00Z')).nextChangeMs)).toBe('2026-03-10T05:00');
    expect(iso(freezeStateAt([freeze({}), next], 'uat', at('2026-03-08T12:00:00Z')).nextChangeMs)).toBe('2026-03-09T05:00');
  });

  it('agrees with the listed times at any instant', () => {
    const rules = [
      freeze({}),
      freeze({
        id: 'c',
        zone: 'Australia/Lord_Howe',
        startLocal: '2026-01-01T22:00',
        endLocal: '2026-01-02T03:00',
        rrule: 'FREQ=DAILY;INTERVAL=3',
      }),
    ];
    fc.assert(
      fc.property(fc.integer({ min: at('2026-03-20T00:00:00Z') / 60_000, max: at('2026-04-20T00:00:00Z') / 60_000 }), (minute) => {
        const now = minute * 60_000;
        const listed = frozenTimes(rules, 'prod', { startMs: at('2026-03-01T00:00:00Z'), endMs: at('2026-05-01T00:00:00Z') });
        const closed = listed.some((time) => time.startMs <= now && now < time.endMs);
        const state = freezeStateAt(rules, 'prod', now);
        expect(state.state).toBe(closed ? 'closed' : 'open');
        const change = state.nextChangeMs as number;
        expect(freezeStateAt(rules, 'prod', change).state).not.toBe(state.state);
        expect(freezeStateAt(rules, 'prod', change - 60_000).state).toBe(state.state);
      }),
      { numRuns: 30 },
    );
  });
});

describe('recurringTimeFault', () => {
  it('names what is wrong with a rule', () => {
    expect(recurringTimeFault(freeze({}))).toBeNull();
    expect(recurringTimeFault(freeze({ rrule: 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1,-2,-3' }))).toBeNull();
    for (const rrule of [
      'FREQ=HOURLY',
      'nonsense',
      'FREQ=WEEKLY;BYDAY=XX',
      'FREQ=DAILY;INTERVAL=0',
      'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31',
    ]) {
      const fault = recurringTimeFault(freeze({ rrule }));
      if (rrule !== 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31')
        expect(fault).toMatchObject({ field: expect.stringContaining('rrule') as string });
    }
  });
});
