import { Injectable } from '@nestjs/common';
import type { Caller } from '@slipway/access';
import { decodeCursor, encodeCursor, Problem } from '@slipway/service-host';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { ClockRow } from '../clocks/clock-row';
import { TicketClocks } from '../clocks/ticket-clocks.service';
import { asSide, instantOrNull, instantText, rowOf, rowsOf } from '../rows-of';
import { lineOf, type Line, type Side, sideOf } from '../ticket-words';
import { ticketColumns, type TicketRow } from './ticket-row';
import type { TicketQuery, TicketSummary, TicketView } from './ticket-schemas';

interface SummaryRow extends TicketRow {
  readonly assigneeName: string | null;
  readonly nextDueAt: Date | null;
}
const summary = `SELECT ${ticketColumns}, m.name AS "assigneeName",
    (SELECT min(c.due_at) FROM tickets.clocks c WHERE c.ticket_id = t.id AND c.state = 'running') AS "nextDueAt"
  FROM tickets.tickets t LEFT JOIN tickets.members m ON m.engagement_id = t.engagement_id AND m.person_id = t.assignee_id`;
const cursorSchema = z.int().min(0);

export function summaryOf(row: SummaryRow): TicketSummary {
  const { id, number, title, priority, status, line, assigneeId, assigneeName, feature, releaseId, isTest, unrouted, waitingOn, revision } =
    row;
  return {
    ...{ id, number, title, priority, status, line, assigneeId, assigneeName, feature, releaseId, isTest, unrouted, waitingOn, revision },
    reference: `T-${number}`,
    side: sideOf(line),
    nextDueAt: instantOrNull(row.nextDueAt),
    openedAt: instantText(row.openedAt),
    updatedAt: instantText(row.updatedAt),
    resolvedAt: instantOrNull(row.resolvedAt),
  };
}

const msText = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
function clockView({ ticketId: _, startedMs, dueMs, endedMs, ...clock }: ClockRow): TicketView['clocks'][number] {
  return {
    ...clock,
    side: sideOf(clock.line),
    startedAt: new Date(startedMs).toISOString(),
    dueAt: msText(dueMs),
    metAt: clock.state === 'met' ? msText(endedMs) : null,
    missedAt: clock.state === 'missed' ? msText(endedMs) : null,
  };
}

/** Tickets as one side sees them: what is private to the other is not even read. */
@Injectable()
export class ReadTickets {
  constructor(private readonly clocks: TicketClocks) {}

  async list(tx: EntityManager, caller: Caller, query: TicketQuery): Promise<{ items: TicketSummary[]; nextCursor: string | null }> {
    const before = query.cursor === undefined ? null : decodeCursor(cursorSchema, query.cursor);
    const assignee = query.assigneeId === 'me' ? caller.personId : query.assigneeId;
    const rows = await rowsOf<SummaryRow>(
      tx,
      `${summary} WHERE t.engagement_id = $1 AND ($2::text IS NULL OR t.line = $2) AND ($3::text IS NULL OR t.status = $3) AND ($4::text IS NULL OR t.priority = $4)
         AND ($5::text IS NULL OR ($5 = 'none' AND t.assignee_id IS NULL) OR t.assignee_id::text = $5) AND ($6::uuid IS NULL OR t.release_id = $6)
         AND ($7::text IS NULL OR t.feature = $7) AND ($8::boolean IS NULL OR t.is_test = $8)
         AND ($9::boolean IS NULL OR (t.status NOT IN ('resolved', 'closed')) = $9)
         AND ($10::text IS NULL OR position(lower($10) IN lower(t.title)) > 0 OR lower('T-' || t.number) = lower($10)
              OR EXISTS (SELECT 1 FROM tickets.bonds b WHERE b.ticket_id = t.id AND lower(b.reference) = lower($10)))
         AND ($11::int IS NULL OR t.number < $11)
       ORDER BY t.number DESC LIMIT $12`,
      [
        caller.engagementId,
        query.line ?? null,
        query.status ?? null,
        query.priority ?? null,
        assignee ?? null,
        query.releaseId ?? null,
        query.feature ?? null,
        query.isTest ?? null,
        query.open ?? null,
        query.q ?? null,
        before === null ? null : Math.min(before, 2_147_483_647),
        query.limit + 1,
      ],
    );
    const page = rows.slice(0, query.limit);
    const last = page.at(-1);
    return { items: page.map(summaryOf), nextCursor: rows.length > query.limit && last ? encodeCursor(last.number) : null };
  }

