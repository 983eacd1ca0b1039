import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock, DueWork, parseJson, Problem, ServiceDatabase, ServiceLog } from '@slipway/service-host';
import type { EntityManager } from 'typeorm';
import { deskColumns, type DeskRow } from '../desks/desk-row';
import { normalisers } from '../presets/presets';
import type { Normalised } from '../presets/ticket-change';
import { rowOf, rowsOf } from '../rows-of';
import { storable } from '../ticket-words';
import { ApplyChange } from './apply-change.service';
import { processWork } from './intake.service';
import { bodyText } from './read-body';

interface Due {
  readonly id: string;
  readonly engagementId: string;
  readonly attempts: number;
}
interface DeliveryRow {
  readonly id: string;
  readonly deskId: string;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
  readonly attempts: number;
}
const batch = 100;
const sweepSeconds = 10;
const maxTries = 5;
/** Pauses before the next try; a bond that is not named yet mostly is within seconds. */
const pausesSeconds = [5, 15, 60, 240];

/** Works off stored deliveries in the order they came, each in a transaction of its own. */
@Injectable()
export class ProcessDeliveries implements OnModuleInit {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly applyChange: ApplyChange,
    private readonly dueWork: DueWork,
    private readonly clock: Clock,
    private readonly log: ServiceLog,
  ) {}

  onModuleInit(): void {
    this.dueWork.register(processWork, sweepSeconds, () => this.run());
  }

  private async run(): Promise<number> {
    const due = await this.db.across('find due deliveries', (tx) =>
      rowsOf<Due>(
        tx,
        `SELECT id, engagement_id AS "engagementId", attempts FROM tickets.inbound_deliveries WHERE status = 'received' AND due_at <= $1 ORDER BY sequence LIMIT ${batch}`,
        [this.clock.now().toJSDate()],
      ),
    );
    for (const delivery of due) {
      await this.db
        .inEngagement(delivery.engagementId, (tx) => this.process(tx, delivery.id))
        .catch((error: unknown) => this.postpone(delivery, error));
    }
    return due.length;
  }

  private async process(tx: EntityManager, deliveryId: string): Promise<void> {
    const delivery = await rowOf<DeliveryRow>(
      tx,
      `SELECT id, desk_id AS "deskId", headers, body, attempts FROM tickets.inbound_deliveries WHERE id = $1 AND status = 'received' FOR UPDATE SKIP LOCKED`,
      [deliveryId],
    );
    if (delivery === null) return;
    const desk = await rowOf<DeskRow>(tx, `SELECT ${deskColumns} FROM tickets.desks d WHERE d.id = $1`, [delivery.deskId]);
    if (desk === null) return;
    const normalised = this.normalise(desk, delivery);
    if ('unparseable' in normalised) return this.finish(tx, deliveryId, 'failed', normalised.unparseable, []);
    if ('ignored' in normalised) return this.finish(tx, deliveryId, 'ignored', normalised.ignored, []);
    const ticketIds: string[] = [];
    const notes: string[] = [];
    for (const change of normalised.changes) {
      const applied = await this.applyChange.apply(tx, desk, change, delivery.attempts < maxTries - 1);
      if ('wait' in applied) throw new Waiting(applied.wait);
      ticketIds.push(applied.ticketId);
      notes.push(...applied.notes);
    }
    return this.finish(tx, deliveryId, 'processed', notes.join('; ') || null, [...new Set(ticketIds)]);
  }

  private normalise(desk: DeskRow, delivery: DeliveryRow): Normalised {
    try {
      const body = parseJson(bodyText(delivery.headers, delivery.body));
      return normalisers[desk.preset]({ headers: delivery.headers, body, mapping: desk.mapping });
    } catch (error) {
      if (error instanceof Problem) return { unparseable: error.detail };
      throw error;
    }
  }

  private async finish(tx: EntityManager, id: string, status: string, cause: string | null, ticketIds: readonly string[]): Promise<void> {
    await tx.query(
      `UPDATE tickets.inbound_deliveries SET status = $2, cause = $3, ticket_ids = $4, due_at = NULL, attempts = attempts + 1 WHERE id = $1`,
      [id, status, cause === null ? null : storable(cause, 2000), ticketIds],
    );
  }

  /** Only the database being away stops the work; anything else concerns this delivery alone. */
  private async postpone(delivery: Due, error: unknown): Promise<void> {
    if (error instanceof Problem && error.status === 503) throw error;
    const attempts = delivery.attempts + 1;
    const cause = error instanceof Error ? error.message : String(error);
    const isLast = attempts >= maxTries;
    const pause = pausesSeconds[Math.min(attempts, pausesSeconds.length) - 1] ?? 0;
    const dueAt = this.clock.now().plus({ seconds: pause });
    if (!(error instanceof Waiting)) this.log.warn({ deliveryId: delivery.id, attempts, cause }, 'a delivery could not be processed');
    await this.db.inEngagement(delivery.engagementId, (tx) =>
      tx.query(
        `UPDATE tickets.inbound_deliveries SET status = $2, cause = $3, attempts = $4, due_at = $5 WHERE id = $1 AND status = 'received'`,
        [delivery.id, isLast ? 'failed' : 'received', storable(cause, 2000), attempts, isLast ? null : dueAt.toJSDate()],
      ),
    );
    if (!isLast) await this.dueWork.wakeAt(processWork, dueAt);
  }
}

class Waiting extends Error {}
