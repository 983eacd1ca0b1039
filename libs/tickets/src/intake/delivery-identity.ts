import { createHash } from 'node:crypto';
import type { PresetName } from '../presets/presets';
import { storable } from '../ticket-words';

const idHeaders: Readonly<Partial<Record<PresetName, string>>> = {
  'standard-webhooks': 'webhook-id',
  generic: 'webhook-id',
  github: 'x-github-delivery',
  jira: 'x-atlassian-webhook-identifier',
  zendesk: 'x-zendesk-webhook-invocation-id',
};
const windowMs = 3_600_000;

export interface DeliveryIdentity {
  /** Unique per desk. */
  readonly key: string;
  /** The key under which the same delivery may have been stored before. */
  readonly formerKey: string | null;
}

/**
 * The sender's own delivery id where it gives one; otherwise the hash of the body, and then only within one to two hours,
 * since a sender may truly say the same thing again. PagerDuty's bodies carry an event id, so their hash holds for ever.
 */
export function deliveryIdentity(
  preset: PresetName,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
  nowMs: number,
): DeliveryIdentity {
  const given = headers[idHeaders[preset] ?? ''];
  if (given !== undefined && given !== '') return { key: `id:${given.slice(0, 200)}`, formerKey: null };
  const hash = createHash('sha256').update(body).digest('hex');
  if (preset === 'pagerduty') return { key: `body:${hash}`, formerKey: null };
  const window = Math.floor(nowMs / windowMs);
  return { key: `body:${hash}:${window}`, formerKey: `body:${hash}:${window - 1}` };
}

const kept = new Set([
  'content-type',
  'user-agent',
  'webhook-id',
  'webhook-timestamp',
  'x-github-event',
  'x-github-delivery',
  'x-github-hook-id',
  'x-atlassian-webhook-identifier',
  'x-atlassian-webhook-retry',
  'x-zendesk-webhook-id',
  'x-zendesk-webhook-invocation-id',
  'x-zendesk-webhook-signature-timestamp',
  'x-webhook-id',
  'x-webhook-subscription',
]);

/** The headers worth keeping with a delivery: named ones only, so that neither secrets nor signatures are ever stored. */
export function headersToKeep(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name, value]) => kept.has(name) && value !== undefined)
      .map(([name, value]) => [name, storable(String(value), 500)]),
  );
}
