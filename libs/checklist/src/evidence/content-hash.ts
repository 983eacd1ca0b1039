import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json';

/** What a piece of proof says; the instant of its receipt is no part of it, so that a repeat is recognised. */
export interface EvidenceContent {
  readonly releaseId: string;
  readonly itemKey: string;
  readonly kind: string;
  readonly subject: string;
  readonly outcome: string;
  /** RFC 3339, UTC, milliseconds. */
  readonly measuredAt: string;
  readonly validUntil: string | null;
  readonly source: string;
  readonly producerId: string | null;
  readonly statement: string | null;
  readonly link: string | null;
  readonly body: unknown;
}

/** SHA-256 in hex of the canonical content. */
export function contentHash(content: EvidenceContent): string {
  const { releaseId, itemKey, kind, subject, outcome, measuredAt, validUntil, source, producerId, statement, link, body } = content;
  const ordered = { releaseId, itemKey, kind, subject, outcome, measuredAt, validUntil, source, producerId, statement, link, body };
  return createHash('sha256').update(canonicalJson(ordered)).digest('hex');
}
