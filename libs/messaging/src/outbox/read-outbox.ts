import type { EventContract, EventEnvelope } from '@slipway/contracts';
import type { EntityManager } from 'typeorm';

/** The events in a service's outbox, published or not, in their order; of one contract or all. For tests and diagnosis. */
export async function readOutbox<D = unknown>(
  tx: EntityManager,
  service: string,
  contract?: EventContract<D>,
): Promise<EventEnvelope<D>[]> {
  const rows: { id: string; type: string; key: string; engagement_id: string; occurred_at: Date; traceparent: string; data: D }[] =
    await tx.query(
      `SELECT id, type, key, engagement_id, occurred_at, traceparent, data FROM ${service}.outbox WHERE $1::text IS NULL OR type = $1 ORDER BY seq`,
      [contract?.type ?? null],
    );
  return rows.map((row) => ({
    id: row.id,
    type: row.type,
    source: `/slipway/${service}`,
    subject: row.key,
    time: row.occurred_at.toISOString(),
    engagementId: row.engagement_id,
    traceparent: row.traceparent,
    data: row.data,
  }));
}
