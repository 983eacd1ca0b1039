import { createHash, createHmac } from 'node:crypto';
import { matchesAny, toleranceSeconds, verifyWebhook } from '@slipway/webhooks';
import type { PresetName } from '../presets/presets';

export interface ArrivedDelivery {
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** The desk's secrets that are valid now. */
  readonly secrets: readonly string[];
  /** The receiver's time, seconds since 1970 UTC. */
  readonly epochSeconds: number;
}
export type DeliveryCheck = { readonly ok: true } | { readonly ok: false; readonly fault: string };

const hmac = (secret: string, ...parts: (string | Uint8Array)[]): Buffer => {
  const hash = createHmac('sha256', secret);
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const accepted: DeliveryCheck = { ok: true };
const refused = (fault: string): DeliveryCheck => ({ ok: false, fault });
const judge = (candidates: Uint8Array[], expected: Buffer[], fault: string): DeliveryCheck =>
  matchesAny(candidates, expected) ? accepted : refused(fault);
const fromHex = (text: string): Buffer => (/^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.alloc(0));

/** `sha256=<hex>` over the body, as GitHub and Jira write it, under different header names. */
function hubSignature(header: string): (delivery: ArrivedDelivery) => DeliveryCheck {
  return ({ headers, body, secrets }) => {
    const given = headers[header];
    if (given === undefined) return refused(`no ${header}`);
    if (!given.startsWith('sha256=')) return refused(`${header} is not sha256=…`);
    return judge(
      [fromHex(given.slice('sha256='.length))],
      secrets.map((secret) => hmac(secret, body)),
      `${header} does not match`,
    );
  };
}

/** PagerDuty: `v1=<hex>` over the body, several separated by commas while a secret rotates. */
function pagerdutySignature({ headers, body, secrets }: ArrivedDelivery): DeliveryCheck {
  const given = headers['x-pagerduty-signature'];
  if (given === undefined) return refused('no x-pagerduty-signature');
  const candidates = given
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part.startsWith('v1='));
  return judge(
    candidates.map((part) => fromHex(part.slice(3))),
    secrets.map((secret) => hmac(secret, body)),
    'x-pagerduty-signature does not match',
  );
}

/** Zendesk: base64 over timestamp and body. */
function zendeskSignature({ headers, body, secrets, epochSeconds }: ArrivedDelivery): DeliveryCheck {
  const given = headers['x-zendesk-webhook-signature'];
  const timestamp = headers['x-zendesk-webhook-signature-timestamp'];
  if (given === undefined || timestamp === undefined) return refused('no x-zendesk-webhook-signature and its timestamp');
  const sentSeconds = Date.parse(timestamp) / 1000;
  if (!(Math.abs(sentSeconds - epochSeconds) <= toleranceSeconds)) return refused('the timestamp is more than five minutes off');
  return judge(
    [Buffer.from(given, 'base64')],
    secrets.map((secret) => hmac(secret, timestamp, body)),
    'x-zendesk-webhook-signature does not match',
  );
}

/** A shared secret as it is, for senders that cannot sign. Hashed first, so that the comparison is constant time in the length too. */
function bearer({ headers, secrets }: ArrivedDelivery): DeliveryCheck {
  const given = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];
  if (given === undefined) return refused('no bearer token');
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return judge([digest(given)], secrets.map(digest), 'the bearer token does not match');
}

function standardSignature(delivery: ArrivedDelivery): DeliveryCheck {
  const check = verifyWebhook(delivery);
  return check.ok ? accepted : refused(check.fault);
}

const checks: Readonly<Record<PresetName, (delivery: ArrivedDelivery) => DeliveryCheck>> = {
  'standard-webhooks': standardSignature,
  github: hubSignature('x-hub-signature-256'),
  jira: hubSignature('x-hub-signature'),
  pagerduty: pagerdutySignature,
  zendesk: zendeskSignature,
  alertmanager: bearer,
  generic: (delivery) => (delivery.headers['webhook-signature'] === undefined ? bearer(delivery) : standardSignature(delivery)),
};

/** Whether a delivery comes from who knows the desk's secret, by the sender's own way of signing; over the raw bytes, in constant time. */
export function verifyDelivery(preset: PresetName, delivery: ArrivedDelivery): DeliveryCheck {
  return delivery.secrets.length === 0 ? refused('the desk has no valid secret') : checks[preset](delivery);
}
