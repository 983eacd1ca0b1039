import { Injectable } from '@nestjs/common';
import { Clock, newId } from '@slipway/service-host';
import type { EntityManager } from 'typeorm';
import type { DeskRow } from '../desks/desk-row';
import { decideChange, type Effect, instantMs, type SaidFacts } from '../exchange/decide-change';
import { type EchoMark, findEcho, markerOf } from '../exchange/echo';
import { mapFeature } from '../presets/map-words';
import type { TicketChange } from '../presets/ticket-change';
import { asSide, rowOf, rowsOf } from '../rows-of';
import { sideOf } from '../ticket-words';
import { actingDesk, actingSystem } from '../tickets/acting';
import { MoveTicket } from '../tickets/move-ticket.service';
import { OpenTicket } from '../tickets/open-ticket.service';
import type { TicketRow } from '../tickets/ticket-row';
import { TicketStore } from '../tickets/ticket-store.service';
import { TicketWork } from '../tickets/ticket-work.service';

export type Applied = { readonly ticketId: string; readonly notes: readonly string[] } | { readonly wait: string };
interface BondRow {
  readonly id: string;
  readonly ticketId: string;
  readonly reference: string | null;
  readonly said: SaidFacts;
  readonly stateAt: Date | null;
}
const bondColumns = `b.id, b.ticket_id AS "ticketId", b.reference, b.said, b.state_at AS "stateAt"`;
const repeatWindowMinutes = 10;

/** Applies what a desk says of a ticket: to the ticket that is bonded to it, or to a new one. */
@Injectable()
export class ApplyChange {
  constructor(
    private readonly store: TicketStore,
    private readonly openTicket: OpenTicket,
    private readonly work: TicketWork,
    private readonly move: MoveTicket,
    private readonly clock: Clock,
  ) {}

