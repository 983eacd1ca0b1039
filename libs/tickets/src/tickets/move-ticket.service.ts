import { Injectable } from '@nestjs/common';
import type { AuditEntry } from '@slipway/access';
import { ticketAnswered, ticketEscalated, ticketReopened, ticketResolved, ticketRouted } from '@slipway/contracts';
import { Clock, Problem } from '@slipway/service-host';
import type { EntityManager } from 'typeorm';
import { TicketClocks } from '../clocks/ticket-clocks.service';
import type { OutboundMessage } from '../outbound/outbound-payload';
import { OutboundQueue } from '../outbound/outbound-queue.service';
import { type Route, routeTicket, type RoutingRequest } from '../routing/route-ticket';
import { lineOf, sideOf, type Line } from '../ticket-words';
import type { Acting } from './acting';
import { isDone, onLine, type TicketRow } from './ticket-row';
import { TicketStore } from './ticket-store.service';
import { TicketWork } from './ticket-work.service';

type Actor = AuditEntry['actor'];

/** What takes a ticket from one line to the other, or to its end and back. Every method takes a locked ticket and gives the changed one. */
@Injectable()
export class MoveTicket {
  constructor(
    private readonly store: TicketStore,
    private readonly work: TicketWork,
    private readonly clocks: TicketClocks,
    private readonly outbound: OutboundQueue,
    private readonly clock: Clock,
  ) {}

  async escalate(
    tx: EntityManager,
    ticket: TicketRow,
    how: { by: 'person' | 'clock'; reason: string; assigneeId?: string | null },
    acting: Acting,
    actor: Actor,
  ): Promise<TicketRow> {
    if (ticket.line === 'second')
      throw Problem.conflict('already-second-line', 'The second line has the ticket already.', 'Hand it back, or comment on it.');
    if (isDone(ticket)) throw Problem.conflict('ticket-resolved', 'The ticket is resolved.', 'Reopen it first.');
    const route = await this.route(tx, ticket, 'escalated', 'second', how.assigneeId ?? ticket.secondAssigneeId);
    const moved: TicketRow = {
      ...this.routed(onLine(ticket, 'second'), route),
      status: 'open',
      waitingOn: null,
      escalatedAt: this.clock.now().toJSDate(),
    };
    await this.clocks.happened(tx, moved, { kind: 'escalated' });
    const saved = await this.store.save(tx, moved);
    await this.store.addHistory(tx, saved, acting, {
      kind: 'escalated',
      text: how.reason,
      detail: { by: how.by, assigneeId: route.assigneeId },
    });
    await this.outbound.tell(tx, saved, { type: 'ticket.escalated', reason: how.reason, exceptDeskId: acting.deskId });
    await this.work.recorded(tx, 'ticket.escalated', ticket, saved, actor);
    const facts = this.work.facts(saved);
    await this.work.told(tx, ticketEscalated, { ...facts, by: how.by, reason: how.reason });
    await this.tellRoute(tx, saved, route);
    return saved;
  }

  /** The second line's answer goes back to the first line, which has the ticket again. */
  async handBack(tx: EntityManager, ticket: TicketRow, text: string | null, acting: Acting, actor: Actor): Promise<TicketRow> {
    if (ticket.line !== 'second')
      throw Problem.conflict(
        'not-second-line',
        'The second line does not have the ticket.',
        'Look at its line; only what was escalated can be handed back.',
      );
    if (isDone(ticket)) throw Problem.conflict('ticket-resolved', 'The ticket is resolved.', 'Reopen it first.');
    const message = text === null ? null : await this.say(tx, ticket, text, acting);
    const route = await this.route(tx, ticket, 'handed-back', 'first', ticket.firstAssigneeId);
    const moved: TicketRow = { ...this.routed(onLine(ticket, 'first'), route), status: 'in-progress', waitingOn: null };
    await this.clocks.happened(tx, moved, { kind: 'handed-back' });
    const saved = await this.store.save(tx, moved);
    await this.store.addHistory(tx, saved, acting, {
      kind: 'handed-back',
      text: 'handed back to the first line',
      detail: { assigneeId: route.assigneeId },
    });
    await this.outbound.tell(tx, saved, { type: 'ticket.handed-back', message, exceptDeskId: acting.deskId });
    await this.work.recorded(tx, 'ticket.handed-back', ticket, saved, actor);
    if (message !== null) await this.work.told(tx, ticketAnswered, { ...this.work.facts(saved), answeredBy: 'second' });
    await this.tellRoute(tx, saved, route);
    return saved;
  }

