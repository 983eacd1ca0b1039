import type { WorkingCalendar } from '@slipway/business-time';
import type { Line, Priority, Side } from '../ticket-words';
import { type Clock, endClock, pauseClock, resumeClock, retargetClock, startClock } from './due-at';
import { clockCalendar, clockKinds, type ClockKind, type CalendarKind, type SidePlace, type Targets } from './targets';

export type Happening =
  | { readonly kind: 'opened' | 'reopened'; readonly line: Line }
  /** A public message of whoever holds the ticket. */
  | { readonly kind: 'answered'; readonly line: Line }
  | { readonly kind: 'escalated' | 'handed-back' | 'resolved' | 'closed' }
  /** Waiting on the other side, or going on again. */
  | { readonly kind: 'waiting' | 'resumed'; readonly line: Line }
  | { readonly kind: 'priority-changed' };

export interface ClockSurroundings {
  readonly targets: Targets;
  readonly places: Readonly<Record<Side, SidePlace>>;
  readonly priority: Priority;
  readonly nowMs: number;
}

const targetOf = ({ targets, priority }: ClockSurroundings, line: Line, kind: ClockKind): number | null =>
  targets.priorities[priority][line][`${kind}Minutes`];
const calendarKind = ({ targets, priority }: ClockSurroundings): CalendarKind => targets.priorities[priority].calendar;
const counts = (clock: Clock): boolean => clock.state === 'running' || clock.state === 'paused';

/** Every clock of a ticket after something happened: the given ones in their order, changed or not, then the new ones. */
export function moveClocks<Known extends Clock>(
  clocks: readonly Known[],
  happening: Happening,
  around: ClockSurroundings,
): { moved: Known[]; started: Clock[] } {
  const { nowMs } = around;
  const calendarOf = (line: Line, kind: CalendarKind): WorkingCalendar => clockCalendar(around.targets, line, kind, around.places);
  const own = (clock: Clock): WorkingCalendar => calendarOf(clock.line, clock.calendar);
  const change = (to: (clock: Clock) => Clock): Known[] => clocks.map((clock) => ({ ...clock, ...to(clock) }));
  const start = (line: Line, kinds: readonly ClockKind[]): Clock[] =>
    kinds.flatMap((kind) => {
      const target = targetOf(around, line, kind);
      return target === null ? [] : [startClock(kind, line, calendarKind(around), target, calendarOf(line, calendarKind(around)), nowMs)];
    });
  const stop = (clock: Clock) => endClock(clock, 'stopped', nowMs);
  const meet = (clock: Clock) => endClock(clock, 'met', nowMs);

  switch (happening.kind) {
    case 'opened':
    case 'reopened':
      return { moved: change(stop), started: start(happening.line, clockKinds) };
    case 'answered': {
      const due = clocks.some((clock) => clock.line === happening.line && clock.kind === 'update' && counts(clock));
      return {
        moved: change((clock) => (clock.line === happening.line && clock.kind !== 'resolution' ? meet(clock) : clock)),
        started: due ? start(happening.line, ['update']) : [],
      };
    }
    case 'escalated':
      return {
        moved: change((clock) => {
          if (clock.line === 'second') return stop(clock);
          return clock.kind === 'resolution' ? pauseClock(clock, own(clock), nowMs) : stop(clock);
        }),
        started: start('second', clockKinds),
      };
    case 'handed-back':
      return {
        moved: change((clock) => {
          if (clock.line === 'second') return clock.kind === 'update' ? stop(clock) : meet(clock);
          return clock.kind === 'update' ? stop(clock) : resumeClock(clock, own(clock), nowMs);
        }),
        started: start('first', ['update']),
      };
    case 'waiting':
      return { moved: change((clock) => (clock.line === happening.line ? pauseClock(clock, own(clock), nowMs) : clock)), started: [] };
    case 'resumed':
      return { moved: change((clock) => (clock.line === happening.line ? resumeClock(clock, own(clock), nowMs) : clock)), started: [] };
    case 'resolved':
      return { moved: change((clock) => (clock.kind === 'update' ? stop(clock) : meet(clock))), started: [] };
    case 'closed':
      return { moved: change(stop), started: [] };
    case 'priority-changed':
      return {
        moved: change((clock) => {
          const target = targetOf(around, clock.line, clock.kind);
          const kind = calendarKind(around);
          return target === null ? stop(clock) : retargetClock(clock, target, kind, own(clock), calendarOf(clock.line, kind), nowMs);
        }),
        started: [],
      };
  }
}