  /** @param mayWait whether to wait for the bond when this desk has been told of a ticket that it has not named yet */
  async apply(tx: EntityManager, desk: DeskRow, change: TicketChange, mayWait: boolean): Promise<Applied> {
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`bond:${desk.id}:${change.reference}`]);
    const known = await rowOf<BondRow>(tx, `SELECT ${bondColumns} FROM tickets.bonds b WHERE b.desk_id = $1 AND b.reference = $2`, [
      desk.id,
      change.reference,
    ]);
    if (known !== null) return this.toBonded(tx, desk, change, known);
    const own = await this.bondWeCaused(tx, desk, change);
    if (own !== null) return this.toBonded(tx, desk, change, own);
    if (mayWait && change.kind !== 'opened' && (await this.hasNamelessBond(tx, desk)))
      return { wait: 'the desk has not named the ticket that it was told of yet' };
    return this.toNew(tx, desk, change);
  }

  /** The desk tells of the ticket that we made it open: by our mark, or by its title. Ties its reference to the bond. */
  private async bondWeCaused(tx: EntityManager, desk: DeskRow, change: TicketChange): Promise<BondRow | null> {
    const nameless = await rowsOf<BondRow & { markId: string; digest: string | null; deliveredAt: Date | null; consumed: boolean }>(
      tx,
      `SELECT ${bondColumns}, m.id AS "markId", m.digest, m.delivered_at AS "deliveredAt", m.consumed_at IS NOT NULL AS consumed
       FROM tickets.bonds b JOIN tickets.echo_marks m ON m.ticket_id = b.ticket_id AND m.desk_id = b.desk_id AND m.kind = 'opened'
       WHERE b.desk_id = $1 AND b.reference IS NULL ORDER BY m.created_at, m.id LIMIT 1000`,
      [desk.id],
    );
    const marks = nameless.map((row): EchoMark => ({
      id: row.markId,
      kind: 'opened',
      digest: row.digest,
      marker: markerOf(row.markId),
      deliveredMs: row.deliveredAt?.getTime() ?? null,
      consumed: row.consumed,
    }));
    const echo = findEcho(
      { kind: 'opened', text: change.title ?? null, marker: change.marker ?? null },
      marks,
      this.clock.now().toMillis(),
    );
    const bond = nameless.find((row) => row.markId === echo?.id);
    if (bond === undefined) return null;
    await tx.query('UPDATE tickets.bonds SET reference = $2, url = coalesce($3, url) WHERE id = $1', [
      bond.id,
      change.reference,
      change.url ?? null,
    ]);
    return { ...bond, reference: change.reference };
  }

  private async hasNamelessBond(tx: EntityManager, desk: DeskRow): Promise<boolean> {
    return (await rowOf(tx, 'SELECT 1 FROM tickets.bonds WHERE desk_id = $1 AND reference IS NULL LIMIT 1', [desk.id])) !== null;
  }

  private async toBonded(tx: EntityManager, desk: DeskRow, change: TicketChange, bond: BondRow): Promise<Applied> {
    const ticket = await this.store.lock(tx, desk.engagementId, bond.ticketId);
    const now = this.clock.now();
    const marks = await this.marks(tx, ticket.id, desk.id);
    const side = sideOf(desk.line);
    const knownIds = new Set(
      change.message?.id
        ? (
            await asSide(tx, side, () =>
              rowsOf<{ id: string }>(
                tx,
                'SELECT external_id AS id FROM tickets.ticket_messages WHERE ticket_id = $1 AND desk_id = $2 AND external_id = $3',
                [ticket.id, desk.id, change.message?.id],
              ),
            )
          ).map((row) => row.id)
        : [],
    );
    const recent = await rowOf<{ count: number }>(
      tx,
      `SELECT count(*)::int AS count FROM tickets.ticket_messages WHERE ticket_id = $1 AND desk_id = $2 AND at > $3`,
      [ticket.id, desk.id, now.minus({ minutes: repeatWindowMinutes }).toJSDate()],
    );
    const decision = decideChange(
      change,
      {
        status: ticket.status,
        line: ticket.line,
        openedByThisDesk: ticket.originDeskId === desk.id,
        said: bond.said,
        lastStateMs: bond.stateAt?.getTime() ?? null,
      },
      { deskLine: desk.line, marks, isMessageKnown: (id) => knownIds.has(id), recentMessages: recent?.count ?? 0, nowMs: now.toMillis() },
    );
    await tx.query('UPDATE tickets.bonds SET said = $2, state_at = $3, url = coalesce(url, $4) WHERE id = $1', [
      bond.id,
      JSON.stringify(decision.said),
      decision.stateMs === null ? null : new Date(decision.stateMs),
      change.url ?? null,
    ]);
    if (decision.echoes.length > 0)
      await tx.query('UPDATE tickets.echo_marks SET consumed_at = coalesce(consumed_at, $2) WHERE id = ANY ($1)', [
        decision.echoes,
        now.toJSDate(),
      ]);
    let current = ticket;
    for (const effect of decision.effects) current = await this.carryOut(tx, desk, change, current, effect);
    return { ticketId: ticket.id, notes: decision.passedOver };
  }

  private async carryOut(tx: EntityManager, desk: DeskRow, change: TicketChange, ticket: TicketRow, effect: Effect): Promise<TicketRow> {
    const acting = actingDesk(desk, sideOf(desk.line), effect.do === 'message' ? effect.message.author : null);
    const actor = `system:desk ${desk.key}` as const;
    switch (effect.do) {
      case 'edit': {
        const { title, description, priority } = effect;
        return this.work.edit(
          tx,
          ticket,
          { ...(title ? { title: title.slice(0, 300) } : {}), ...(description ? { description } : {}), ...(priority ? { priority } : {}) },
          acting,
          actor,
        );
      }
      case 'message': {
        const { text, visibility, id } = effect.message;
        if (!effect.forward && visibility === 'public') {
          await this.store.addHistory(tx, ticket, actingSystem('Slipway'), {
            kind: 'held',
            text: `more than usual from ${desk.key}: kept here and not handed on, two desks may be answering each other`,
          });
        }
        return this.work.comment(tx, ticket, { text, visibility, externalId: id, forward: effect.forward }, acting, actor);
      }
      case 'progress':
        return this.work.progress(tx, ticket, effect.to, acting, actor);
      case 'resolve':
        return this.move.resolve(tx, ticket, null, acting, actor);
      case 'reopen':
        return this.move.reopen(tx, ticket, `${desk.name} reopened ${change.reference}`, acting, actor);
    }
  }

  private async toNew(tx: EntityManager, desk: DeskRow, change: TicketChange): Promise<Applied> {
    const side = sideOf(desk.line);
    const said: SaidFacts = { title: change.title ?? null, description: change.description ?? null, priority: change.priority ?? null };
    const stateMs = change.kind === 'commented' ? null : instantMs(change.at);
    const ticket = await this.openTicket.open(
      tx,
      desk.engagementId,
      {
        title: (change.title ?? `Ticket ${change.reference}`).slice(0, 300),
        description: change.description ?? '',
        priority: change.priority ?? 'normal',
        feature: mapFeature(desk.mapping, change.labels ?? []),
        releaseId: null,
        side,
        reporterName: change.reporter ?? desk.name,
        isTest: false,
        desk,
        externalRef: change.reference,
      },
      actingDesk(desk, side, change.reporter ?? null),
      `system:desk ${desk.key}`,
      async (opened) => {
        await tx.query(
          `INSERT INTO tickets.bonds (id, engagement_id, ticket_id, desk_id, reference, url, said, state_at, bonded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
          [
            newId(),
            desk.engagementId,
            opened.id,
            desk.id,
            change.reference,
            change.url ?? null,
            JSON.stringify(said),
            null,
            this.clock.now().toJSDate(),
          ],
        );
      },
    );
    const needsMore = change.kind !== 'opened' || (change.message ?? null) !== null || (change.progress ?? 'open') !== 'open';
    const bond = await rowOf<BondRow>(tx, `SELECT ${bondColumns} FROM tickets.bonds b WHERE b.desk_id = $1 AND b.reference = $2`, [
      desk.id,
      change.reference,
    ]);
    if (needsMore && bond !== null)
      return this.toBonded(tx, desk, change.kind === 'opened' ? { ...change, kind: 'updated' } : change, bond);
    if (stateMs !== null)
      await tx.query('UPDATE tickets.bonds SET state_at = $2 WHERE ticket_id = $1 AND desk_id = $3', [
        ticket.id,
        new Date(stateMs),
        desk.id,
      ]);
    return { ticketId: ticket.id, notes: [] };
  }

  private async marks(tx: EntityManager, ticketId: string, deskId: string): Promise<EchoMark[]> {
    const rows = await rowsOf<{ id: string; kind: EchoMark['kind']; digest: string | null; deliveredAt: Date | null; consumed: boolean }>(
      tx,
      `SELECT id, kind, digest, delivered_at AS "deliveredAt", consumed_at IS NOT NULL AS consumed FROM tickets.echo_marks
       WHERE ticket_id = $1 AND desk_id = $2 ORDER BY created_at, id`,
      [ticketId, deskId],
    );
    return rows.map((row) => ({
      id: row.id,
      kind: row.kind,
      digest: row.digest,
      marker: markerOf(row.id),
      deliveredMs: row.deliveredAt?.getTime() ?? null,
      consumed: row.consumed,
    }));
  }
}
