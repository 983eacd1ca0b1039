import { DateTime } from 'luxon';
import type { ItemState } from '../schema-parts';
import { currentProof, staleAtMs } from './current-proof';
import type { EvidenceFact, ItemToAssess, SignOffFact, TaskFact, WaiverFact } from './readiness-facts';
import type { ItemCause } from './readiness-schemas';
import { type SignOffStanding, signOffStanding } from './sign-off-standing';

export interface ItemVerdict {
  readonly state: ItemState;
  readonly cause: ItemCause;
  /** One sentence in plain English, without the names of those who must act. */
  readonly reason: string;
}

export interface AssessedItem extends ItemVerdict {
  readonly item: ItemToAssess;
  readonly done: boolean;
  /** What it would be without a waiver. */
  readonly own: ItemVerdict;
  readonly proof: readonly EvidenceFact[];
  readonly signOffId: string | null;
  readonly waiverId: string | null;
  /** When present proof goes stale first; null: never. */
  readonly staleAtMs: number | null;
  /** The next instant at which passing time alone may change the state. */
  readonly changesAtMs: number | null;
}

export interface ItemInput {
  readonly item: ItemToAssess;
  readonly evidence: readonly EvidenceFact[];
  readonly signOffs: readonly SignOffFact[];
  readonly waivers: readonly WaiverFact[];
  readonly tasks: readonly TaskFact[];
  readonly scope: string;
  readonly atMs: number;
}

const day = (ms: number): string => DateTime.fromMillis(ms, { zone: 'utc' }).toFormat("d LLLL yyyy, HH:mm 'UTC'");
const about = (one: EvidenceFact): string => (one.subject === 'release' ? one.kind : `${one.kind} of ${one.subject}`);
const earliest = (instants: readonly (number | null)[]): number | null => {
  const known = instants.filter((one) => one !== null);
  return known.length === 0 ? null : Math.min(...known);
};

export const isLiving = (waiver: WaiverFact, atMs: number): boolean =>
  waiver.grantedAtMs !== null &&
  waiver.grantedAtMs <= atMs &&
  atMs < waiver.expiresAtMs &&
  (waiver.revokedAtMs === null || waiver.revokedAtMs > atMs);

/** The state of one item at an instant. Missing, unknown, failed, stale or unseen proof is never done. */
export function assessItem(input: ItemInput): AssessedItem {
  const { item, atMs } = input;
  const known = input.evidence.filter((one) => one.receivedAtMs <= atMs && (item.signOff === 'required' || one.byProduct));
  const proof = currentProof(known);
  const standing = latestStanding(input, known);
  const own: ItemVerdict = item.applies
    ? ownVerdict(input, proof, standing)
    : {
        state: 'not-applicable',
        cause: 'does-not-apply',
        reason: `Does not apply: ${item.doesNotApplyBecause ?? 'its condition is not met'}.`,
      };
  const waiver = input.waivers
    .filter((one) => isLiving(one, atMs))
    .sort((a, b) => b.expiresAtMs - a.expiresAtMs || (a.id < b.id ? -1 : 1))
    .at(0);
  const waived = item.applies && own.state !== 'pass' && waiver !== undefined;
  const shown: ItemVerdict = waived
    ? { state: 'waived', cause: 'living-waiver', reason: `Waived until ${day(waiver.expiresAtMs)}: ${waiver.reason}` }
    : own;
  const staleInstants = proof.map((one) => staleAtMs(one, item.freshDays));
  return {
    ...shown,
    item,
    done: shown.state === 'pass' || shown.state === 'waived',
    own,
    proof,
    signOffId: own.cause === 'signed-off' ? standing.signOffId : null,
    waiverId: waived ? waiver.id : null,
    staleAtMs: earliest(staleInstants),
    changesAtMs: earliest(
      [...staleInstants, ...input.waivers.filter((one) => isLiving(one, atMs)).map((one) => one.expiresAtMs)].filter(
        (one) => one !== null && one > atMs,
      ),
    ),
  };
}

