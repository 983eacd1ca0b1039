import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { type Caller, CurrentCaller, Endpoint, IfMatch, requireRevision } from '@slipway/access';
import { Problem, ServiceDatabase } from '@slipway/service-host';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { listOf } from '../desks/desk-schemas';
import { type Acting, actingPerson } from './acting';
import { MoveTicket } from './move-ticket.service';
import { OpenTicket } from './open-ticket.service';
import { ReadTickets } from './read-tickets.service';
import type { TicketRow } from './ticket-row';
import {
  assignment,
  escalation,
  handBack,
  messageCreate,
  reopening,
  resolution,
  ticketCreate,
  ticketParam,
  ticketPatch,
  type TicketQuery,
  ticketQuery,
  ticketSummary,
  type TicketView,
  ticketView,
} from './ticket-schemas';
import { TicketStore } from './ticket-store.service';
import { TicketWork } from './ticket-work.service';

type TicketId = z.output<typeof ticketParam>;
type Change = (tx: EntityManager, ticket: TicketRow, acting: Acting) => Promise<TicketRow>;

@Controller('api/tickets/v1/tickets')
export class TicketsController {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly store: TicketStore,
    private readonly tickets: ReadTickets,
    private readonly openTicket: OpenTicket,
    private readonly work: TicketWork,
    private readonly move: MoveTicket,
  ) {}

  @Get()
  @Endpoint({ summary: 'Tickets, newest first', allow: 'ticket:read', returns: listOf(ticketSummary) })
  list(@CurrentCaller() caller: Caller, @Query({ schema: ticketQuery }) query: TicketQuery) {
    return this.db.inEngagement(caller.engagementId, (tx) => this.tickets.list(tx, caller, query));
  }

  @Post()
  @Endpoint({ summary: "Open a ticket; it goes to your side's line", allow: 'ticket:open', returns: ticketView, creates: true })
  create(@CurrentCaller() caller: Caller, @Body({ schema: ticketCreate }) body: z.output<typeof ticketCreate>): Promise<TicketView> {
    const wanted = { ...body, side: caller.side, reporterName: caller.name, isTest: false, desk: null, externalRef: null };
    return this.db.inEngagement(caller.engagementId, async (tx) => {
      const ticket = await this.openTicket.open(tx, caller.engagementId, wanted, actingPerson(caller), caller);
      return this.tickets.get(tx, caller, ticket.id);
    });
  }

  @Get(':ticketId')
  @Endpoint({ summary: 'A ticket with both sides of its history, its bond and its clocks', allow: 'ticket:read', returns: ticketView })
  get(@CurrentCaller() caller: Caller, @Param({ schema: ticketParam }) { ticketId }: TicketId): Promise<TicketView> {
    return this.db.inEngagement(caller.engagementId, (tx) => this.tickets.get(tx, caller, ticketId));
  }

  @Patch(':ticketId')
  @Endpoint({ summary: 'Change a ticket, or say how it stands', allow: 'ticket:work', returns: ticketView, ifMatch: true })
  change(
    @CurrentCaller() caller: Caller,
    @Param({ schema: ticketParam }) { ticketId }: TicketId,
    @IfMatch() ifMatch: string,
    @Body({ schema: ticketPatch }) { status, ...edit }: z.output<typeof ticketPatch>,
  ): Promise<TicketView> {
    return this.on(caller, ticketId, ifMatch, async (tx, ticket, acting) => {
      const facts = Object.fromEntries(Object.entries(edit).filter(([, value]) => value !== undefined));
      const edited = await this.work.edit(tx, ticket, facts, acting, caller);
      if (status === undefined) return edited;
      return status === 'closed' ? this.work.close(tx, edited, acting, caller) : this.work.progress(tx, edited, status, acting, caller);
    });
  }

  @Post(':ticketId/messages')
  @Endpoint({
    summary: 'Comment in public, or note something for your own side',
    allow: 'ticket:comment',
    returns: ticketView,
    creates: true,
  })
  comment(
    @CurrentCaller() caller: Caller,
    @Param({ schema: ticketParam }) { ticketId }: TicketId,
    @Body({ schema: messageCreate }) body: z.output<typeof messageCreate>,
  ) {
    return this.on(caller, ticketId, null, (tx, ticket, acting) => this.work.comment(tx, ticket, body, acting, caller));
  }

  @Post(':ticketId/assignments')
  @Endpoint({
    summary: 'Assign a ticket within its line, or take the assignee off',
    allow: 'ticket:work',
    returns: ticketView,
    ifMatch: true,
  })
  assign(
    @CurrentCaller() caller: Caller,
    @Param({ schema: ticketParam }) { ticketId }: TicketId,
    @IfMatch() ifMatch: string,
    @Body({ schema: assignment }) body: z.output<typeof assignment>,
  ) {
    return this.on(caller, ticketId, ifMatch, (tx, ticket, acting) => this.work.assign(tx, ticket, body.assigneeId, acting, caller));
  }

  @Post(':ticketId/escalations')
  @Endpoint({ summary: 'Escalate from the first line to the second', allow: 'ticket:escalate', returns: ticketView, ifMatch: true })
  escalate(
    @CurrentCaller() caller: Caller,
    @Param({ schema: ticketParam }) { ticketId }: TicketId,
    @IfMatch() ifMatch: string,
    @Body({ schema: escalation }) body: z.output<typeof escalation>,
  ) {
    return this.on(caller, ticketId, ifMatch, async (tx, ticket, acting) => {
      const moved = await this.move.escalate(tx, ticket, { by: 'person', reason: body.reason }, acting, caller);
      return body.assigneeId === undefined ? moved : this.work.assign(tx, moved, body.assigneeId, acting, caller);
    });
  }

  @Post(':ticketId/hand-backs')
  @Endpoint({
    summary: 'Answer from the second line and hand the ticket back to the first',
    allow: 'ticket:work',
    returns: ticketView,
    ifMatch: true,
  })
  handBack(
    @CurrentCaller() caller: Caller,
    @Param({ schema: ticketParam }) { ticketId }: TicketId,
    @IfMatch() ifMatch: string,
    @Body({ schema: handBack }) body: z.output<typeof handBack>,
  ) {
    if (caller.side !== 'vendor')
      throw Problem.forbidden('other-sides-line', 'The second line belongs to the vendor.', "Ask the vendor's second line, or comment.");
    return this.on(caller, ticketId, ifMatch, (tx, ticket, acting) => this.move.handBack(tx, ticket, body.text, acting, caller));
  }

  @Post(':ticketId/resolutions')
  @Endpoint({
    summary: 'Resolve a ticket; from the second line it goes back to the first',
    allow: 'ticket:work',
    returns: ticketView,
    ifMatch: true,
  })
  resolve(
    @CurrentCaller() caller: Caller,
    @Param({ schema: ticketParam }) { ticketId }: TicketId,
    @IfMatch() ifMatch: string,
    @Body({ schema: resolution }) body: z.output<typeof resolution>,
  ) {
    return this.on(caller, ticketId, ifMatch, (tx, ticket, acting) => this.move.resolve(tx, ticket, body.text ?? null, acting, caller));
  }

  @Post(':ticketId/reopenings')
  @Endpoint({ summary: 'Reopen a resolved ticket', allow: 'ticket:comment', returns: ticketView, ifMatch: true })
  reopen(
    @CurrentCaller() caller: Caller,
    @Param({ schema: ticketParam }) { ticketId }: TicketId,
    @IfMatch() ifMatch: string,
    @Body({ schema: reopening }) body: z.output<typeof reopening>,
  ) {
    return this.on(caller, ticketId, ifMatch, (tx, ticket, acting) => this.move.reopen(tx, ticket, body.reason, acting, caller));
  }

  private on(caller: Caller, ticketId: string, ifMatch: string | null, change: Change): Promise<TicketView> {
    return this.db.inEngagement(caller.engagementId, async (tx) => {
      const ticket = await this.store.lock(tx, caller.engagementId, ticketId);
      if (ifMatch !== null) requireRevision(ifMatch, ticket.revision);
      await change(tx, ticket, actingPerson(caller));
      return this.tickets.get(tx, caller, ticketId);
    });
  }
}