  /** Summaries in the order of the ids. */
  async summaries(tx: EntityManager, engagementId: string, ticketIds: readonly string[]): Promise<TicketSummary[]> {
    const rows = await rowsOf<SummaryRow>(
      tx,
      `${summary} WHERE t.engagement_id = $1 AND t.id = ANY ($2) ORDER BY array_position($2, t.id)`,
      [engagementId, ticketIds],
    );
    return rows.map(summaryOf);
  }

  async get(tx: EntityManager, caller: Pick<Caller, 'engagementId' | 'side'>, ticketId: string): Promise<TicketView> {
    const row = await this.find(tx, caller.engagementId, ticketId);
    const bonds = await this.bonds(tx, ticketId);
    const referenceAt = (line: Line) => bonds.find((bond) => bond.line === line && bond.reference !== null)?.reference ?? null;
    const { messages, history } = await asSide(tx, caller.side, async () => ({
      messages: await this.messages(tx, ticketId),
      history: await this.history(tx, ticketId),
    }));
    const clocks = await this.clocks.of(tx, ticketId);
    return {
      ...summaryOf(row),
      description: row.description,
      reporter: row.reporter,
      references: { client: referenceAt('first'), vendor: referenceAt('second') },
      bonds,
      messages,
      history,
      clocks: clocks.map(clockView),
      trip: [...row.trip],
      deliveries: await this.deliveries(tx, ticketId),
    };
  }

  private async find(tx: EntityManager, engagementId: string, ticketId: string): Promise<SummaryRow> {
    const row = await rowOf<SummaryRow>(tx, `${summary} WHERE t.engagement_id = $1 AND t.id = $2`, [engagementId, ticketId]);
    if (row === null) throw Problem.notFound('ticket');
    return row;
  }

  private async bonds(tx: EntityManager, ticketId: string): Promise<TicketView['bonds']> {
    const rows = await rowsOf<Omit<TicketView['bonds'][number], 'bondedAt'> & { bondedAt: Date }>(
      tx,
      `SELECT b.desk_id AS "deskId", d.key AS "deskKey", d.line, b.reference, b.url, b.bonded_at AS "bondedAt"
       FROM tickets.bonds b JOIN tickets.desks d ON d.id = b.desk_id WHERE b.ticket_id = $1 ORDER BY b.bonded_at, b.id`,
      [ticketId],
    );
    return rows.map((row) => ({ ...row, bondedAt: instantText(row.bondedAt) }));
  }

  private async messages(tx: EntityManager, ticketId: string): Promise<TicketView['messages']> {
    const rows = await rowsOf<Omit<TicketView['messages'][number], 'at' | 'line'> & { at: Date; side: Side }>(
      tx,
      `SELECT id, at, side, author, visibility, text, via FROM tickets.ticket_messages WHERE ticket_id = $1 ORDER BY at, id LIMIT 2000`,
      [ticketId],
    );
    return rows.map((row) => ({ ...row, at: instantText(row.at), line: lineOf(row.side) }));
  }

  private async history(tx: EntityManager, ticketId: string): Promise<TicketView['history']> {
    const rows = await rowsOf<Omit<TicketView['history'][number], 'at'> & { at: Date }>(
      tx,
      `SELECT id, at, side, kind, actor, text, detail FROM tickets.ticket_history WHERE ticket_id = $1 ORDER BY at, id LIMIT 2000`,
      [ticketId],
    );
    return rows.map((row) => ({ ...row, at: instantText(row.at) }));
  }

  private async deliveries(tx: EntityManager, ticketId: string): Promise<TicketView['deliveries']> {
    const rows = await rowsOf<Omit<TicketView['deliveries'][number], 'dueAt'> & { dueAt: Date | null }>(
      tx,
      `SELECT o.id, d.key AS "deskKey", o.type, o.status, o.attempts, o.due_at AS "dueAt", o.cause
       FROM tickets.outbound_deliveries o JOIN tickets.desks d ON d.id = o.desk_id WHERE o.ticket_id = $1 ORDER BY o.sequence LIMIT 2000`,
      [ticketId],
    );
    return rows.map((row) => ({ ...row, dueAt: instantOrNull(row.dueAt) }));
  }
}
