import { Injectable } from '@nestjs/common';
import { Clock, DueWork, newId } from '@slipway/service-host';
import type { EntityManager } from 'typeorm';
import { type DeskRow, findDesks, toldDesk } from '../desks/desk-row';
import { markerOf, textDigest } from '../exchange/echo';
import { rowsOf } from '../rows-of';
import { referenceOf, type TicketRow } from '../tickets/ticket-row';
import type { TicketChange } from '../presets/ticket-change';
import { lineOf, type Line, type Side } from '../ticket-words';
import type { OutboundMessage, OutboundPayload, OutboundType } from './outbound-payload';

export interface Telling {
  readonly type: OutboundType;
  readonly message?: OutboundMessage | null;
  readonly reason?: string | null;
  /** The desk that said it hears nothing of it. */
  readonly exceptDeskId?: string | null;
}
interface Mark {
  readonly kind: TicketChange['kind'];
  readonly text: string | null;
}
interface Bond {
  readonly deskId: string;
  readonly line: Line;
  readonly reference: string | null;
}

export const deliverWork = 'deliver-outbound';
const kinds: Readonly<Record<OutboundType, TicketChange['kind']>> = {
  'ticket.opened': 'opened',
  'ticket.escalated': 'updated',
  'ticket.updated': 'updated',
  'ticket.commented': 'commented',
  'ticket.handed-back': 'commented',
  'ticket.resolved': 'resolved',
  'ticket.reopened': 'reopened',
};
const threadLength = 20;

/** Puts what happened to a ticket into the rows of the desks concerned, in the transaction of the change. */
@Injectable()
export class OutboundQueue {
  constructor(
    private readonly clock: Clock,
    private readonly dueWork: DueWork,
  ) {}

  /** Every line that the ticket went through is told. Reads without a side, so that private notes cannot be in it. */
  async tell(tx: EntityManager, ticket: TicketRow, telling: Telling): Promise<void> {
    const desks = await findDesks(tx, ticket.engagementId);
    const bonds = await this.bondsOf(tx, ticket);
    const bonded = new Set(bonds.map((bond) => bond.deskId));
    const told = [...new Set(ticket.trip)]
      .flatMap((line) => toldDesk(desks, line, bonded) ?? [])
      .filter((desk) => desk.id !== telling.exceptDeskId);
    for (const desk of told) await this.tellDesk(tx, ticket, desk, bonds, telling);
    if (told.length > 0) await this.dueWork.wakeNow(deliverWork);
  }

  private async tellDesk(tx: EntityManager, ticket: TicketRow, desk: DeskRow, bonds: readonly Bond[], telling: Telling): Promise<void> {
    const isNews = !bonds.some((bond) => bond.deskId === desk.id);
    const type = isNews && telling.type !== 'ticket.escalated' ? 'ticket.opened' : telling.type;
    if (isNews) {
      await tx.query(
        `INSERT INTO tickets.bonds (id, engagement_id, ticket_id, desk_id, bonded_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (ticket_id, desk_id) DO NOTHING`,
        [newId(), ticket.engagementId, ticket.id, desk.id, this.clock.now().toJSDate()],
      );
    }
    const thread = isNews ? await this.thread(tx, ticket.id) : [];
    await this.enqueue(tx, ticket, desk, bonds, { ...telling, type, message: isNews ? null : (telling.message ?? null) }, thread, isNews);
    if (isNews && type !== telling.type && telling.type !== 'ticket.commented')
      await this.enqueue(tx, ticket, desk, bonds, { ...telling, message: null }, [], false);
  }

  private async enqueue(
    tx: EntityManager,
    ticket: TicketRow,
    desk: DeskRow,
    bonds: readonly Bond[],
    { type, message = null, reason = null }: Telling,
    thread: readonly OutboundMessage[],
    isNews: boolean,
  ): Promise<void> {
    const [id, markId] = [newId(), newId()];
    const now = this.clock.now();
    const { title, description, priority, status, line, feature, isTest } = ticket;
    const payload: OutboundPayload = {
      type,
      timestamp: now.toUTC().toISO() as string,
      data: {
        ticket: { id: ticket.id, reference: referenceOf(ticket), title, description, priority, status, line, feature, isTest },
        references: {
          yours: bonds.find((bond) => bond.deskId === desk.id)?.reference ?? null,
          other: bonds.find((bond) => bond.line !== desk.line && bond.reference !== null)?.reference ?? null,
        },
        message,
        thread: [...thread],
        reason,
        marker: markerOf(markId),
      },
    };
    await tx.query(
      `INSERT INTO tickets.outbound_deliveries (id, engagement_id, desk_id, ticket_id, type, body, due_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $7)`,
      [id, ticket.engagementId, desk.id, ticket.id, type, JSON.stringify(payload), now.toJSDate()],
    );
    const texts = [...thread.map((entry) => entry.text), ...(message ? [message.text] : []), ...(reason ? [reason] : [])];
    const main: Mark = isNews
      ? { kind: 'opened', text: title }
      : { kind: kinds[type], text: kinds[type] === 'commented' ? (message?.text ?? null) : null };
    const spoken: Mark[] = (main.kind === 'commented' ? texts.slice(1) : texts).map((text) => ({ kind: 'commented', text }));
    const state: Mark[] = type === 'ticket.handed-back' || (isNews && type === 'ticket.escalated') ? [{ kind: 'updated', text: null }] : [];
    await this.mark(tx, ticket, desk.id, id, [{ id: markId, ...main }, ...[...spoken, ...state].map((mark) => ({ id: newId(), ...mark }))]);
  }

  private async mark(
    tx: EntityManager,
    ticket: TicketRow,
    deskId: string,
    deliveryId: string,
    marks: readonly (Mark & { id: string })[],
  ): Promise<void> {
    await tx.query(
      `INSERT INTO tickets.echo_marks (id, engagement_id, ticket_id, desk_id, delivery_id, kind, digest, created_at)
       SELECT mark.id, $1, $2, $3, $4, mark.kind, mark.digest, $5 FROM unnest($6::uuid[], $7::text[], $8::text[]) AS mark (id, kind, digest)`,
      [
        ticket.engagementId,
        ticket.id,
        deskId,
        deliveryId,
        this.clock.now().toJSDate(),
        marks.map((mark) => mark.id),
        marks.map((mark) => mark.kind),
        marks.map((mark) => (mark.text === null ? null : textDigest(mark.text))),
      ],
    );
  }

  private async thread(tx: EntityManager, ticketId: string): Promise<OutboundMessage[]> {
    const rows = await rowsOf<{ id: string; text: string; author: string; side: Side; at: Date }>(
      tx,
      `SELECT id, text, author, side, at FROM tickets.ticket_messages WHERE ticket_id = $1 AND visibility = 'public' ORDER BY at DESC, id DESC LIMIT ${threadLength}`,
      [ticketId],
    );
    return rows.reverse().map(({ side, at, ...row }) => ({ ...row, line: lineOf(side), at: at.toISOString() }));
  }

  private bondsOf(tx: EntityManager, ticket: TicketRow): Promise<Bond[]> {
    return rowsOf<Bond>(
      tx,
      `SELECT b.desk_id AS "deskId", d.line, b.reference FROM tickets.bonds b JOIN tickets.desks d ON d.id = b.desk_id WHERE b.ticket_id = $1 ORDER BY b.bonded_at, b.id`,
      [ticket.id],
    );
  }
}
