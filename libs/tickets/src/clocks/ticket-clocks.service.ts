import { Injectable } from '@nestjs/common';
import { Members } from '@slipway/access';
import { Clock, DueWork, newId } from '@slipway/service-host';
import { DateTime } from 'luxon';
import type { EntityManager } from 'typeorm';
import { rowOf, rowsOf } from '../rows-of';
import type { Side } from '../ticket-words';
import type { TicketRow } from '../tickets/ticket-row';
import { clockColumns, type ClockRow, dateOf } from './clock-row';
import type { Clock as TargetClock } from './due-at';
import { type Happening, moveClocks } from './move-clocks';
import { defaultTargets, type SidePlace, type Targets } from './targets';

export const clocksWork = 'clocks';

/** A ticket's clocks as rows; what happens to the ticket moves them. */
@Injectable()
export class TicketClocks {
  constructor(
    private readonly members: Members,
    private readonly clock: Clock,
    private readonly dueWork: DueWork,
  ) {}

  /** Moves the clocks of a ticket that is locked. Test tickets have none. */
  async happened(tx: EntityManager, ticket: TicketRow, happening: Happening): Promise<void> {
    if (ticket.isTest) return;
    const clocks = await this.of(tx, ticket.id);
    const { targets } = await this.targets(tx, ticket.engagementId);
    const places = await this.places(tx, ticket.engagementId);
    const { moved, started } = moveClocks(clocks, happening, {
      targets,
      places,
      priority: ticket.priority,
      nowMs: this.clock.now().toMillis(),
    });
    await this.save(
      tx,
      moved.filter((clock, index) => JSON.stringify(clock) !== JSON.stringify(clocks[index])),
    );
    await this.add(tx, ticket, started);
    const due = [...moved, ...started].flatMap((clock) => (clock.state === 'running' && clock.dueMs !== null ? [clock.dueMs] : []));
    if (due.length > 0) await this.dueWork.wakeAt(clocksWork, DateTime.fromMillis(Math.min(...due), { zone: 'utc' }));
  }

  of(tx: EntityManager, ticketId: string): Promise<ClockRow[]> {
    return rowsOf(tx, `SELECT ${clockColumns} FROM tickets.clocks c WHERE c.ticket_id = $1 ORDER BY c.started_at, c.id`, [ticketId]);
  }

  async targets(tx: EntityManager, engagementId: string): Promise<{ targets: Targets; revision: number }> {
    const row = await rowOf<{ targets: Targets; revision: number }>(
      tx,
      'SELECT targets, revision FROM tickets.targets WHERE engagement_id = $1',
      [engagementId],
    );
    return row ?? { targets: defaultTargets, revision: 0 };
  }

  async places(tx: EntityManager, engagementId: string): Promise<Record<Side, SidePlace>> {
    const facts = await this.members.engagement(tx, engagementId);
    const nowhere: SidePlace = { zone: 'UTC', holidayRegion: null };
    return { client: facts?.client ?? nowhere, vendor: facts?.vendor ?? nowhere };
  }

  async save(tx: EntityManager, clocks: readonly ClockRow[]): Promise<void> {
    if (clocks.length === 0) return;
    await tx.query(
      `UPDATE tickets.clocks c SET state = n.state, calendar = n.calendar, target_minutes = n.target_minutes, due_at = n.due_at,
         remaining_minutes = n.remaining_minutes, ended_at = n.ended_at
       FROM unnest($1::uuid[], $2::text[], $3::text[], $4::float8[], $5::timestamptz[], $6::float8[], $7::timestamptz[])
         AS n (id, state, calendar, target_minutes, due_at, remaining_minutes, ended_at)
       WHERE c.id = n.id`,
      [
        clocks.map((clock) => clock.id),
        clocks.map((clock) => clock.state),
        clocks.map((clock) => clock.calendar),
        clocks.map((clock) => clock.targetMinutes),
        clocks.map((clock) => dateOf(clock.dueMs)),
        clocks.map((clock) => clock.remainingMinutes),
        clocks.map((clock) => dateOf(clock.endedMs)),
      ],
    );
  }

  private async add(tx: EntityManager, ticket: TicketRow, clocks: readonly TargetClock[]): Promise<void> {
    if (clocks.length === 0) return;
    await tx.query(
      `INSERT INTO tickets.clocks (id, engagement_id, ticket_id, kind, line, state, calendar, target_minutes, started_at, due_at)
       SELECT n.id, $1, $2, n.kind, n.line, n.state, n.calendar, n.target_minutes, n.started_at, n.due_at
       FROM unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::float8[], $9::timestamptz[], $10::timestamptz[])
         AS n (id, kind, line, state, calendar, target_minutes, started_at, due_at)`,
      [
        ticket.engagementId,
        ticket.id,
        clocks.map(() => newId()),
        clocks.map((clock) => clock.kind),
        clocks.map((clock) => clock.line),
        clocks.map((clock) => clock.state),
        clocks.map((clock) => clock.calendar),
        clocks.map((clock) => clock.targetMinutes),
        clocks.map((clock) => dateOf(clock.startedMs)),
        clocks.map((clock) => dateOf(clock.dueMs)),
      ],
    );
  }
}
