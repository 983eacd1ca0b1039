import type { ReleaseStatus } from './release-schemas';

export type ReleaseAction = 'edit' | 'prove' | 'decide' | 'go-live' | 'roll-back' | 'close';
export type Vote = 'go' | 'go-with-conditions' | 'no-go';

export interface Refusal {
  readonly code: string;
  readonly detail: string;
  readonly remedy: string;
  readonly blockers?: readonly string[];
}

const allowedFrom: Record<ReleaseAction, readonly ReleaseStatus[]> = {
  edit: ['preparing', 'decided'],
  prove: ['preparing', 'decided'],
  decide: ['preparing', 'decided'],
  'go-live': ['decided'],
  'roll-back': ['live'],
  close: ['preparing', 'decided', 'live', 'rolled-back'],
};
const doing: Record<ReleaseAction, string> = {
  edit: 'be changed',
  prove: 'take work, proof, reviews or waivers',
  decide: 'be decided on',
  'go-live': 'go live',
  'roll-back': 'be rolled back',
  close: 'be closed',
};
const remedies: Record<ReleaseAction, string> = {
  edit: 'Create a new release for what comes next.',
  prove: 'Create a new release for what comes next.',
  decide: 'Create a new release for what comes next.',
  'go-live': 'Let the release managers of both sides decide go first.',
  'roll-back': 'Only a live release can be rolled back; close an unwanted one.',
  close: 'Nothing is left to do: it is closed.',
};

/** Whether a release in a status may undergo an action; null: it may. */
export function refuseAction(status: ReleaseStatus, action: ReleaseAction): Refusal | null {
  if (allowedFrom[action].includes(status)) return null;
  return { code: 'wrong-status', detail: `A release that is ${status} cannot ${doing[action]}.`, remedy: remedies[action] };
}

/** The status after both sides decided. */
export const statusAfterDecision = (outcome: Vote): ReleaseStatus => (outcome === 'no-go' ? 'preparing' : 'decided');

/** How a release ended, by where it was when it was closed. */
export function outcomeOfClosing(status: ReleaseStatus): 'done' | 'rolled-back' | 'abandoned' {
  if (status === 'live') return 'done';
  return status === 'rolled-back' ? 'rolled-back' : 'abandoned';
}

export interface GoLiveFacts {
  readonly status: ReleaseStatus;
  readonly decision: { outcome: Vote; scope: string; blockers: readonly string[]; decidedAtMs: number } | null;
  readonly scope: string;
  readonly ready: boolean;
  readonly blockers: readonly { itemKey: string; state: string }[];
  readonly liveAtMs: number;
  readonly nowMs: number;
}

/** Clocks of people and machines may differ by this much. */
export const clockSkewMs = 5 * 60_000;

/**
 * Whether a release may be declared live. A go does not outlive what it was given for: other component versions, or an item that
 * stopped being true since, need a new decision. A go with conditions covers exactly the items that were open then, as long as none of them fails.
 */
export function refuseGoLive(facts: GoLiveFacts): (Refusal & { status: 409 | 422 }) | null {
  const wrong = refuseAction(facts.status, 'go-live');
  if (wrong) return { status: 409, ...wrong };
  const { decision } = facts;
  if (decision === null || decision.outcome === 'no-go') {
    return { status: 409, code: 'wrong-status', detail: 'There is no go of both sides.', remedy: remedies['go-live'] };
  }
  if (decision.scope !== facts.scope) {
    return {
      status: 409,
      code: 'decided-other-versions',
      detail: 'The go was given for other component versions.',
      remedy: 'Decide again on what is released now.',
    };
  }
  const accepted = decision.outcome === 'go-with-conditions' ? decision.blockers : [];
  const lost = facts.blockers.filter((one) => one.state === 'fail' || !accepted.includes(one.itemKey)).map((one) => one.itemKey);
  if (!facts.ready && lost.length > 0) {
    return {
      status: 409,
      code: 'readiness-lost',
      detail: `Since the decision these items stopped being true: ${lost.join(', ')}.`,
      remedy: 'Make them true again, agree on a waiver, or decide again.',
      blockers: lost,
    };
  }
  if (facts.liveAtMs > facts.nowMs + clockSkewMs) {
    return {
      status: 422,
      code: 'live-in-the-future',
      detail: 'A release is declared live when it is, not before.',
      remedy: 'Leave liveAt out, or give an instant that has passed.',
    };
  }
  if (facts.liveAtMs < decision.decidedAtMs - clockSkewMs) {
    return {
      status: 422,
      code: 'live-before-decision',
      detail: 'It cannot have gone live before both sides decided.',
      remedy: 'Give the instant at which it really went live.',
    };
  }
  return null;
}
