import { Injectable, type OnModuleInit } from '@nestjs/common';
import { targetMissed } from '@slipway/contracts';
import { Clock, DueWork, Problem, ServiceDatabase, ServiceLog } from '@slipway/service-host';
import type { EntityManager } from 'typeorm';
import { rowsOf } from '../rows-of';
import { actingSystem } from '../tickets/acting';
import { MoveTicket } from '../tickets/move-ticket.service';
import { isDone, type TicketRow } from '../tickets/ticket-row';
import { TicketStore } from '../tickets/ticket-store.service';
import { TicketWork } from '../tickets/ticket-work.service';
import { clockColumns, type ClockRow } from './clock-row';
import { endClock } from './due-at';
import type { ClockKind, Targets } from './targets';
import { clocksWork, TicketClocks } from './ticket-clocks.service';

const sweepSeconds = 30;
const batch = 100;
const undone: Readonly<Record<ClockKind, string>> = {
  response: 'first response not given',
  update: 'no update given',
  resolution: 'not resolved',
};

/** What happens when a clock runs out: the target is missed, and the first line's ticket goes to the second. */
@Injectable()
export class RunOutClocks implements OnModuleInit {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly store: TicketStore,
    private readonly clocks: TicketClocks,
    private readonly work: TicketWork,
    private readonly move: MoveTicket,
    private readonly dueWork: DueWork,
    private readonly clock: Clock,
    private readonly log: ServiceLog,
  ) {}

  onModuleInit(): void {
    this.dueWork.register(clocksWork, sweepSeconds, () => this.run());
  }

  private async run(): Promise<number> {
    const due = await this.db.across('find clocks that ran out', (tx) =>
      rowsOf<{ ticketId: string; engagementId: string }>(
        tx,
        `SELECT ticket_id AS "ticketId", engagement_id AS "engagementId" FROM tickets.clocks WHERE state = 'running' AND due_at <= $1
         GROUP BY ticket_id, engagement_id ORDER BY min(due_at) LIMIT ${batch}`,
        [this.clock.now().toJSDate()],
      ),
    );
    let done = 0;
    for (const { ticketId, engagementId } of due) {
      try {
        await this.db.inEngagement(engagementId, (tx) => this.runOut(tx, engagementId, ticketId));
        done += 1;
      } catch (error) {
        if (error instanceof Problem && error.status === 503) throw error;
        this.log.error(
          { ticketId, cause: error instanceof Error ? error.message : String(error) },
          "a ticket's clock ran out and nothing could be done: find the cause",
        );
      }
    }
    return done;
  }

  private async runOut(tx: EntityManager, engagementId: string, ticketId: string): Promise<void> {
    const ticket = await this.store.lock(tx, engagementId, ticketId);
    const now = this.clock.now();
    const due = await rowsOf<ClockRow>(
      tx,
      `SELECT ${clockColumns} FROM tickets.clocks c WHERE c.ticket_id = $1 AND c.state = 'running' AND c.due_at <= $2 ORDER BY c.due_at, c.id`,
      [ticketId, now.toJSDate()],
    );
    await this.clocks.save(
      tx,
      due.map((clock) => ({ ...clock, ...endClock(clock, 'missed', now.toMillis()) })),
    );
    const { targets } = await this.clocks.targets(tx, engagementId);
    const acting = actingSystem('clock');
    for (const clock of due) {
      await this.store.addHistory(tx, ticket, acting, {
        kind: 'target-missed',
        text: this.reasonOf(clock),
        detail: { clock: clock.kind, line: clock.line },
      });
      await this.work.told(tx, targetMissed, {
        ...this.work.facts(ticket),
        clock: clock.kind,
        dueAt: new Date(clock.dueMs ?? 0).toISOString(),
      });
    }
    const escalating = due.find((clock) => this.escalates(ticket, clock, targets));
    if (escalating) await this.move.escalate(tx, ticket, { by: 'clock', reason: this.reasonOf(escalating) }, acting, 'system:clock');
  }

  private escalates(ticket: TicketRow, clock: ClockRow, targets: Targets): boolean {
    return ticket.line === 'first' && clock.line === 'first' && !isDone(ticket) && targets.escalateOn.includes(clock.kind);
  }

  private reasonOf(clock: ClockRow): string {
    const minutes = Math.round(clock.targetMinutes * 100) / 100;
    return `${undone[clock.kind]} within ${minutes} ${clock.calendar === 'working-hours' ? 'business minutes' : 'minutes'} by the ${clock.line} line`;
  }
}
