import { slotOf, staleAtMs, supersedes } from './current-proof';
import type { EvidenceFact, SignOffFact } from './readiness-facts';

export type SignOffStanding =
  | { stands: true }
  | { stands: false; because: 'sent-back' | 'other-version' | 'other-scope' | 'proof-gone' | 'outcome-changed' | 'proof-lapsed' };

export interface StandingInput {
  readonly signOff: SignOffFact;
  readonly itemVersion: number;
  readonly scope: string;
  readonly freshDays: number | null;
  /** Every piece of proof of the item known at the instant. */
  readonly evidence: readonly EvidenceFact[];
  readonly atMs: number;
}

/**
 * Whether an auditor's approval still holds at an instant. It was given on exact proof, on one version of the item and one scope of the release.
 *
 * - Newer proof of the same kind and subject keeps it as long as the outcome is the same; the first different outcome ends it for good.
 * - Proof of a kind or subject that was not there yet keeps it only with the outcome that was signed.
 * - Where proof goes stale it holds as long as the proof is renewed before; a gap ends it for good, and the renewed proof needs a new review.
 *
 * What counts is when proof was measured, never the order in which it arrived.
 */
export function signOffStanding(input: StandingInput): SignOffStanding {
  const { signOff, evidence } = input;
  if (signOff.decision === 'rework') return { stands: false, because: 'sent-back' };
  if (signOff.itemVersion !== input.itemVersion) return { stands: false, because: 'other-version' };
  if (signOff.scope !== input.scope) return { stands: false, because: 'other-scope' };

  const hashes = new Set(signOff.evidenceHashes);
  const signed = evidence.filter((one) => hashes.has(one.hash));
  if (signed.length === 0 || signed.length < hashes.size) return { stands: false, because: 'proof-gone' };

  const latestSigned = new Map<string, EvidenceFact>();
  for (const one of signed) {
    const held = latestSigned.get(slotOf(one));
    if (held === undefined || supersedes(one, held)) latestSigned.set(slotOf(one), one);
  }
  const signedOutcomes = new Set([...latestSigned.values()].map((one) => one.outcome));
  const renewals = new Map<string, EvidenceFact[]>();
  for (const one of evidence) {
    const slot = slotOf(one);
    const before = latestSigned.get(slot);
    if (before === undefined) {
      if (!signedOutcomes.has(one.outcome)) return { stands: false, because: 'outcome-changed' };
    } else if (supersedes(one, before)) {
      if (one.outcome !== before.outcome) return { stands: false, because: 'outcome-changed' };
      const held = renewals.get(slot);
      if (held) held.push(one);
      else renewals.set(slot, [one]);
    }
  }
  for (const [slot, first] of latestSigned) {
    if (lapsed(first, renewals.get(slot) ?? [], input.freshDays, input.atMs)) return { stands: false, because: 'proof-lapsed' };
  }
  return { stands: true };
}

function lapsed(first: EvidenceFact, renewals: readonly EvidenceFact[], freshDays: number | null, atMs: number): boolean {
  let coveredUntil = staleAtMs(first, freshDays);
  for (const next of [...renewals].sort((a, b) => a.measuredAtMs - b.measuredAtMs)) {
    if (coveredUntil === null) return false;
    if (next.measuredAtMs >= coveredUntil) return true;
    const until = staleAtMs(next, freshDays);
    coveredUntil = until === null ? null : Math.max(coveredUntil, until);
  }
  return coveredUntil !== null && coveredUntil <= atMs;
}
