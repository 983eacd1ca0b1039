import type { Ticket, TicketEvent, TicketMessage } from './ticket-types';

export type HistoryEntry =
  | { kind: 'message'; at: string; side: TicketMessage['side']; message: TicketMessage }
  | { kind: 'event'; at: string; side: TicketEvent['side']; event: TicketEvent };

/** Events that only repeat a message of the same moment. */
const repeatsMessage = /message|comment|answered|note|replied|handed-back/i;

/** Messages and what happened, oldest first; an event that only says that a message was written is left out. */
export function mergeHistory(ticket: Pick<Ticket, 'messages' | 'history'>): HistoryEntry[] {
  const written = ticket.messages.map((message) => Date.parse(message.at));
  const entries: HistoryEntry[] = [
    ...ticket.messages.map((message): HistoryEntry => ({ kind: 'message', at: message.at, side: message.side, message })),
    ...ticket.history
      .filter((event) => !(repeatsMessage.test(event.kind) && written.some((at) => Math.abs(at - Date.parse(event.at)) < 1000)))
      .map((event): HistoryEntry => ({ kind: 'event', at: event.at, side: event.side, event })),
  ];
  return entries.sort((a, b) => a.at.localeCompare(b.at) || (a.kind === b.kind ? 0 : a.kind === 'message' ? -1 : 1));
}
