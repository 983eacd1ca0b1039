import { Injectable } from '@nestjs/common';
import { Audit, type AuditEntry } from '@slipway/access';
import { ticketOpened, ticketRouted } from '@slipway/contracts';
import { Outbox } from '@slipway/messaging';
import { Clock, newId } from '@slipway/service-host';
import type { EntityManager } from 'typeorm';
import { TicketClocks } from '../clocks/ticket-clocks.service';
import type { DeskRow } from '../desks/desk-row';
import { HypercareWatch } from '../hypercare/hypercare-watch.service';
import { OutboundQueue } from '../outbound/outbound-queue.service';
import { isAlertSender } from '../presets/presets';
import { routeTicket } from '../routing/route-ticket';
import type { Priority, Side } from '../ticket-words';
import type { Acting } from './acting';
import { auditFacts, eventFacts } from './ticket-facts';
import type { TicketRow } from './ticket-row';
import { TicketStore } from './ticket-store.service';

export interface NewTicket {
  readonly title: string;
  readonly description: string;
  readonly priority: Priority;
  readonly feature: string | null;
  readonly releaseId: string | null;
  readonly side: Side;
  readonly reporterName: string;
  readonly isTest: boolean;
  /** The desk it came from, with its name of the ticket. */
  readonly desk: DeskRow | null;
  readonly externalRef: string | null;
}

@Injectable()
export class OpenTicket {
  constructor(
    private readonly store: TicketStore,
    private readonly clocks: TicketClocks,
    private readonly outbound: OutboundQueue,
    private readonly hypercare: HypercareWatch,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Opens and routes a ticket; the caller ties the bond of the desk it came from before, by `beforeTelling`. */
  async open(
    tx: EntityManager,
    engagementId: string,
    wanted: NewTicket,
    acting: Acting,
    actor: AuditEntry['actor'],
    beforeTelling: (ticket: TicketRow) => Promise<void> = async () => undefined,
  ): Promise<TicketRow> {
    const now = this.clock.now();
    const { desk, side } = wanted;
    const route = routeTicket({
      cause: desk === null ? 'opened-by-person' : 'opened-by-desk',
      side,
      line: null,
      isAlert: desk !== null && isAlertSender(desk.preset),
      formerAssigneeId: null,
      candidates: await this.store.candidates(tx, engagementId),
    });
    const ticket: TicketRow = {
      id: newId(),
      engagementId,
      number: await this.store.nextNumber(tx, engagementId),
      title: wanted.title,
      description: wanted.description,
      priority: wanted.priority,
      status: 'open',
      line: route.line,
      assigneeId: route.assigneeId,
      firstAssigneeId: route.line === 'first' ? route.assigneeId : null,
      secondAssigneeId: route.line === 'second' ? route.assigneeId : null,
      unrouted: route.unrouted,
      feature: wanted.feature,
      releaseId: wanted.releaseId ?? (wanted.isTest ? null : await this.hypercare.releaseOf(tx, engagementId, wanted.feature)),
      reporter: { name: wanted.reporterName, side, deskId: desk?.id ?? null, personId: acting.personId },
      originDeskId: desk?.id ?? null,
      isTest: wanted.isTest,
      trip: [route.line],
      waitingOn: null,
      openedAt: now.toJSDate(),
      updatedAt: now.toJSDate(),
      escalatedAt: null,
      resolvedAt: null,
      revision: 1,
    };
    await this.store.insert(tx, ticket);
    await beforeTelling(ticket);
    await this.clocks.happened(tx, ticket, { kind: 'opened', line: ticket.line });
    await this.store.addHistory(tx, ticket, acting, {
      kind: 'opened',
      text: wanted.externalRef === null ? 'opened' : `opened as ${wanted.externalRef}`,
    });
    await this.store.addHistory(
      tx,
      ticket,
      { ...acting, side: 'system', name: 'Slipway' },
      { kind: 'routed', text: route.unrouted ?? route.reason, detail: { rule: route.rule, assigneeId: route.assigneeId } },
    );
    await this.outbound.tell(tx, ticket, { type: 'ticket.opened', exceptDeskId: acting.deskId });
    await this.audit.record(tx, { engagementId, actor, action: 'ticket.opened', subject: ticket.id, after: auditFacts(ticket) });
    const facts = eventFacts(ticket, now.toUTC().toISO() as string);
    await this.outbox.add(tx, ticketOpened, {
      ...facts,
      desk: desk?.key ?? null,
      externalRef: wanted.externalRef,
      feature: ticket.feature,
    });
    await this.outbox.add(tx, ticketRouted, {
      ...facts,
      rule: route.rule,
      assigneeId: route.assigneeId,
      reason: route.unrouted ?? route.reason,
    });
    if (!ticket.isTest && ticket.releaseId !== null) await this.hypercare.look(tx, engagementId, ticket.releaseId);
    return ticket;
  }
}
