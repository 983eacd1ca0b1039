import { aroundTheClock, officeHours, workingMinutesBetween } from '@slipway/business-time';
import fc from 'fast-check';
import { dueAt, pauseClock, resumeClock, retargetClock, startClock } from './due-at';

const berlin = officeHours('Europe/Berlin', 'DE', '09:00', '17:00');
const kolkata = officeHours('Asia/Kolkata', 'IN', '09:00', '17:00');
const lordHowe = officeHours('Australia/Lord_Howe', null, '09:00', '17:00');
const ms = (text: string) => Date.parse(text);
const iso = (value: number | null) => (value === null ? null : new Date(value).toISOString());

describe('dueAt', () => {
  it.each([
    ['within the day', '2026-03-03T08:00:00Z', 60, '2026-03-03T09:00:00.000Z'],
    ['over the night', '2026-03-03T15:30:00Z', 60, '2026-03-04T08:30:00.000Z'],
    ['over the weekend', '2026-03-06T15:30:00Z', 60, '2026-03-09T08:30:00.000Z'],
    ['from outside of hours', '2026-03-07T12:00:00Z', 30, '2026-03-09T08:30:00.000Z'],
    ['over Good Friday and Easter Monday', '2026-04-02T14:30:00Z', 60, '2026-04-07T07:30:00.000Z'],
    ['over the change to summer time', '2026-03-27T15:30:00Z', 60, '2026-03-30T07:30:00.000Z'],
    ['with a fraction of a minute', '2026-03-03T08:00:00Z', 0.5, '2026-03-03T08:00:30.000Z'],
  ])('%s', (_, start, minutes, due) => {
    expect(iso(dueAt(berlin, ms(start), minutes))).toBe(due);
  });

  it('counts around the clock where that was agreed', () => {
    expect(iso(dueAt(aroundTheClock('Europe/Berlin'), ms('2026-03-06T22:00:00Z'), 240))).toBe('2026-03-07T02:00:00.000Z');
  });

  it('gives none where the calendar never opens', () => {
    expect(dueAt({ ...berlin, weekly: {} }, ms('2026-03-03T08:00:00Z'), 1)).toBeNull();
  });

  const calendars = fc.constantFrom(berlin, kolkata, lordHowe, aroundTheClock('America/New_York'));
  const instants = fc.integer({ min: ms('2026-01-01T00:00:00Z'), max: ms('2026-12-31T00:00:00Z') });
  const minutes = fc.double({ min: 0.25, max: 3000, noNaN: true });

  it('leaves exactly the target between start and due, to the millisecond', () => {
    fc.assert(
      fc.property(calendars, instants, minutes, (calendar, start, target) => {
        const due = dueAt(calendar, start, target) as number;
        expect(Math.abs(workingMinutesBetween(calendar, start, due) - target)).toBeLessThan(1 / 30_000);
      }),
      { numRuns: 60 },
    );
  });

  it('a pause of any length adds no business minute and takes none', () => {
    fc.assert(
      fc.property(
        calendars,
        instants,
        minutes,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(10_000_000),
        (calendar, start, target, share, pauseMs) => {
          const clock = startClock('response', 'first', 'working-hours', target, calendar, start);
          const pausedAt = Math.floor(start + share * ((clock.dueMs as number) - start));
          const resumedAt = pausedAt + pauseMs;
          const resumed = resumeClock(pauseClock(clock, calendar, pausedAt), calendar, resumedAt);
          const counted =
            workingMinutesBetween(calendar, start, pausedAt) + workingMinutesBetween(calendar, resumedAt, resumed.dueMs as number);
          expect(Math.abs(counted - target)).toBeLessThan(1 / 10_000);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('keeps the minutes already used when the target changes', () => {
    const clock = startClock('resolution', 'first', 'working-hours', 240, berlin, ms('2026-03-03T08:00:00Z'));
    const urgent = retargetClock(clock, 60, 'working-hours', berlin, berlin, ms('2026-03-03T08:45:00Z'));
    expect(iso(urgent.dueMs)).toBe('2026-03-03T09:00:00.000Z');
    expect(iso(retargetClock(clock, 30, 'working-hours', berlin, berlin, ms('2026-03-03T08:45:00Z')).dueMs)).toBe(
      '2026-03-03T08:45:00.000Z',
    );
  });
});