function latestStanding(
  input: ItemInput,
  evidence: readonly EvidenceFact[],
): { signOffId: string | null; standing: SignOffStanding | null } {
  const last = input.signOffs
    .filter((one) => one.decidedAtMs <= input.atMs)
    .sort((a, b) => b.decidedAtMs - a.decidedAtMs || (a.id < b.id ? 1 : -1))
    .at(0);
  if (last === undefined) return { signOffId: null, standing: null };
  const { item, scope, atMs } = input;
  return {
    signOffId: last.id,
    standing: signOffStanding({ signOff: last, itemVersion: item.version, scope, freshDays: item.freshDays, evidence, atMs }),
  };
}

function ownVerdict(input: ItemInput, proof: readonly EvidenceFact[], last: { standing: SignOffStanding | null }): ItemVerdict {
  const { item, atMs } = input;
  if (input.evidence.length < item.evidenceCount) {
    const missing = item.evidenceCount - input.evidence.length;
    return {
      state: 'no-data',
      cause: 'proof-missing-from-store',
      reason: `${missing} of its ${item.evidenceCount} pieces of proof are missing from the store.`,
    };
  }
  if (proof.length === 0) {
    return {
      state: 'no-data',
      cause: 'no-proof',
      reason: item.fact ? `Not observed yet: ${item.fact.becomesTrueWhen}.` : 'No proof has been given yet.',
    };
  }
  const failed = proof.filter((one) => one.outcome === 'fail' || (item.signOff === 'by-fact' && one.outcome === 'warn'));
  if (failed.length > 0) {
    return { state: 'fail', cause: 'proof-failed', reason: `The latest proof says that it is not so (${failed.map(saying).join('; ')}).` };
  }
  const unknown = proof.filter((one) => one.outcome === 'unknown');
  if (unknown.length > 0) {
    return { state: 'no-data', cause: 'proof-unknown', reason: `The latest proof could not tell (${unknown.map(saying).join('; ')}).` };
  }
  const stale = proof.filter((one) => (staleAtMs(one, item.freshDays) ?? Infinity) <= atMs);
  if (stale.length > 0) {
    const listed = stale.map((one) => `${about(one)} counted until ${day(staleAtMs(one, item.freshDays) as number)}`).join('; ');
    return { state: 'stale', cause: 'proof-stale', reason: `Its proof is too old (${listed}).` };
  }
  if (item.signOff === 'by-fact') return { state: 'pass', cause: 'fact', reason: proof.map(saying).join('; ') };
  if (last.standing?.stands === true) {
    const warned = proof.some((one) => one.outcome === 'warn');
    return {
      state: 'pass',
      cause: 'signed-off',
      reason: warned ? 'Signed off by an auditor, who accepted its warning.' : 'Signed off by an auditor.',
    };
  }
  const sentBack = input.tasks.filter((task) => task.status === 'rework');
  if (sentBack.length > 0) {
    const comment = sentBack.find((task) => task.comment !== null)?.comment;
    return { state: 'rework', cause: 'sent-back', reason: comment ? `An auditor sent it back: ${comment}` : 'An auditor sent it back.' };
  }
  if (input.tasks.every((task) => task.status === 'done')) {
    return {
      state: 'waiting-review',
      cause: 'review-open',
      reason: `${endedBecause(last.standing)}Its proof waits for an auditor of ${item.auditor}.`,
    };
  }
  return { state: 'no-data', cause: 'task-open', reason: 'There is proof, but not everybody who does the work has said that it is done.' };
}

const saying = (one: EvidenceFact): string =>
  `${about(one)}${one.statement ? `: ${one.statement}` : ''}, measured ${day(one.measuredAtMs)}`;

function endedBecause(standing: SignOffStanding | null): string {
  if (standing === null || standing.stands) return '';
  switch (standing.because) {
    case 'outcome-changed':
      return 'The former sign-off ended, because newer proof had another outcome. ';
    case 'proof-lapsed':
      return 'The former sign-off ended, because its proof went stale before it was renewed. ';
    case 'other-scope':
      return 'The former sign-off was given for other component versions. ';
    case 'other-version':
      return 'The former sign-off was given on another version of the item. ';
    case 'proof-gone':
      return 'The proof that was signed off is gone. ';
    case 'sent-back':
      return '';
  }
}
