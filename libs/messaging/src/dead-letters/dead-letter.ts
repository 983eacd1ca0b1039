import { z } from 'zod';

export const deadLetterStates = ['open', 'replayed', 'discarded'] as const;
export type DeadLetterState = (typeof deadLetterStates)[number];

/** An event that a consumer could not handle. */
export const deadLetter = z.object({
  id: z.uuid(),
  eventId: z.uuid().nullable(),
  type: z.string(),
  topic: z.string(),
  key: z.string(),
  partition: z.int().nullable(),
  offset: z.string().nullable(),
  consumer: z.string().describe('class and method of the handler'),
  cause: z.string(),
  attempts: z.int().describe('0 when the event could not be decoded or did not match its contract'),
  payload: z.string(),
  payloadEncoding: z.enum(['utf-8', 'base64']),
  traceparent: z.string(),
  engagementId: z.uuid().nullable(),
  failedAt: z.iso.datetime(),
  state: z.enum(deadLetterStates),
  replayedAt: z.iso.datetime().nullable(),
  discardedAt: z.iso.datetime().nullable(),
  discardedBy: z.string().nullable(),
  reason: z.string().nullable().describe('why it was discarded'),
});
export type DeadLetter = z.infer<typeof deadLetter>;

export interface DeadLetterRow {
  readonly id: string;
  readonly event_id: string | null;
  readonly type: string;
  readonly topic: string;
  readonly key: string;
  readonly source: string;
  readonly occurred_at: string;
  readonly partition: number | null;
  readonly offset: string | null;
  readonly consumer: string;
  readonly cause: string;
  readonly attempts: number;
  readonly payload: string;
  readonly payload_encoding: 'utf-8' | 'base64';
  readonly traceparent: string;
  readonly engagement_id: string | null;
  readonly failed_at: Date;
  readonly replayed_at: Date | null;
  readonly discarded_at: Date | null;
  readonly discarded_by: string | null;
  readonly reason: string | null;
}

export const toDeadLetter = (row: DeadLetterRow): DeadLetter => ({
  id: row.id,
  eventId: row.event_id,
  type: row.type,
  topic: row.topic,
  key: row.key,
  partition: row.partition,
  offset: row.offset,
  consumer: row.consumer,
  cause: row.cause,
  attempts: row.attempts,
  payload: row.payload,
  payloadEncoding: row.payload_encoding,
  traceparent: row.traceparent,
  engagementId: row.engagement_id,
  failedAt: row.failed_at.toISOString(),
  state: row.replayed_at ? 'replayed' : row.discarded_at ? 'discarded' : 'open',
  replayedAt: row.replayed_at?.toISOString() ?? null,
  discardedAt: row.discarded_at?.toISOString() ?? null,
  discardedBy: row.discarded_by,
  reason: row.reason,
});
