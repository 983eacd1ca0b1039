import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json';

/** One entry of the audit log, without its place in the chain. */
export interface AuditFacts {
  engagementId: string;
  sequence: number;
  id: string;
  /** RFC 3339, UTC, milliseconds. */
  at: string;
  actor: unknown;
  action: string;
  subject: string;
  before: unknown;
  after: unknown;
}
export interface AuditLink extends AuditFacts {
  previousHash: string;
  hash: string;
}

export type ChainVerdict =
  { intact: true; entries: number; headHash: string } | { intact: false; entries: number; brokenAtSequence: number; reason: string };

/** What the first entry of an engagement names as its predecessor. */
export const chainStart = '0'.repeat(64);

/** SHA-256, in hex, over the predecessor's hash and the canonical JSON of the facts. */
export function hashOf(facts: AuditFacts, previousHash: string): string {
  const { engagementId, sequence, id, at, actor, action, subject, before, after } = facts;
  const text = canonicalJson({ engagementId, sequence, id, at, actor, action, subject, before, after });
  return createHash('sha256').update(previousHash).update('\n').update(text).digest('hex');
}

/** Checks entries in order; `from` continues where an earlier part ended. Stops at the first entry that was changed, moved or removed. */
export function verifyChain(entries: readonly AuditLink[], from = { sequence: 0, hash: chainStart }): ChainVerdict {
  let { sequence, hash } = from;
  let checked = 0;
  for (const entry of entries) {
    const broken = (reason: string): ChainVerdict => ({ intact: false, entries: checked, brokenAtSequence: sequence + 1, reason });
    if (entry.sequence !== sequence + 1) return broken(`entry ${sequence + 1} is missing; the next one found is ${entry.sequence}`);
    if (entry.previousHash !== hash) return broken(`entry ${entry.sequence} does not follow on the one before it`);
    if (entry.hash !== hashOf(entry, hash)) return broken(`entry ${entry.sequence} is not what was recorded`);
    sequence = entry.sequence;
    hash = entry.hash;
    checked += 1;
  }
  return { intact: true, entries: checked, headHash: hash };
}
