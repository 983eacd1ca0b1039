import fc from 'fast-check';
import { occurrencesOf, recurringTimeFault } from './freeze-times';

const part = fc.oneof(
  fc.constantFrom(
    'BYDAY=MO',
    'BYDAY=-1FR',
    'BYDAY=5MO,SU',
    'BYMONTHDAY=31',
    'BYMONTHDAY=-1,-2',
    'BYMONTH=2',
    'BYSETPOS=-1,-2,-3',
    'BYYEARDAY=366',
    'BYWEEKNO=53',
    'WKST=SU',
    'COUNT=5',
    'COUNT=100000',
    'UNTIL=20300101T000000Z',
    'UNTIL=20270101',
    'BYHOUR=1,2',
    'X=1',
  ),
  fc.integer({ min: 0, max: 2000 }).map((interval) => `INTERVAL=${interval}`),
);
const rule = fc
  .tuple(fc.constantFrom('DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY', 'HOURLY', 'NEVER'), fc.array(part, { maxLength: 4 }))
  .map(([freq, parts]) => [`FREQ=${freq}`, ...parts].join(';'));
const local = fc
  .tuple(
    fc.integer({ min: 2000, max: 2100 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 28 }),
    fc.integer({ min: 0, max: 23 }),
  )
  .map(
    ([year, month, day, hour]) =>
      `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:30`,
  );

describe('recurring times', () => {
  it('unfold in any year and quickly, whenever their rule was accepted', () => {
    let accepted = 0;
    fc.assert(
      fc.property(
        rule,
        local,
        fc.integer({ min: 1, max: 20_000 }),
        fc.integer({ min: 2000, max: 2100 }),
        (rrule, startLocal, minutes, year) => {
          const end = new Date(Date.parse(`${startLocal}:00Z`) + minutes * 60_000).toISOString().slice(0, 16);
          const time = { zone: 'Australia/Lord_Howe', startLocal, endLocal: end, rrule };
          if (recurringTimeFault(time)) return;
          accepted += 1;
          const startMs = Date.UTC(year, 0, 1);
          const began = performance.now();
          const occurrences = occurrencesOf(time, { startMs, endMs: startMs + 366 * 86_400_000 });
          expect(performance.now() - began).toBeLessThan(2_000);
          for (const { startMs: from, endMs: to } of occurrences) expect(to).toBeGreaterThan(from);
          expect(occurrences.length).toBeLessThanOrEqual(366 + 20);
        },
      ),
      { numRuns: 150 },
    );
    expect(accepted).toBeGreaterThan(15);
  });
});
