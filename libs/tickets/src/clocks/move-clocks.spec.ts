import fc from 'fast-check';
import type { Clock } from './due-at';
import { moveClocks, type ClockSurroundings, type Happening } from './move-clocks';
import { defaultTargets, targetFaults } from './targets';

const ms = (text: string) => Date.parse(text);
const places = { client: { zone: 'Europe/Berlin', holidayRegion: 'DE' }, vendor: { zone: 'Asia/Kolkata', holidayRegion: 'IN' } };
const at = (text: string, priority: ClockSurroundings['priority'] = 'high'): ClockSurroundings => ({
  targets: defaultTargets,
  places,
  priority,
  nowMs: ms(text),
});
const after = (clocks: readonly Clock[], happening: Happening, around: ClockSurroundings): Clock[] => {
  const { moved, started } = moveClocks(clocks, happening, around);
  return [...moved, ...started];
};
const brief = (clocks: readonly Clock[]) =>
  clocks.map(
    ({ line, kind, state, dueMs }) => `${line} ${kind} ${state} ${dueMs === null ? '-' : new Date(dueMs).toISOString().slice(5, 16)}`,
  );

describe('moveClocks', () => {
  const opened = after([], { kind: 'opened', line: 'first' }, at('2026-03-03T08:00:00Z'));

  it('starts the first line’s clocks in the client’s business time', () => {
    expect(brief(opened)).toEqual([
      'first response running 03-03T09:00',
      'first update running 03-03T12:00',
      'first resolution running 03-03T16:00',
    ]);
  });

  it('meets the response and begins the next update with an answer', () => {
    expect(brief(after(opened, { kind: 'answered', line: 'first' }, at('2026-03-03T08:30:00Z')))).toEqual([
      'first response met 03-03T09:00',
      'first update met 03-03T12:00',
      'first resolution running 03-03T16:00',
      'first update running 03-03T12:30',
    ]);
  });

  it('pauses the first line’s resolution while the second works in its own business time, and goes on with the rest afterwards', () => {
    const escalated = after(opened, { kind: 'escalated' }, at('2026-03-03T10:00:00Z'));
    expect(brief(escalated)).toEqual([
      'first response stopped 03-03T09:00',
      'first update stopped 03-03T12:00',
      'first resolution paused -',
      'second response running 03-03T11:00',
      'second update running 03-04T06:00',
      'second resolution running 03-05T10:00',
    ]);
    expect(escalated[2]?.remainingMinutes).toBe(360);
    const back = after(escalated, { kind: 'handed-back' }, at('2026-03-04T08:00:00Z'));
    expect(brief(back).slice(2)).toEqual([
      'first resolution running 03-04T14:00',
      'second response met 03-03T11:00',
      'second update stopped 03-04T06:00',
      'second resolution met 03-05T10:00',
      'first update running 03-04T12:00',
    ]);
  });

  it('stands still while waiting on the other side', () => {
    const waiting = after(opened, { kind: 'waiting', line: 'first' }, at('2026-03-03T08:30:00Z'));
    expect(waiting.every((clock) => clock.state === 'paused')).toBe(true);
    const resumed = after(waiting, { kind: 'resumed', line: 'first' }, at('2026-03-05T08:00:00Z'));
    expect(brief(resumed)[0]).toBe('first response running 03-05T08:30');
  });

  it('counts around the clock for urgent tickets', () => {
    const urgent = after([], { kind: 'opened', line: 'first' }, at('2026-03-07T22:00:00Z', 'urgent'));
    expect(brief(urgent)[0]).toBe('first response running 03-07T22:30');
  });

  it('starts no clock where no target was agreed', () => {
    expect(after([], { kind: 'opened', line: 'first' }, at('2026-03-03T08:00:00Z', 'low')).map((clock) => clock.kind)).toEqual([
      'response',
      'resolution',
    ]);
  });

  const happenings = fc.constantFrom<Happening>(
    { kind: 'opened', line: 'first' },
    { kind: 'answered', line: 'first' },
    { kind: 'answered', line: 'second' },
    { kind: 'escalated' },
    { kind: 'handed-back' },
    { kind: 'waiting', line: 'first' },
    { kind: 'waiting', line: 'second' },
    { kind: 'resumed', line: 'first' },
    { kind: 'resumed', line: 'second' },
    { kind: 'priority-changed' },
    { kind: 'reopened', line: 'first' },
  );
  it('whatever happens: an ended clock never changes again, and resolving leaves none counting', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(happenings, fc.integer({ min: 1, max: 600 })), { maxLength: 12 }), (steps) => {
        let now = ms('2026-03-03T08:00:00Z');
        let clocks: Clock[] = [];
        for (const [happening, minutes] of steps) {
          now += minutes * 60_000;
          const next = after(clocks, happening, { ...at('2026-03-03T08:00:00Z'), nowMs: now });
          clocks.forEach((clock, index) => {
            if (['met', 'missed', 'stopped'].includes(clock.state)) expect(next[index]).toEqual(clock);
          });
          const counting = next
            .filter((clock) => clock.state === 'running' || clock.state === 'paused')
            .map((clock) => `${clock.line} ${clock.kind}`);
          expect(new Set(counting).size).toBe(counting.length);
          clocks = next;
        }
        const done = after(clocks, { kind: 'resolved' }, { ...at('2026-03-03T08:00:00Z'), nowMs: now });
        expect(done.filter((clock) => clock.state === 'running' || clock.state === 'paused')).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});

describe('targets', () => {
  it('the default ones have no fault', () => {
    expect(targetFaults(defaultTargets, places)).toEqual([]);
  });
  it('names the side whose zone does not exist', () => {
    const calendars = { ...defaultTargets.calendars, vendor: { ...defaultTargets.calendars.vendor, zone: 'Mars/Olympus' } };
    expect(targetFaults({ ...defaultTargets, calendars }, places)).toEqual([
      expect.objectContaining({ field: expect.stringContaining('calendars.vendor') }),
    ]);
  });
});
