import { Injectable } from '@nestjs/common';
import { Members } from '@slipway/access';
import { Clock, newId, Problem } from '@slipway/service-host';
import type { EntityManager } from 'typeorm';
import type { OutboundMessage } from '../outbound/outbound-payload';
import type { Candidate } from '../routing/route-ticket';
import { asSide, rowOf, rowsOf } from '../rows-of';
import { lineOf, type Side, type Visibility } from '../ticket-words';
import type { Acting } from './acting';
import { insertTicket, ticketColumns, type TicketRow, ticketValues, updateTicket } from './ticket-row';

export interface NewMessage {
  readonly text: string;
  readonly visibility: Visibility;
  readonly externalId?: string | null;
}

/** Rows of tickets, their messages and their history. */
@Injectable()
export class TicketStore {
  constructor(
    private readonly members: Members,
    private readonly clock: Clock,
  ) {}

  /** Locks the ticket until the transaction ends. */
  async lock(tx: EntityManager, engagementId: string, ticketId: string): Promise<TicketRow> {
    const ticket = await rowOf<TicketRow>(
      tx,
      `SELECT ${ticketColumns} FROM tickets.tickets t WHERE t.engagement_id = $1 AND t.id = $2 FOR UPDATE`,
      [engagementId, ticketId],
    );
    if (ticket === null) throw Problem.notFound('ticket');
    return ticket;
  }

  async nextNumber(tx: EntityManager, engagementId: string): Promise<number> {
    const row = await rowOf<{ last: number }>(
      tx,
      `INSERT INTO tickets.ticket_numbers AS n (engagement_id, last) VALUES ($1, 1) ON CONFLICT (engagement_id) DO UPDATE SET last = n.last + 1 RETURNING last`,
      [engagementId],
    );
    return row?.last ?? 1;
  }

  async insert(tx: EntityManager, ticket: TicketRow): Promise<void> {
    await tx.query(insertTicket, ticketValues(ticket));
  }

  /** Writes a changed ticket with the next revision. */
  async save(tx: EntityManager, changed: TicketRow): Promise<TicketRow> {
    const ticket = { ...changed, revision: changed.revision + 1, updatedAt: this.clock.now().toJSDate() };
    await tx.query(updateTicket, ticketValues(ticket));
    return ticket;
  }

  /** Null when the desk's message with this id is there already. */
  async addMessage(tx: EntityManager, ticket: TicketRow, message: NewMessage, acting: Acting, side: Side): Promise<OutboundMessage | null> {
    const at = this.clock.now();
    const id = newId();
    const added = await asSide(tx, side, () =>
      rowOf<{ id: string }>(
        tx,
        `INSERT INTO tickets.ticket_messages (id, engagement_id, ticket_id, side, visibility, author, person_id, desk_id, via, external_id, text, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         ON CONFLICT (ticket_id, desk_id, external_id) WHERE external_id IS NOT NULL DO NOTHING RETURNING id`,
        [
          id,
          ticket.engagementId,
          ticket.id,
          side,
          message.visibility,
          acting.name,
          acting.personId,
          acting.deskId,
          acting.via,
          message.externalId ?? null,
          message.text,
          at.toJSDate(),
        ],
      ),
    );
    return added === null ? null : { id, text: message.text, author: acting.name, line: lineOf(side), at: at.toUTC().toISO() as string };
  }

  async addHistory(
    tx: EntityManager,
    ticket: TicketRow,
    acting: Acting,
    entry: { kind: string; text: string; detail?: Record<string, unknown>; onlyFor?: Side | null },
  ): Promise<void> {
    await tx.query(
      `INSERT INTO tickets.ticket_history (id, engagement_id, ticket_id, side, only_for, kind, actor, text, detail, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        newId(),
        ticket.engagementId,
        ticket.id,
        acting.side,
        entry.onlyFor ?? null,
        entry.kind,
        acting.name,
        entry.text,
        JSON.stringify(entry.detail ?? {}),
        this.clock.now().toJSDate(),
      ],
    );
  }

  /** Members with their open work; an urgent ticket weighs four, a high one two. */
  async candidates(tx: EntityManager, engagementId: string): Promise<Candidate[]> {
    const members = await this.members.list(tx, engagementId, { active: true });
    const loads = await rowsOf<{ personId: string; load: number }>(
      tx,
      `SELECT assignee_id AS "personId", sum(CASE priority WHEN 'urgent' THEN 4 WHEN 'high' THEN 2 ELSE 1 END)::int AS load FROM tickets.tickets
       WHERE engagement_id = $1 AND assignee_id IS NOT NULL AND status NOT IN ('resolved', 'closed') GROUP BY assignee_id`,
      [engagementId],
    );
    const loadOf = new Map(loads.map((row) => [row.personId, row.load]));
    return members.map(({ personId, name, side, roles, active }) => ({
      personId,
      name,
      side,
      roles,
      active,
      load: loadOf.get(personId) ?? 0,
    }));
  }

  async deskKeys(tx: EntityManager, ticketId: string): Promise<string[]> {
    const rows = await rowsOf<{ key: string }>(
      tx,
      `SELECT d.key FROM tickets.bonds b JOIN tickets.desks d ON d.id = b.desk_id WHERE b.ticket_id = $1 ORDER BY b.bonded_at, b.id`,
      [ticketId],
    );
    return rows.map((row) => row.key);
  }
}
