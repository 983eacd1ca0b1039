import type { ChangeMessage, TicketChange } from '../presets/ticket-change';
import type { Line, Priority, TicketStatus } from '../ticket-words';
import { type EchoMark, findEcho } from './echo';

/** What a desk last said of a ticket: only what differs from it is news. */
export interface SaidFacts {
  readonly title?: string | null;
  readonly description?: string | null;
  readonly priority?: Priority | null;
}
export interface KnownTicket {
  readonly status: TicketStatus;
  readonly line: Line;
  /** Whether this desk opened it: then its words about title, description and priority count. */
  readonly openedByThisDesk: boolean;
  readonly said: SaidFacts;
  /** When the desk last said something about the state. */
  readonly lastStateMs: number | null;
}
export interface ChangeContext {
  readonly deskLine: Line;
  readonly marks: readonly EchoMark[];
  /** Whether a message of this desk with this id is known already. */
  readonly isMessageKnown: (id: string) => boolean;
  /** Messages of this desk about this ticket within the last ten minutes. */
  readonly recentMessages: number;
  readonly nowMs: number;
}
export type Effect =
  | { readonly do: 'edit'; readonly title?: string; readonly description?: string; readonly priority?: Priority }
  | { readonly do: 'message'; readonly message: ChangeMessage; readonly forward: boolean }
  | { readonly do: 'progress'; readonly to: 'open' | 'in-progress' | 'waiting' }
  | { readonly do: 'resolve' }
  | { readonly do: 'reopen' };
export interface Decision {
  readonly effects: readonly Effect[];
  /** Marks that this change used up. */
  readonly echoes: readonly string[];
  /** Why parts of it, or all of it, change nothing. */
  readonly passedOver: readonly string[];
  /** The facts of the desk that hold from now on. */
  readonly said: SaidFacts;
  readonly stateMs: number | null;
}

/** More messages than this from one desk about one ticket within ten minutes are kept but handed on no further: two desks may be answering each other. */
export const maxForwardedMessages = 20;

/** RFC 3339 or milliseconds since 1970; null when it is neither. */
export function instantMs(text: string | null | undefined): number | null {
  if (text === null || text === undefined) return null;
  const ms = /^\d{12,14}$/.test(text) ? Number(text) : Date.parse(text);
  return Number.isFinite(ms) && ms > 0 ? ms : null;
}

function edited(change: TicketChange, ticket: KnownTicket): Effect | null {
  if (!ticket.openedByThisDesk) return null;
  const news: { title?: string; description?: string; priority?: Priority } = {};
  if (change.title && change.title !== ticket.said.title) news.title = change.title;
  if (change.description && change.description !== ticket.said.description) news.description = change.description;
  if (change.priority && change.priority !== ticket.said.priority) news.priority = change.priority;
  return Object.keys(news).length === 0 ? null : { do: 'edit', ...news };
}

/** A late word may still say what was never said. */
function filledIn(change: TicketChange, ticket: KnownTicket): Effect | null {
  const { title, description, priority } = ticket.said;
  return edited(
    {
      ...change,
      title: title ? null : change.title,
      description: description ? null : change.description,
      priority: priority ? null : change.priority,
    },
    ticket,
  );
}

function stateEffect(change: TicketChange, ticket: KnownTicket, deskLine: Line): Effect | string | null {
  const isDone = ticket.status === 'resolved' || ticket.status === 'closed';
  switch (change.kind) {
    case 'resolved':
      if (isDone) return 'it is resolved already';
      return deskLine === 'second' && ticket.line === 'first' ? 'the ticket is no longer with the second line' : { do: 'resolve' };
    case 'reopened':
      return isDone ? { do: 'reopen' } : 'it is open already';
    case 'opened':
      return isDone && change.isState === true ? { do: 'reopen' } : null;
    case 'updated':
      if (change.progress === null || change.progress === undefined || isDone) return null;
      if (deskLine !== ticket.line) return 'the other line holds the ticket';
      return change.progress === ticket.status ? null : { do: 'progress', to: change.progress };
    default:
      return null;
  }
}

const isAboutState = (change: TicketChange): boolean =>
  change.kind !== 'commented' && !(change.kind === 'updated' && (change.progress ?? null) === null);

function newerFacts(newer: SaidFacts, older: SaidFacts): SaidFacts {
  return {
    title: newer.title ?? older.title,
    description: newer.description ?? older.description,
    priority: newer.priority ?? older.priority,
  };
}

/** What a desk's change does to a ticket that is known: never what we told that desk ourselves, never what it said before. */
export function decideChange(change: TicketChange, ticket: KnownTicket, context: ChangeContext): Decision {
  const effects: Effect[] = [];
  const echoes: string[] = [];
  const passedOver: string[] = [];
  const atMs = instantMs(change.at);
  const isOld = isAboutState(change) && atMs !== null && ticket.lastStateMs !== null && atMs < ticket.lastStateMs;
  const said = isOld ? newerFacts(ticket.said, change) : newerFacts(change, ticket.said);

  if (change.kind !== 'commented') {
    const echo = findEcho({ kind: change.kind, text: change.title ?? null, marker: change.marker ?? null }, context.marks, context.nowMs);
    if (echo) {
      echoes.push(echo.id);
      passedOver.push(`'${change.kind}' is the echo of what this desk was told`);
      // A desk may know fewer priorities and states than we do and echo a rounded one; its words stay its own.
      const words = change.kind === 'updated' ? edited({ ...change, priority: null }, ticket) : null;
      if (words) effects.push(words);
    } else if (isOld) {
      passedOver.push(`'${change.kind}' is older than what the desk said last`);
      const missing = filledIn(change, ticket);
      if (missing) effects.push(missing);
    } else {
      const edit = edited(change, ticket);
      const state = stateEffect(change, ticket, context.deskLine);
      if (edit) effects.push(edit);
      if (typeof state === 'string') passedOver.push(state);
      else if (state) effects.push(state);
    }
  }

  const { message } = change;
  if (message) {
    const rest = context.marks.filter((mark) => !echoes.includes(mark.id));
    const echo =
      message.visibility === 'public'
        ? findEcho({ kind: 'commented', text: message.text, marker: change.marker ?? null }, rest, context.nowMs)
        : null;
    if (echo) {
      echoes.push(echo.id);
      passedOver.push('the message is the echo of what this desk was told');
    } else if (message.id !== null && context.isMessageKnown(message.id)) passedOver.push('the message is known');
    else
      effects.unshift({
        do: 'message',
        message,
        forward: message.visibility === 'public' && context.recentMessages < maxForwardedMessages,
      });
  }
  const isState = isAboutState(change) && atMs !== null;
  return { effects, echoes, passedOver, said, stateMs: isState ? Math.max(atMs, ticket.lastStateMs ?? 0) : ticket.lastStateMs };
}
