import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { type Caller, CurrentCaller, Endpoint } from '@slipway/access';
import { decodeCursor, encodeCursor, pageQuery, Problem, ServiceDatabase } from '@slipway/service-host';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { listOf } from '../desks/desk-schemas';
import { rowOf, rowsOf } from '../rows-of';
import { line, shortText } from '../ticket-words';
import { ReadTickets } from '../tickets/read-tickets.service';
import { ticketColumns, type TicketRow } from '../tickets/ticket-row';
import { ticketParam, ticketSummary } from '../tickets/ticket-schemas';
import { TestTickets } from './test-tickets.service';

export const testTicket = z.object({
  id: z.uuid(),
  ticket: ticketSummary,
  trip: z.array(line),
  steps: z.array(
    z.object({
      key: z.enum(['first-desk', 'second-desk', 'answer', 'back']),
      title: z.string(),
      state: z.enum(['done', 'waiting', 'failed']),
      reason: z.string(),
    }),
  ),
  complete: z.boolean().describe('it made the whole trip and is resolved: the support lines work'),
});
type TestTicketView = z.output<typeof testTicket>;
const testTicketCreate = z.object({ title: shortText(300).default('Test of the support lines') });
const cursorSchema = z.int().min(0).max(2_147_483_647);

@Controller('api/tickets/v1/test-tickets')
export class TestTicketsController {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly testTickets: TestTickets,
    private readonly tickets: ReadTickets,
  ) {}

  @Post()
  @Endpoint({ summary: 'Send a test ticket through both desks and back', allow: 'ticket:test', returns: testTicket, creates: true })
  start(@CurrentCaller() caller: Caller, @Body({ schema: testTicketCreate }) { title }: z.output<typeof testTicketCreate>) {
    return this.db.inEngagement(caller.engagementId, async (tx) => {
      const ticket = await this.testTickets.start(tx, caller, title);
      return (await this.views(tx, caller.engagementId, [ticket]))[0];
    });
  }

  @Get()
  @Endpoint({ summary: 'Test tickets, newest first', allow: 'ticket:read', returns: listOf(testTicket) })
  list(@CurrentCaller() caller: Caller, @Query({ schema: pageQuery }) query: z.output<typeof pageQuery>) {
    const before = query.cursor === undefined ? null : decodeCursor(cursorSchema, query.cursor);
    return this.db.inEngagement(caller.engagementId, async (tx) => {
      const rows = await rowsOf<TicketRow>(
        tx,
        `SELECT ${ticketColumns} FROM tickets.tickets t WHERE t.engagement_id = $1 AND t.is_test AND ($2::int IS NULL OR t.number < $2) ORDER BY t.number DESC LIMIT $3`,
        [caller.engagementId, before, query.limit + 1],
      );
      const page = rows.slice(0, query.limit);
      const items = await this.views(tx, caller.engagementId, page);
      const last = page.at(-1);
      return { items, nextCursor: rows.length > query.limit && last ? encodeCursor(last.number) : null };
    });
  }

  @Get(':ticketId')
  @Endpoint({ summary: 'How far a test ticket has come', allow: 'ticket:read', returns: testTicket })
  get(@CurrentCaller() caller: Caller, @Param({ schema: ticketParam }) { ticketId }: z.output<typeof ticketParam>) {
    return this.db.inEngagement(caller.engagementId, async (tx) => {
      const row = await rowOf<TicketRow>(
        tx,
        `SELECT ${ticketColumns} FROM tickets.tickets t WHERE t.engagement_id = $1 AND t.id = $2 AND t.is_test`,
        [caller.engagementId, ticketId],
      );
      if (row === null) throw Problem.notFound('test ticket');
      return (await this.views(tx, caller.engagementId, [row]))[0];
    });
  }

  private async views(tx: EntityManager, engagementId: string, rows: readonly TicketRow[]): Promise<TestTicketView[]> {
    const trips = await this.testTickets.trips(tx, engagementId, rows);
    const summaries = await this.tickets.summaries(
      tx,
      engagementId,
      rows.map((row) => row.id),
    );
    return rows.flatMap((row, index) => {
      const [trip, ticket] = [trips[index], summaries[index]];
      return trip && ticket ? [{ id: row.id, ticket, trip: [...row.trip], steps: [...trip.steps], complete: trip.complete }] : [];
    });
  }
}
