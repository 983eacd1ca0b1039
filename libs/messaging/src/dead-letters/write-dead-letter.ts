import type { EventEnvelope } from '@slipway/contracts';
import type { DateTime } from 'luxon';
import type { EntityManager } from 'typeorm';
import { newId } from '@slipway/service-host';
import { isUuid, type EventRecord } from '../envelope/event-record';
import type { MessagingDatabase } from '../service-events';

export interface FailedEvent {
  readonly record: EventRecord;
  /** None when the record could not be decoded. */
  readonly event: EventEnvelope | undefined;
  readonly consumer: string;
  readonly cause: string;
  readonly attempts: number;
  readonly failedAt: DateTime;
}

/**
 * Writes a dead letter unless this consumer has one of this event already.
 * One whose engagement cannot be read belongs to no engagement: only the operator sees it, in the log and in the table.
 * @returns whether it is new
 */
export async function writeDeadLetter(database: MessagingDatabase, service: string, failed: FailedEvent): Promise<boolean> {
  const engagementId = failed.event?.engagementId ?? failed.record.headers['ce_engagementid'];
  const insert = (tx: EntityManager): Promise<boolean> => insertDeadLetter(tx, service, failed);
  return isUuid(engagementId) ? database.inEngagement(engagementId, insert) : database.across('dead letter of no engagement', insert);
}

async function insertDeadLetter(tx: EntityManager, service: string, failed: FailedEvent): Promise<boolean> {
  const { record, consumer } = failed;
  const { headers, position } = record;
  const eventId = isUuid(headers['ce_id']) ? headers['ce_id'] : null;
  const engagementId = isUuid(headers['ce_engagementid']) ? headers['ce_engagementid'] : null;
  const { payload, encoding } = encodePayload(record.value);
  if (eventId && engagementId) {
    const first: unknown[] = await tx.query(
      `WITH first AS (
         INSERT INTO ${service}.inbox (event_id, consumer, type, engagement_id, received_at)
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING 1 AS one)
       SELECT one FROM first`,
      [eventId, consumer, clean(headers['ce_type']), engagementId, failed.failedAt.toISO()],
    );
    if (first.length === 0) return false;
  }
  const written: unknown[] = await tx.query(
    `WITH written AS (
       INSERT INTO ${service}.dead_letters
         (id, event_id, type, topic, key, source, occurred_at, "partition", "offset", consumer, cause, attempts, payload, payload_encoding, traceparent, engagement_id, failed_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
       ON CONFLICT DO NOTHING RETURNING 1 AS one)
     SELECT one FROM written`,
    [
      newId(),
      eventId,
      clean(headers['ce_type']),
      record.topic,
      clean(record.key),
      clean(headers['ce_source']),
      clean(headers['ce_time']),
      position?.partition ?? null,
      position?.offset ?? null,
      consumer,
      clean(failed.cause),
      failed.attempts,
      payload,
      encoding,
      clean(headers['traceparent']),
      engagementId,
      failed.failedAt.toISO(),
    ],
  );
  return written.length > 0;
}

/** PostgreSQL's text holds no NUL. */
const clean = (text: string | undefined): string => (text ?? '').replaceAll('\u0000', '');

function encodePayload(value: string | Buffer): { payload: string; encoding: 'utf-8' | 'base64' } {
  const bytes = typeof value === 'string' ? Buffer.from(value) : value;
  const text = bytes.toString('utf8');
  const isText = !text.includes('\u0000') && Buffer.from(text).equals(bytes);
  return isText ? { payload: text, encoding: 'utf-8' } : { payload: bytes.toString('base64'), encoding: 'base64' };
}
