import type { EvidenceFact } from './readiness-facts';

export const dayMs = 86_400_000;
const severity = { fail: 3, unknown: 2, warn: 1, pass: 0 } as const;

export const slotOf = (evidence: Pick<EvidenceFact, 'kind' | 'subject'>): string => JSON.stringify([evidence.kind, evidence.subject]);

/** Whether `a` supersedes `b` of the same kind and subject: measured later; at the same instant the worse outcome, then the greater hash. */
export function supersedes(a: EvidenceFact, b: EvidenceFact): boolean {
  if (a.measuredAtMs !== b.measuredAtMs) return a.measuredAtMs > b.measuredAtMs;
  if (a.outcome !== b.outcome) return severity[a.outcome] > severity[b.outcome];
  return a.hash > b.hash;
}

/** The proof that counts: the latest measurement of each kind and subject, whatever the order in which it came in. */
export function currentProof<Evidence extends EvidenceFact>(evidence: readonly Evidence[]): Evidence[] {
  const latest = new Map<string, Evidence>();
  for (const one of evidence) {
    const slot = slotOf(one);
    const held = latest.get(slot);
    if (held === undefined || supersedes(one, held)) latest.set(slot, one);
  }
  return [...latest.values()].sort((a, b) => (slotOf(a) < slotOf(b) ? -1 : 1));
}

/** The instant from which proof no longer counts, in epoch milliseconds; null: never. */
export function staleAtMs(evidence: Pick<EvidenceFact, 'measuredAtMs' | 'validUntilMs'>, freshDays: number | null): number | null {
  const ends = [freshDays === null ? null : evidence.measuredAtMs + freshDays * dayMs, evidence.validUntilMs].filter((end) => end !== null);
  return ends.length === 0 ? null : Math.min(...ends);
}
