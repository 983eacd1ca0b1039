import type { Clock } from './due-at';

/** A clock as its row is; instants in milliseconds. */
export interface ClockRow extends Clock {
  readonly id: string;
  readonly ticketId: string;
}

const ms = (column: string, alias: string): string => `(extract(epoch FROM ${column}) * 1000)::float8 AS "${alias}"`;

export const clockColumns = `c.id, c.ticket_id AS "ticketId", c.kind, c.line, c.state, c.calendar, c.target_minutes AS "targetMinutes",
  ${ms('c.started_at', 'startedMs')}, ${ms('c.due_at', 'dueMs')}, c.remaining_minutes AS "remainingMinutes", ${ms('c.ended_at', 'endedMs')}`;

export const dateOf = (epochMs: number | null): Date | null => (epochMs === null ? null : new Date(epochMs));
