import { Injectable } from '@nestjs/common';
import { Audit, type AuditEntry } from '@slipway/access';
import { type EventContract, ticketAnswered } from '@slipway/contracts';
import { Outbox } from '@slipway/messaging';
import { Clock, Problem } from '@slipway/service-host';
import type { EntityManager } from 'typeorm';
import { TicketClocks } from '../clocks/ticket-clocks.service';
import { OutboundQueue } from '../outbound/outbound-queue.service';
import { lineOf, type Priority, type Side, sideOf } from '../ticket-words';
import type { Acting } from './acting';
import { auditFacts, eventFacts } from './ticket-facts';
import { isDone, type TicketRow } from './ticket-row';
import { type NewMessage, TicketStore } from './ticket-store.service';

export interface TicketEdit {
  readonly title?: string;
  readonly description?: string;
  readonly priority?: Priority;
  readonly feature?: string | null;
  readonly releaseId?: string | null;
}
type Actor = AuditEntry['actor'];

/** Work on a ticket that stays on its line. Every method takes a locked ticket and gives the changed one. */
@Injectable()
export class TicketWork {
  constructor(
    private readonly store: TicketStore,
    private readonly clocks: TicketClocks,
    private readonly outbound: OutboundQueue,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Adds a message; a private one stays with its side: no event, no clock, nothing outward. */
  async comment(
    tx: EntityManager,
    ticket: TicketRow,
    message: NewMessage & { forward?: boolean },
    acting: Acting,
    actor: Actor,
  ): Promise<TicketRow> {
    const side = this.sideOf(acting);
    const added = await this.store.addMessage(tx, ticket, message, acting, side);
    if (added === null) return ticket;
    if (message.visibility === 'private') {
      await this.store.addHistory(tx, ticket, acting, { kind: 'noted', text: 'added a private note', onlyFor: side });
      const noted = await this.store.save(tx, ticket);
      await this.audit.record(tx, {
        engagementId: ticket.engagementId,
        actor,
        action: 'ticket.noted',
        subject: ticket.id,
        after: { messageId: added.id, side },
      });
      return noted;
    }
    const answers = lineOf(side) === ticket.line;
    const goesOn = ticket.waitingOn === side || (answers && ticket.status === 'open');
    const next: TicketRow = goesOn && !isDone(ticket) ? { ...ticket, status: 'in-progress', waitingOn: null } : ticket;
    if (ticket.waitingOn === side) await this.clocks.happened(tx, next, { kind: 'resumed', line: ticket.line });
    if (answers && !isDone(ticket)) await this.clocks.happened(tx, next, { kind: 'answered', line: ticket.line });
    const saved = await this.store.save(tx, next);
    await this.store.addHistory(tx, saved, acting, {
      kind: 'commented',
      text: answers ? 'answered' : 'commented',
      detail: { messageId: added.id },
    });
    if (message.forward !== false)
      await this.outbound.tell(tx, saved, { type: 'ticket.commented', message: added, exceptDeskId: acting.deskId });
    await this.audit.record(tx, {
      engagementId: ticket.engagementId,
      actor,
      action: 'ticket.commented',
      subject: ticket.id,
      after: { messageId: added.id, side },
    });
    if (answers) await this.outbox.add(tx, ticketAnswered, { ...this.facts(saved), answeredBy: ticket.line });
    return saved;
  }

  async edit(tx: EntityManager, ticket: TicketRow, edit: TicketEdit, acting: Acting, actor: Actor): Promise<TicketRow> {
    const changed = Object.fromEntries(
      Object.entries(edit).filter(([name, value]) => value !== undefined && value !== ticket[name as keyof TicketEdit]),
    );
    if (Object.keys(changed).length === 0) return ticket;
    const next: TicketRow = { ...ticket, ...changed };
    if (next.priority !== ticket.priority) await this.clocks.happened(tx, next, { kind: 'priority-changed' });
    const saved = await this.store.save(tx, next);
    const text = Object.keys(changed)
      .map((name) => (name === 'description' ? 'changed the description' : `set ${name} to ${String(changed[name])}`))
      .join(', ');
    await this.store.addHistory(tx, saved, acting, { kind: 'edited', text });
    await this.outbound.tell(tx, saved, { type: 'ticket.updated', exceptDeskId: acting.deskId });
    await this.recorded(tx, 'ticket.edited', ticket, saved, actor);
    return saved;
  }

  /** Opens, works on, or lets it wait for the client, whose clocks do not run. */
  async progress(
    tx: EntityManager,
    ticket: TicketRow,
    to: 'open' | 'in-progress' | 'waiting',
    acting: Acting,
    actor: Actor,
  ): Promise<TicketRow> {
    if (isDone(ticket)) throw Problem.conflict('ticket-resolved', 'The ticket is resolved.', 'Reopen it first.');
    if (ticket.status === to) return ticket;
    const next: TicketRow = { ...ticket, status: to, waitingOn: to === 'waiting' ? 'client' : null };
    if (to === 'waiting') await this.clocks.happened(tx, next, { kind: 'waiting', line: ticket.line });
    else if (ticket.status === 'waiting') await this.clocks.happened(tx, next, { kind: 'resumed', line: ticket.line });
    const saved = await this.store.save(tx, next);
    await this.store.addHistory(tx, saved, acting, {
      kind: 'progressed',
      text: to === 'waiting' ? 'waits for the client' : `set status to ${to}`,
    });
    await this.outbound.tell(tx, saved, { type: 'ticket.updated', exceptDeskId: acting.deskId });
    await this.recorded(tx, 'ticket.progressed', ticket, saved, actor);
    return saved;
  }

  async close(tx: EntityManager, ticket: TicketRow, acting: Acting, actor: Actor): Promise<TicketRow> {
    if (ticket.status === 'closed') return ticket;
    if (ticket.status !== 'resolved') throw Problem.conflict('not-resolved', 'Only a resolved ticket can be closed.', 'Resolve it first.');
    await this.clocks.happened(tx, ticket, { kind: 'closed' });
    const saved = await this.store.save(tx, { ...ticket, status: 'closed' });
    await this.store.addHistory(tx, saved, acting, { kind: 'closed', text: 'closed' });
    await this.recorded(tx, 'ticket.closed', ticket, saved, actor);
    return saved;
  }

  async assign(tx: EntityManager, ticket: TicketRow, assigneeId: string | null, acting: Acting, actor: Actor): Promise<TicketRow> {
    const side = sideOf(ticket.line);
    const member =
      assigneeId === null ? null : (await this.store.candidates(tx, ticket.engagementId)).find((one) => one.personId === assigneeId);
    if (member === undefined || (member !== null && member.side !== side)) {
      throw Problem.unprocessable(
        'not-on-the-line',
        `The ${ticket.line} line belongs to the ${side}; this person is no active member of that side.`,
        `Name an active member of the ${side}'s side, or escalate or hand back the ticket.`,
        'assigneeId',
      );
    }
    if (ticket.assigneeId === assigneeId) return ticket;
    const byLine = ticket.line === 'first' ? { firstAssigneeId: assigneeId } : { secondAssigneeId: assigneeId };
    const saved = await this.store.save(tx, {
      ...ticket,
      ...byLine,
      assigneeId,
      unrouted: assigneeId === null ? 'nobody is assigned' : null,
    });
    await this.store.addHistory(tx, saved, acting, {
      kind: 'assigned',
      text: member === null ? 'took the assignee off' : `assigned to ${member.name}`,
      detail: { assigneeId },
    });
    await this.recorded(tx, 'ticket.assigned', ticket, saved, actor);
    return saved;
  }

  facts(ticket: TicketRow) {
    return eventFacts(ticket, this.clock.now().toUTC().toISO() as string);
  }

  async recorded(tx: EntityManager, action: string, before: TicketRow, after: TicketRow, actor: Actor): Promise<void> {
    await this.audit.record(tx, {
      engagementId: after.engagementId,
      actor,
      action,
      subject: after.id,
      before: auditFacts(before),
      after: auditFacts(after),
    });
  }

  async told<D>(tx: EntityManager, contract: EventContract<D>, data: NoInfer<D>): Promise<void> {
    await this.outbox.add(tx, contract, data);
  }

  private sideOf(acting: Acting): Side {
    if (acting.side === 'system') throw new Error('Slipway itself writes no messages');
    return acting.side;
  }
}
