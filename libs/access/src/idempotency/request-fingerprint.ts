import { createHash } from 'node:crypto';
import { canonicalJson } from '../audit/canonical-json';

/** Tells whether a repeated Idempotency-Key comes with the same request: method, address and body, byte by byte where bytes are known. */
export function requestFingerprint(request: { method: string; url: string; rawBody?: Buffer; body?: unknown }): string {
  const hash = createHash('sha256').update(`${request.method}\n${request.url}\n`);
  return hash.update(request.rawBody ?? canonicalJson(request.body)).digest('hex');
}
