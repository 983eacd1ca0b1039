import { workingIntervals } from '@slipway/business-time';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { minuteMs, type SchedulablePerson, type WindowProblem } from '../window-problem';

const at = (iso: string) => DateTime.fromISO(iso, { zone: 'utc' }).toMillis();

/** Nights on which clocks change, or around which they do, by zone. */
const nights = [
  { zone: 'Europe/Paris', startMs: at('2026-03-28T20:00:00Z') },
  { zone: 'Europe/Paris', startMs: at('2026-10-24T20:00:00Z') },
  { zone: 'America/New_York', startMs: at('2026-03-08T02:00:00Z') },
  { zone: 'America/New_York', startMs: at('2026-11-01T01:00:00Z') },
  { zone: 'Australia/Lord_Howe', startMs: at('2026-04-04T10:00:00Z') },
  { zone: 'Asia/Kolkata', startMs: at('2024-02-28T18:30:00Z') },
  { zone: 'UTC', startMs: at('2026-12-31T18:00:00Z') },
];
const roles = ['engineer', 'release-manager', 'dba'];
const horizonMinutes = 12 * 60;

const interval = (startMs: number) =>
  fc.tuple(fc.integer({ min: -60, max: horizonMinutes }), fc.integer({ min: 1, max: 240 })).map(([offset, length]) => ({
    startMs: startMs + offset * minuteMs,
    endMs: startMs + (offset + length) * minuteMs,
  }));

const clock = fc.constantFrom('00:00', '01:30', '02:15', '03:00', '05:45', '09:00', '13:10', '18:00', '22:30');
const weekly = fc.array(
  fc.record({ from: clock, to: clock }).filter(({ from, to }) => from !== to),
  { minLength: 1, maxLength: 2 },
);
const everyDay = (ranges: { from: string; to: string }[]) => ({
  monday: ranges,
  tuesday: ranges,
  wednesday: ranges,
  thursday: ranges,
  friday: ranges,
  saturday: ranges,
  sunday: ranges,
});

/** Small random problems of twelve hours around nights on which clocks change, in several zones. */
export const problemArbitrary: fc.Arbitrary<WindowProblem> = fc.constantFrom(...nights).chain(({ zone, startMs }) => {
  const endMs = startMs + horizonMinutes * minuteMs;
  const working = fc.oneof(
    { weight: 3, arbitrary: fc.constant([{ startMs, endMs }]) },
    { weight: 2, arbitrary: weekly.map((ranges) => workingIntervals({ zone, weekly: everyDay(ranges) }, { startMs, endMs })) },
  );
  const person = fc.record({
    side: fc.constantFrom('client' as const, 'vendor' as const),
    roles: fc.subarray(roles),
    unknownBecause: fc.option(fc.constant('no calendar'), { freq: 5 }).map((reason) => reason ?? null),
    working,
    busy: fc.array(
      interval(startMs).map((busy) => ({ ...busy, movable: true })),
      { maxLength: 3 },
    ),
  });
  return fc
    .record({
      gridMinutes: fc.constantFrom(15, 30, 60),
      offset: fc.integer({ min: 0, max: 14 }),
      parts: fc.record({
        preparationMinutes: fc.integer({ min: 0, max: 40 }),
        cutoverMinutes: fc.integer({ min: 1, max: 60 }),
        rollbackMinutes: fc.integer({ min: 0, max: 45 }),
        watchMinutes: fc.integer({ min: 0, max: 50 }),
      }),
      closures: fc.array(
        fc
          .record({
            id: fc.constant('x'),
            kind: fc.constantFrom('freeze' as const, 'blackout' as const, 'booking' as const),
            reason: fc.constant('y'),
            span: interval(startMs),
          })
          .map(({ span, ...closure }) => ({ ...closure, ...span })),
        { maxLength: 3 },
      ),
      needs: fc.uniqueArray(
        fc.record({
          side: fc.constantFrom('client' as const, 'vendor' as const),
          role: fc.constantFrom(...roles),
          people: fc.integer({ min: 1, max: 2 }),
        }),
        { maxLength: 3, selector: (need) => `${need.side} ${need.role}` },
      ),
      people: fc.array(person, { maxLength: 6 }),
      shares: fc.array(fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { freq: 6 }), { minLength: 13, maxLength: 13 }),
      users: fc.array(fc.record({ headcount: fc.integer({ min: 0, max: 50 }), working }), { maxLength: 2 }),
      weights: fc.record({
        load: fc.double({ min: 0, max: 1, noNaN: true }),
        users: fc.double({ min: 0, max: 1, noNaN: true }),
        engineers: fc.double({ min: 0.1, max: 1, noNaN: true }),
      }),
    })
    .map(({ offset, people, shares, users, ...rest }) => ({
      ...rest,
      startMs,
      endMs,
      firstStartMs: startMs + offset * minuteMs,
      take: 3,
      people: people.map((each, index): SchedulablePerson => ({ ...each, personId: `p${index}`, name: `Person ${index}` })),
      load: shares.map((share, index) => ({ startMs: startMs + (index * 60 - 30) * minuteMs, share, confidence: 0.5 })),
      users: users.map((group, index) => ({ ...group, name: `group ${index}` })),
    }));
});