  /** Resolved by the second line, the ticket goes back to the first with its answer. */
  async resolve(tx: EntityManager, ticket: TicketRow, text: string | null, acting: Acting, actor: Actor): Promise<TicketRow> {
    if (isDone(ticket)) throw Problem.conflict('ticket-resolved', 'The ticket is resolved already.', 'Nothing needs to be done.');
    const message = text === null ? null : await this.say(tx, ticket, text, acting);
    const now = this.clock.now();
    const bySecond = ticket.line === 'second' && acting.side !== 'client';
    const back = bySecond || ticket.line === 'second' ? onLine(ticket, 'first') : ticket;
    const assigneeId = back.line === 'first' && ticket.line === 'second' ? ticket.firstAssigneeId : ticket.assigneeId;
    await this.clocks.happened(tx, back, { kind: 'resolved' });
    const saved = await this.store.save(tx, {
      ...back,
      assigneeId,
      status: 'resolved',
      waitingOn: null,
      unrouted: null,
      resolvedAt: now.toJSDate(),
    });
    await this.store.addHistory(tx, saved, acting, {
      kind: 'resolved',
      text: bySecond ? 'resolved and handed back to the first line' : 'resolved',
    });
    await this.outbound.tell(tx, saved, { type: 'ticket.resolved', message, exceptDeskId: acting.deskId });
    await this.work.recorded(tx, 'ticket.resolved', ticket, saved, actor);
    const facts = this.work.facts(saved);
    if (message !== null && acting.side !== 'system')
      await this.work.told(tx, ticketAnswered, { ...facts, answeredBy: lineOf(acting.side) });
    await this.work.told(tx, ticketResolved, { ...facts, trip: [...saved.trip], desks: await this.store.deskKeys(tx, saved.id) });
    return saved;
  }

  /** Whoever reopens it holds it: the client's side on the first line, the vendor's on the second. */
  async reopen(tx: EntityManager, ticket: TicketRow, reason: string, acting: Acting, actor: Actor): Promise<TicketRow> {
    if (!isDone(ticket)) throw Problem.conflict('ticket-open', 'The ticket is open.', 'Nothing needs to be done.');
    const line: Line = acting.side === 'vendor' ? 'second' : 'first';
    const route = await this.route(tx, ticket, 'reopened', line, line === 'first' ? ticket.firstAssigneeId : ticket.secondAssigneeId);
    const moved: TicketRow = { ...this.routed(onLine(ticket, line), route), status: 'open', waitingOn: null, resolvedAt: null };
    await this.clocks.happened(tx, moved, { kind: 'reopened', line });
    const saved = await this.store.save(tx, moved);
    await this.store.addHistory(tx, saved, acting, { kind: 'reopened', text: reason, detail: { assigneeId: route.assigneeId } });
    await this.outbound.tell(tx, saved, { type: 'ticket.reopened', reason, exceptDeskId: acting.deskId });
    await this.work.recorded(tx, 'ticket.reopened', ticket, saved, actor);
    await this.work.told(tx, ticketReopened, { ...this.work.facts(saved), reason });
    await this.tellRoute(tx, saved, route);
    return saved;
  }

  private async route(
    tx: EntityManager,
    ticket: TicketRow,
    cause: RoutingRequest['cause'],
    line: Line,
    formerAssigneeId: string | null,
  ): Promise<Route> {
    const candidates = await this.store.candidates(tx, ticket.engagementId);
    return routeTicket({ cause, side: sideOf(line), line, isAlert: false, formerAssigneeId, candidates });
  }

  private routed(ticket: TicketRow, route: Route): TicketRow {
    const byLine = ticket.line === 'first' ? { firstAssigneeId: route.assigneeId } : { secondAssigneeId: route.assigneeId };
    return { ...ticket, ...byLine, assigneeId: route.assigneeId, unrouted: route.unrouted };
  }

  private async tellRoute(tx: EntityManager, ticket: TicketRow, route: Route): Promise<void> {
    const facts = this.work.facts(ticket);
    await this.work.told(tx, ticketRouted, {
      ...facts,
      rule: route.rule,
      assigneeId: route.assigneeId,
      reason: route.unrouted ?? route.reason,
    });
  }

  private say(tx: EntityManager, ticket: TicketRow, text: string, acting: Acting): Promise<OutboundMessage | null> {
    if (acting.side === 'system') throw new Error('Slipway itself writes no messages');
    return this.store.addMessage(tx, ticket, { text, visibility: 'public' }, acting, acting.side);
  }
}
