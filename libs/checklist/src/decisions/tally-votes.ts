import type { Side } from '@slipway/access';
import type { Refusal } from '../releases/release-lifecycle';
import type { Vote } from './decision-schemas';

export interface CastVote {
  readonly personId: string;
  readonly side: Side;
  /** Votes of release managers of both sides complete a decision; those of business weigh in before that. */
  readonly role: 'release-manager' | 'business';
  readonly vote: Vote;
}

export interface Tally {
  readonly complete: boolean;
  readonly outcome: Vote | null;
  readonly waitingFor: Side[];
}

const gravity: readonly Vote[] = ['go', 'go-with-conditions', 'no-go'];

/** Complete once a release manager of each side has voted; then the most cautious vote of all that were cast is the outcome. */
export function tallyVotes(votes: readonly CastVote[]): Tally {
  const waitingFor = (['client', 'vendor'] as const).filter(
    (side) => !votes.some((one) => one.side === side && one.role === 'release-manager'),
  );
  if (waitingFor.length > 0) return { complete: false, outcome: null, waitingFor };
  const gravest = Math.max(...votes.map((one) => gravity.indexOf(one.vote)));
  return { complete: true, outcome: gravity[gravest] ?? 'no-go', waitingFor };
}

/**
 * Whether a vote may be cast on a snapshot. Go needs a ready release. Go with conditions may cover items that are still open, never one whose
 * proof says that it is not so: that one needs a waiver, which has a reason, an expiry and both sides' names.
 */
export function refuseVote(
  vote: Vote,
  snapshot: { ready: boolean; blockers: readonly { itemKey: string; state: string }[] },
): Refusal | null {
  const keys = snapshot.blockers.map((one) => one.itemKey);
  if (vote === 'go' && !snapshot.ready) {
    return {
      code: 'not-ready',
      detail: `The release is not ready: ${keys.join(', ')}.`,
      remedy: 'Make these items true, agree on waivers, or vote go-with-conditions or no-go.',
      blockers: keys,
    };
  }
  const failing = snapshot.blockers.filter((one) => one.state === 'fail').map((one) => one.itemKey);
  if (vote === 'go-with-conditions' && failing.length > 0) {
    return {
      code: 'failing-items',
      detail: `Conditions cannot cover items whose proof says that they are not so: ${failing.join(', ')}.`,
      remedy: 'Put them right, agree on waivers for them, or vote no-go.',
      blockers: failing,
    };
  }
  return null;
}
