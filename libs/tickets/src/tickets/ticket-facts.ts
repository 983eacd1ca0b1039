import type { TicketRow } from './ticket-row';

/** What every event of a ticket carries. */
export function eventFacts(ticket: TicketRow, at: string) {
  const { engagementId, id: ticketId, revision, title, priority, line, isTest } = ticket;
  return { engagementId, ticketId, revision, title, priority, line, isTest, at };
}

/** What the audit keeps of a ticket: never the words of messages. */
export function auditFacts(ticket: TicketRow) {
  const { number, title, priority, status, line, assigneeId, feature, releaseId, isTest, waitingOn, revision } = ticket;
  return { number, title, priority, status, line, assigneeId, feature, releaseId, isTest, waitingOn, revision };
}
