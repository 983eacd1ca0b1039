import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Caller } from '@slipway/access';
import { DueWork, Problem, ServiceDatabase, ServiceLog } from '@slipway/service-host';
import type { EntityManager } from 'typeorm';
import { type DeskRow, findDesks, toldDesk } from '../desks/desk-row';
import { rowsOf } from '../rows-of';
import type { Line } from '../ticket-words';
import { actingPerson, actingSystem } from '../tickets/acting';
import { MoveTicket } from '../tickets/move-ticket.service';
import { OpenTicket } from '../tickets/open-ticket.service';
import type { TicketRow } from '../tickets/ticket-row';
import { TicketStore } from '../tickets/ticket-store.service';
import { type Handing, tripSteps, type TripView } from './trip-steps';
import { tripsWork } from './trips-work';

interface Told {
  readonly ticketId: string;
  readonly deskId: string;
  readonly line: Line;
  readonly type: string;
  readonly status: 'pending' | 'delivered' | 'failed';
}
const sweepSeconds = 60;

/** A ticket that goes first line, second line and back through both desks, and proves that the support lines work. */
@Injectable()
export class TestTickets implements OnModuleInit {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly store: TicketStore,
    private readonly openTicket: OpenTicket,
    private readonly move: MoveTicket,
    private readonly dueWork: DueWork,
    private readonly log: ServiceLog,
  ) {}

  onModuleInit(): void {
    this.dueWork.register(tripsWork, sweepSeconds, () => this.run());
  }

  async start(tx: EntityManager, caller: Caller, title: string): Promise<TicketRow> {
    const desks = await findDesks(tx, caller.engagementId);
    for (const line of ['first', 'second'] as const) {
      if (desks.some((desk) => desk.line === line && desk.status === 'active')) continue;
      throw Problem.unprocessable(
        'desk-missing',
        `The ${line} line has no active desk.`,
        `Connect a desk of the ${line} line, or activate the one there is.`,
      );
    }
    const ticket = await this.openTicket.open(
      tx,
      caller.engagementId,
      {
        title,
        description: 'A test of the support lines: first line, second line and back. Please answer it as you would answer a real one.',
        priority: 'normal',
        feature: null,
        releaseId: null,
        side: 'client',
        reporterName: caller.name,
        isTest: true,
        desk: null,
        externalRef: null,
      },
      actingPerson(caller),
      caller,
    );
    await this.dueWork.wakeNow(tripsWork);
    return ticket;
  }

  async trip(tx: EntityManager, ticket: TicketRow): Promise<TripView> {
    return (await this.trips(tx, ticket.engagementId, [ticket]))[0] as TripView;
  }

  /** How far tickets of one engagement have come, from the rows. */
  async trips(tx: EntityManager, engagementId: string, tickets: readonly TicketRow[]): Promise<TripView[]> {
    const ids = tickets.map((ticket) => ticket.id);
    const desks = await findDesks(tx, engagementId);
    const deliveries = await rowsOf<Told>(
      tx,
      `SELECT o.ticket_id AS "ticketId", o.desk_id AS "deskId", d.line, o.type, o.status
       FROM tickets.outbound_deliveries o JOIN tickets.desks d ON d.id = o.desk_id WHERE o.ticket_id = ANY ($1) ORDER BY o.sequence`,
      [ids],
    );
    const answers = await rowsOf<{ ticketId: string }>(
      tx,
      `SELECT DISTINCT t.id AS "ticketId" FROM tickets.tickets t JOIN tickets.ticket_messages m ON m.ticket_id = t.id
       WHERE t.id = ANY ($1) AND m.side = 'vendor' AND m.visibility = 'public' AND m.at >= t.escalated_at`,
      [ids],
    );
    const answered = new Set(answers.map((row) => row.ticketId));
    return tickets.map((ticket) => {
      const told = deliveries.filter((row) => row.ticketId === ticket.id);
      return tripSteps({
        line: ticket.line,
        status: ticket.status,
        trip: ticket.trip,
        firstDesk: {
          key: this.deskOf(desks, told, 'first')?.key ?? '',
          opened: this.handing(desks, told, 'first', ['ticket.opened']),
          answered: this.handing(desks, told, 'first', ['ticket.handed-back', 'ticket.resolved']),
        },
        secondDesk: {
          key: this.deskOf(desks, told, 'second')?.key ?? '',
          escalated: this.handing(desks, told, 'second', ['ticket.escalated']),
        },
        secondLineAnswered: answered.has(ticket.id),
      });
    });
  }

  private deskOf(desks: readonly DeskRow[], told: readonly Told[], line: Line): DeskRow | null {
    const bonded = new Set(told.filter((row) => row.line === line).map((row) => row.deskId));
    return toldDesk(desks, line, bonded) ?? desks.find((desk) => desk.line === line) ?? null;
  }

  private handing(desks: readonly DeskRow[], told: readonly Told[], line: Line, types: readonly string[]): Handing {
    const delivery = told.find((row) => row.line === line && types.includes(row.type));
    if (delivery !== undefined) return delivery.status;
    return desks.some((desk) => desk.line === line && desk.outboundUrl !== null) ? 'not-yet' : 'none';
  }

  /** Takes every test ticket as far as it can go without a person. */
  private async run(): Promise<number> {
    const open = await this.db.across('find test tickets on their way', (tx) =>
      rowsOf<{ id: string; engagementId: string }>(
        tx,
        `SELECT id, engagement_id AS "engagementId" FROM tickets.tickets WHERE is_test AND status NOT IN ('resolved', 'closed') ORDER BY opened_at LIMIT 500`,
      ),
    );
    let moved = 0;
    for (const { id, engagementId } of open) {
      const step = await this.db
        .inEngagement(engagementId, (tx) => this.goOn(tx, engagementId, id))
        .catch((error: unknown) => {
          if (error instanceof Problem && error.status === 503) throw error;
          this.log.warn({ ticketId: id, cause: error instanceof Error ? error.message : String(error) }, 'a test ticket could not go on');
          return null;
        });
      if (step !== null) moved += 1;
    }
    return moved;
  }

  private async goOn(tx: EntityManager, engagementId: string, ticketId: string): Promise<TripView['next']> {
    const ticket = await this.store.lock(tx, engagementId, ticketId);
    const { next } = await this.trip(tx, ticket);
    const acting = actingSystem('test ticket');
    const actor = 'system:test-ticket' as const;
    if (next === 'escalate')
      await this.move.escalate(tx, ticket, { by: 'person', reason: 'the test ticket goes on to the second line' }, acting, actor);
    if (next === 'hand-back') await this.move.handBack(tx, ticket, null, acting, actor);
    if (next === 'resolve') await this.move.resolve(tx, ticket, null, acting, actor);
    return next;
  }
}
