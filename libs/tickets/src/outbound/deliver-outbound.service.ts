import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock, DueWork, ServiceConfig, ServiceDatabase, ServiceLog } from '@slipway/service-host';
import { maxAttempts, nextRetrySeconds, sendWebhook, type SendOutcome } from '@slipway/webhooks';
import type { EntityManager } from 'typeorm';
import { DeskSecrets } from '../desks/desk-secrets.service';
import { rowsOf } from '../rows-of';
import { tripsWork } from '../test-tickets/trips-work';
import { storable } from '../ticket-words';
import { deliverWork } from './outbound-queue.service';
import { referenceInAnswer } from './read-answer';

interface Claimed {
  readonly id: string;
  readonly engagementId: string;
  readonly deskId: string;
  readonly deskKey: string;
  readonly ticketId: string;
  readonly url: string;
  readonly body: string;
  readonly attempts: number;
  readonly isTest: boolean;
}
const sweepSeconds = 5;
const atOnce = 16;
/** Longer than an attempt may take; after it a claim of a process that died is free again. */
const leaseSeconds = 60;

/** Sends what waits for the desks: signed, in order per ticket and desk, tried again by schedule; the rows know all of it. */
@Injectable()
export class DeliverOutbound implements OnModuleInit {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly secrets: DeskSecrets,
    private readonly config: ServiceConfig,
    private readonly dueWork: DueWork,
    private readonly clock: Clock,
    private readonly log: ServiceLog,
  ) {}

  onModuleInit(): void {
    this.dueWork.register(deliverWork, sweepSeconds, () => this.run());
  }

  private async run(): Promise<number> {
    const claimed = await this.db.across('claim outbound deliveries', (tx) => this.claim(tx));
    await Promise.all(claimed.map((delivery) => this.attempt(delivery)));
    return claimed.length;
  }

  /** The first pending delivery of each ticket and desk that is due; claimed by moving its due time out of reach. */
  private claim(tx: EntityManager): Promise<Claimed[]> {
    const now = this.clock.now();
    return rowsOf<Claimed>(
      tx,
      `WITH due AS (
         SELECT o.id FROM tickets.outbound_deliveries o JOIN tickets.desks d ON d.id = o.desk_id
         WHERE o.status = 'pending' AND o.due_at <= $1 AND d.status = 'active' AND d.outbound_url IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM tickets.outbound_deliveries p
                           WHERE p.ticket_id = o.ticket_id AND p.desk_id = o.desk_id AND p.status = 'pending' AND p.sequence < o.sequence)
         ORDER BY o.sequence LIMIT ${atOnce} FOR UPDATE OF o SKIP LOCKED),
       claimed AS (
         UPDATE tickets.outbound_deliveries o SET due_at = $2, attempts = o.attempts + 1 FROM due WHERE o.id = due.id RETURNING o.*)
       SELECT c.id, c.engagement_id AS "engagementId", c.desk_id AS "deskId", d.key AS "deskKey", c.ticket_id AS "ticketId", d.outbound_url AS url, c.body, c.attempts,
         t.is_test AS "isTest"
       FROM claimed c JOIN tickets.desks d ON d.id = c.desk_id JOIN tickets.tickets t ON t.id = c.ticket_id ORDER BY c.sequence`,
      [now.toJSDate(), now.plus({ seconds: leaseSeconds }).toJSDate()],
    );
  }

  private async attempt(delivery: Claimed): Promise<void> {
    const secrets = await this.db.inEngagement(delivery.engagementId, (tx) => this.secrets.valid(tx, delivery.deskId, 'outbound'));
    const outcome = await this.send(delivery, secrets);
    await this.db.inEngagement(delivery.engagementId, async (tx) => {
      if (outcome.ok) await this.delivered(tx, delivery, outcome);
      else await this.failed(tx, delivery, outcome);
      if (delivery.isTest) await this.dueWork.wakeNow(tripsWork);
    });
  }

  private async send(delivery: Claimed, secrets: readonly string[]): Promise<SendOutcome> {
    if (secrets.length === 0) {
      return {
        ok: false,
        fault: 'refused',
        status: null,
        cause: 'the desk has no valid outbound secret; rotate it',
        retryAfterSeconds: null,
        durationMs: 0,
      };
    }
    return sendWebhook(
      {
        url: delivery.url,
        id: `msg_${delivery.id}`,
        body: Buffer.from(delivery.body),
        secrets,
        epochSeconds: this.clock.now().toSeconds(),
      },
      { allowedHosts: this.config.webhookAllowedHosts },
    );
  }

  private async delivered(tx: EntityManager, delivery: Claimed, outcome: SendOutcome & { ok: true }): Promise<void> {
    const now = this.clock.now().toJSDate();
    await tx.query(
      `UPDATE tickets.outbound_deliveries SET status = 'delivered', delivered_at = $2, due_at = NULL, last_status = $3, cause = NULL WHERE id = $1`,
      [delivery.id, now, outcome.status],
    );
    await tx.query('UPDATE tickets.echo_marks SET delivered_at = $2 WHERE delivery_id = $1', [delivery.id, now]);
    const { reference, url } = referenceInAnswer(outcome.headers, outcome.body);
    if (reference === null) return;
    await tx.query(
      `UPDATE tickets.bonds SET reference = $3, url = coalesce($4, url) WHERE ticket_id = $1 AND desk_id = $2 AND reference IS NULL
         AND NOT EXISTS (SELECT 1 FROM tickets.bonds o WHERE o.desk_id = $2 AND o.reference = $3)`,
      [delivery.ticketId, delivery.deskId, reference, url],
    );
  }

  private async failed(tx: EntityManager, delivery: Claimed, outcome: SendOutcome & { ok: false }): Promise<void> {
    const now = this.clock.now();
    const cause = storable(outcome.cause, 1000);
    if (outcome.fault === 'gone') {
      await tx.query(
        `UPDATE tickets.desks SET status = 'disabled', disabled_reason = $2, revision = revision + 1 WHERE id = $1 AND status <> 'disabled'`,
        [delivery.deskId, `answered 410 Gone on ${now.toUTC().toISO()}; activate it again when its address is right`],
      );
      await tx.query(
        'UPDATE tickets.outbound_deliveries SET due_at = $2, attempts = attempts - 1, last_status = 410, cause = $3 WHERE id = $1',
        [delivery.id, now.toJSDate(), cause],
      );
      this.log.warn({ deskKey: delivery.deskKey }, 'a desk answered 410 Gone and is disabled');
      return;
    }
    const pause = nextRetrySeconds(delivery.attempts, Math.random(), outcome.retryAfterSeconds);
    const dueAt = pause === null ? null : now.plus({ seconds: pause });
    await tx.query('UPDATE tickets.outbound_deliveries SET status = $2, due_at = $3, last_status = $4, cause = $5 WHERE id = $1', [
      delivery.id,
      dueAt === null ? 'failed' : 'pending',
      dueAt?.toJSDate() ?? null,
      outcome.status,
      cause,
    ]);
    if (dueAt !== null) return this.dueWork.wakeAt(deliverWork, dueAt);
    this.log.error(
      { deskKey: delivery.deskKey, deliveryId: delivery.id, cause },
      `a desk did not take a delivery in ${maxAttempts} attempts: repair the desk, then resend it`,
    );
  }
}
