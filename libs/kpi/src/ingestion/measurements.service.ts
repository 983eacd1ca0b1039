import { Injectable } from '@nestjs/common';
import { measurementRecorded } from '@slipway/contracts';
import { Outbox } from '@slipway/messaging';
import { Clock, Problem, ServiceDatabase } from '@slipway/service-host';
import type { EntityManager } from 'typeorm';
import { acceptBatch, chunked } from './accept-batch';
import { eventContentType, readBatch } from './read-batch';
import type { Refusal } from './to-measurement';

/** Chunks of one engagement that may wait to be stored, about two million measurements. */
const mostWaiting = 4_000;
const backlogPauseMs = 1_000;
const retryAfterSeconds = 5;

@Injectable()
export class Measurements {
  private readonly backlogReadMs = new Map<string, number>();

  constructor(
    private readonly db: ServiceDatabase,
    private readonly clock: Clock,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Takes the good events of a body, durably; they are stored and rolled up a moment later.
   * @throws Problem 400, 413, 415 when the body cannot be read, 422 when every event was refused, 503 when storing lags far behind
   */
  async accept(engagementId: string, body: Uint8Array, contentType: string | undefined): Promise<{ accepted: number; refused: Refusal[] }> {
    const batch = readBatch(body, eventContentType(contentType));
    if ('fault' in batch) throw new Problem(batch.fault);
    const { accepted, refused } = acceptBatch(batch.events, this.clock.now().toMillis());
    if (accepted.length === 0) throw allRefused(refused);
    await this.db.inEngagement(engagementId, async (tx) => {
      await this.refuseBacklog(tx, engagementId);
      await this.outbox.addMany(
        tx,
        measurementRecorded,
        chunked(accepted).map((measurements) => ({ engagementId, measurements })),
      );
    });
    return { accepted: accepted.length, refused };
  }

  private async refuseBacklog(tx: EntityManager, engagementId: string): Promise<void> {
    const readMs = performance.now();
    if (readMs - (this.backlogReadMs.get(engagementId) ?? -backlogPauseMs) < backlogPauseMs) return;
    const [{ waiting }] = (await tx.query(
      `SELECT count(*)::int AS waiting FROM (SELECT 1 FROM kpi.outbox WHERE published_at IS NULL LIMIT ${mostWaiting + 1}) AS w`,
    )) as { waiting: number }[];
    if (waiting > mostWaiting) {
      throw new Problem({
        status: 503,
        code: 'measurements-backlog',
        detail: 'Measurements come in faster than they can be stored.',
        remedy: 'Send the same batch again after the seconds named in Retry-After; nothing of it was taken.',
        retryAfterSeconds,
      });
    }
    this.backlogReadMs.set(engagementId, readMs);
  }
}

function allRefused(refused: readonly Refusal[]): Problem {
  const [{ field, detail, remedy }] = refused;
  return new Problem({
    status: 422,
    code: 'all-refused',
    detail:
      refused.length === 1
        ? `The event was refused: ${detail}.`
        : `All ${refused.length} events were refused; the first because ${detail}.`,
    remedy,
    field,
    extensions: { refused },
  });
}
