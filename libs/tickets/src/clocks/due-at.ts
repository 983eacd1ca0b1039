import { addWorkingTime, workingMinutesBetween, type WorkingCalendar } from '@slipway/business-time';
import type { Line } from '../ticket-words';
import type { CalendarKind, ClockKind } from './targets';

export type ClockState = 'running' | 'paused' | 'met' | 'missed' | 'stopped';
export interface Clock {
  readonly kind: ClockKind;
  readonly line: Line;
  readonly state: ClockState;
  readonly calendar: CalendarKind;
  /** Business minutes, fractions allowed. */
  readonly targetMinutes: number;
  readonly startedMs: number;
  /** Set while running, and kept when it ended; null while running when the calendar does not open for so long within five years. */
  readonly dueMs: number | null;
  /** Business minutes left; set while paused. */
  readonly remainingMinutes: number | null;
  readonly endedMs: number | null;
}

/** When so many business minutes from `startMs` have passed, to the millisecond; fractions of a minute count. Null: not within five years. */
export function dueAt(calendar: WorkingCalendar, startMs: number, minutes: number): number | null {
  const dueMs = addWorkingTime(calendar, startMs, minutes);
  return dueMs === null ? null : Math.ceil(dueMs);
}

/** Business minutes left before a running clock is due; 0 when it is overdue. */
export function remainingMinutes(calendar: WorkingCalendar, nowMs: number, dueMs: number): number {
  return Math.max(0, workingMinutesBetween(calendar, nowMs, dueMs));
}

const leftOf = (clock: Clock, calendar: WorkingCalendar, nowMs: number): number => {
  if (clock.state === 'paused') return clock.remainingMinutes ?? 0;
  return clock.dueMs === null ? clock.targetMinutes : remainingMinutes(calendar, nowMs, clock.dueMs);
};

export function startClock(
  kind: ClockKind,
  line: Line,
  kindOfCalendar: CalendarKind,
  targetMinutes: number,
  calendar: WorkingCalendar,
  nowMs: number,
): Clock {
  const dueMs = dueAt(calendar, nowMs, targetMinutes);
  return {
    kind,
    line,
    state: 'running',
    calendar: kindOfCalendar,
    targetMinutes,
    startedMs: nowMs,
    dueMs,
    remainingMinutes: null,
    endedMs: null,
  };
}

export function pauseClock(clock: Clock, calendar: WorkingCalendar, nowMs: number): Clock {
  if (clock.state !== 'running') return clock;
  return { ...clock, state: 'paused', remainingMinutes: leftOf(clock, calendar, nowMs), dueMs: null };
}

export function resumeClock(clock: Clock, calendar: WorkingCalendar, nowMs: number): Clock {
  if (clock.state !== 'paused') return clock;
  return { ...clock, state: 'running', dueMs: dueAt(calendar, nowMs, clock.remainingMinutes ?? 0), remainingMinutes: null };
}

/** Ends a clock that still counts; one that ended already stays as it is. */
export function endClock(clock: Clock, state: 'met' | 'missed' | 'stopped', nowMs: number): Clock {
  if (clock.state !== 'running' && clock.state !== 'paused') return clock;
  return { ...clock, state, endedMs: nowMs };
}

/** Another target for a clock that still counts: the business minutes already used stay used. */
export function retargetClock(
  clock: Clock,
  targetMinutes: number,
  kindOfCalendar: CalendarKind,
  from: WorkingCalendar,
  to: WorkingCalendar,
  nowMs: number,
): Clock {
  if (clock.state !== 'running' && clock.state !== 'paused') return clock;
  const used = Math.max(0, clock.targetMinutes - leftOf(clock, from, nowMs));
  const remaining = Math.max(0, targetMinutes - used);
  const facts = { ...clock, targetMinutes, calendar: kindOfCalendar };
  return clock.state === 'paused' ? { ...facts, remainingMinutes: remaining } : { ...facts, dueMs: dueAt(to, nowMs, remaining) };
}
