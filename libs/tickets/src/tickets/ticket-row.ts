import type { Line, Priority, Side, TicketStatus } from '../ticket-words';

export interface Reporter {
  readonly name: string;
  readonly side: Side;
  readonly deskId: string | null;
  readonly personId: string | null;
}
export interface TicketRow {
  readonly id: string;
  readonly engagementId: string;
  readonly number: number;
  readonly title: string;
  readonly description: string;
  readonly priority: Priority;
  readonly status: TicketStatus;
  readonly line: Line;
  readonly assigneeId: string | null;
  readonly firstAssigneeId: string | null;
  readonly secondAssigneeId: string | null;
  readonly unrouted: string | null;
  readonly feature: string | null;
  readonly releaseId: string | null;
  readonly reporter: Reporter;
  readonly originDeskId: string | null;
  readonly isTest: boolean;
  readonly trip: readonly Line[];
  readonly waitingOn: Side | null;
  readonly openedAt: Date;
  readonly updatedAt: Date;
  readonly escalatedAt: Date | null;
  readonly resolvedAt: Date | null;
  readonly revision: number;
}

const columns: Readonly<Record<keyof TicketRow, string>> = {
  id: 'id',
  engagementId: 'engagement_id',
  number: 'number',
  title: 'title',
  description: 'description',
  priority: 'priority',
  status: 'status',
  line: 'line',
  assigneeId: 'assignee_id',
  firstAssigneeId: 'first_assignee_id',
  secondAssigneeId: 'second_assignee_id',
  unrouted: 'unrouted',
  feature: 'feature',
  releaseId: 'release_id',
  reporter: 'reporter',
  originDeskId: 'origin_desk_id',
  isTest: 'is_test',
  trip: 'trip',
  waitingOn: 'waiting_on',
  openedAt: 'opened_at',
  updatedAt: 'updated_at',
  escalatedAt: 'escalated_at',
  resolvedAt: 'resolved_at',
  revision: 'revision',
};
const names = Object.keys(columns) as (keyof TicketRow)[];

/** Select list for tickets named `t`. */
export const ticketColumns = names.map((name) => `t.${columns[name]} AS "${name}"`).join(', ');
export const insertTicket = `INSERT INTO tickets.tickets (${names.map((name) => columns[name]).join(', ')})
  VALUES (${names.map((_, index) => `$${index + 1}`).join(', ')})`;
export const ticketValues = (ticket: TicketRow): unknown[] =>
  names.map((name) => (name === 'reporter' ? JSON.stringify(ticket.reporter) : ticket[name]));
/** Writes everything but the identity; the id is the first parameter. */
export const updateTicket = `UPDATE tickets.tickets SET ${names
  .slice(1)
  .map((name, index) => `${columns[name]} = $${index + 2}`)
  .join(', ')} WHERE id = $1`;

export const referenceOf = (ticket: { readonly number: number }): string => `T-${ticket.number}`;
export const isDone = (ticket: { readonly status: TicketStatus }): boolean => ticket.status === 'resolved' || ticket.status === 'closed';

/** The ticket on another line, with the trip recorded. */
export function onLine(ticket: TicketRow, line: Line): TicketRow {
  return ticket.line === line ? ticket : { ...ticket, line, trip: [...ticket.trip, line] };
}
