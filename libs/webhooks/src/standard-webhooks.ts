import { createHmac, timingSafeEqual } from 'node:crypto';

/** Standard Webhooks 1.0: how far a signature's time may be from the receiver's, either way. */
export const toleranceSeconds = 300;

export interface SignedHeaders {
  readonly 'webhook-id': string;
  readonly 'webhook-timestamp': string;
  readonly 'webhook-signature': string;
}

export type VerificationFault = 'missing-headers' | 'malformed-timestamp' | 'too-old' | 'too-new' | 'no-matching-signature' | 'no-secret';
export type Verification = { readonly ok: true; readonly id: string } | { readonly ok: false; readonly fault: VerificationFault };

/** The key bytes of a secret: `whsec_` and base64 as Standard Webhooks writes it, anything else taken as UTF-8. */
export function secretBytes(secret: string): Buffer {
  return secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : Buffer.from(secret, 'utf8');
}

const signatureOf = (secret: string, id: string, timestamp: string, body: Uint8Array): Buffer =>
  createHmac('sha256', secretBytes(secret)).update(`${id}.${timestamp}.`).update(body).digest();

/**
 * Standard Webhooks headers for exactly these bytes: one `v1` signature a secret, so that receivers may rotate.
 * @param epochSeconds when it is sent, whole seconds since 1970 UTC
 * @throws RangeError without a secret, or with an id that is empty or contains a dot
 */
export function signWebhook(message: { id: string; epochSeconds: number; body: Uint8Array; secrets: readonly string[] }): SignedHeaders {
  if (message.secrets.length === 0) throw new RangeError('a webhook needs at least one secret to be signed with');
  if (message.id === '' || message.id.includes('.'))
    throw new RangeError(`'${message.id}' is no webhook id: it must not be empty nor contain a dot`);
  const timestamp = String(Math.floor(message.epochSeconds));
  const signatures = message.secrets.map((secret) => `v1,${signatureOf(secret, message.id, timestamp, message.body).toString('base64')}`);
  return { 'webhook-id': message.id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}

/**
 * Checks Standard Webhooks headers against the raw bytes; any of the signatures with any of the secrets suffices.
 * Constant time in the signature; unknown versions (`v1a`) are passed over.
 * @param epochSeconds the receiver's time, seconds since 1970 UTC
 */
export function verifyWebhook(message: {
  headers: Readonly<Record<string, string | undefined>>;
  body: Uint8Array;
  secrets: readonly string[];
  epochSeconds: number;
}): Verification {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': given } = message.headers;
  if (!id || !timestamp || !given) return { ok: false, fault: 'missing-headers' };
  if (message.secrets.length === 0) return { ok: false, fault: 'no-secret' };
  if (!/^\d{1,12}$/.test(timestamp)) return { ok: false, fault: 'malformed-timestamp' };
  if (Number(timestamp) < message.epochSeconds - toleranceSeconds) return { ok: false, fault: 'too-old' };
  if (Number(timestamp) > message.epochSeconds + toleranceSeconds) return { ok: false, fault: 'too-new' };
  const expected = message.secrets.map((secret) => signatureOf(secret, id, timestamp, message.body));
  const candidates = given
    .split(' ')
    .filter((part) => part.startsWith('v1,'))
    .map((part) => Buffer.from(part.slice(3), 'base64'));
  return matchesAny(candidates, expected) ? { ok: true, id } : { ok: false, fault: 'no-matching-signature' };
}

/** Whether any candidate equals any expected value; looks at all of them whatever it finds. */
export function matchesAny(candidates: readonly Uint8Array[], expected: readonly Uint8Array[]): boolean {
  let found = false;
  for (const candidate of candidates) {
    for (const value of expected) {
      if (candidate.length === value.length && timingSafeEqual(candidate, value)) found = true;
    }
  }
  return found;
}
