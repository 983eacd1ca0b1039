import type { EventContract, EventEnvelope } from '@slipway/contracts';

/** An event as it travels: a CloudEvent 1.0 in binary mode. Both transports carry exactly this. */
export interface EventRecord {
  readonly topic: string;
  readonly key: string;
  /** `ce_*` attributes, `content-type` and `traceparent`. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON of the event's data, UTF-8. */
  readonly value: string | Buffer;
  /** Where a broker keeps it; a local record has none. */
  readonly position?: { readonly partition: number; readonly offset: string };
}

/** What a row of an outbox holds of an event. */
export interface StoredEvent {
  readonly id: string;
  readonly type: string;
  readonly topic: string;
  readonly key: string;
  readonly engagementId: string;
  /** RFC 3339, UTC. */
  readonly occurredAt: string;
  readonly traceparent: string;
  /** JSON text, passed on byte for byte. */
  readonly data: string;
}

export function toRecord(service: string, event: StoredEvent): EventRecord {
  return {
    topic: event.topic,
    key: event.key,
    value: event.data,
    headers: {
      ce_specversion: '1.0',
      ce_id: event.id,
      ce_type: event.type,
      ce_source: `/slipway/${service}`,
      ce_subject: event.key,
      ce_time: event.occurredAt,
      ce_engagementid: event.engagementId,
      'content-type': 'application/json',
      traceparent: event.traceparent,
    },
  };
}

export type Decoded = { readonly event: EventEnvelope } | { readonly fault: string };

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
export const isUuid = (value: string | undefined): value is string => value !== undefined && uuid.test(value);

/** Reads and validates a record by its contract; a fault says what is wrong with it and will not pass by waiting. */
export function decodeRecord(record: EventRecord, contract: EventContract): Decoded {
  const { headers } = record;
  if (headers['ce_specversion'] !== '1.0') return { fault: `ce_specversion is ${headers['ce_specversion'] ?? 'missing'}, expected 1.0` };
  if (!isUuid(headers['ce_id'])) return { fault: 'ce_id is not a UUID' };
  if (!isUuid(headers['ce_engagementid'])) return { fault: 'ce_engagementid is not a UUID' };
  let json: unknown;
  try {
    const text = typeof record.value === 'string' ? record.value : new TextDecoder('utf-8', { fatal: true }).decode(record.value);
    json = JSON.parse(text);
  } catch (error) {
    return { fault: `the data is not JSON in UTF-8: ${(error as Error).message}` };
  }
  const parsed = contract.schema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { fault: `the data does not match ${contract.type}: ${issue?.path.join('.') || 'data'}: ${issue?.message}` };
  }
  if ((parsed.data as { engagementId: string }).engagementId.toLowerCase() !== headers['ce_engagementid'].toLowerCase())
    return { fault: 'ce_engagementid and the engagement in the data differ' };
  return {
    event: {
      id: headers['ce_id'],
      type: contract.type,
      source: headers['ce_source'] ?? '',
      subject: headers['ce_subject'] ?? record.key,
      time: headers['ce_time'] ?? '',
      engagementId: headers['ce_engagementid'],
      traceparent: headers['traceparent'] ?? '',
      data: parsed.data,
    },
  };
}
