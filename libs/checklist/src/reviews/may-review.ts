import type { Side } from '@slipway/access';
import type { refusalCodes } from './review-schemas';

export interface ReviewCandidate {
  readonly personId: string;
  readonly side: Side;
  readonly department: string;
  readonly roles: readonly string[];
}

/** Somebody who had a hand in an item: did its work, or produced or recorded its proof. The department is the one of that time. */
export interface Involvement {
  readonly itemKey: string;
  readonly personId: string;
  readonly side: Side;
  readonly department: string;
  readonly as: 'doer' | 'producer';
}

export interface ReviewRefusal {
  readonly code: (typeof refusalCodes)[number];
  readonly reason: string;
}

/**
 * Whether somebody may decide on the proof of an item, or the first reason why not.
 * A department is that of one side: the vendor's operations may audit what the client's operations did, never what they did themselves.
 */
export function mayReview(candidate: ReviewCandidate, auditorDepartment: string, involved: readonly Involvement[]): ReviewRefusal | null {
  if (!candidate.roles.includes('auditor')) {
    return { code: 'not-auditor', reason: 'Only somebody with the role auditor decides on proof.' };
  }
  if (candidate.department !== auditorDepartment) {
    return {
      code: 'wrong-department',
      reason: `The proof of this item is reviewed by the department ${auditorDepartment}, not by ${candidate.department}.`,
    };
  }
  const own = involved.filter((one) => one.personId === candidate.personId);
  if (own.some((one) => one.as === 'doer')) {
    return { code: 'is-author', reason: 'You did work on this item; nobody reviews his own work.' };
  }
  if (own.some((one) => one.as === 'producer')) {
    return { code: 'is-producer', reason: 'You produced or recorded proof of this item; nobody reviews his own proof.' };
  }
  const didIt = involved.some((one) => one.as === 'doer' && one.side === candidate.side && one.department === candidate.department);
  if (didIt) {
    return {
      code: 'same-department',
      reason: `The ${candidate.side}'s ${candidate.department} did the work on this item; its own people do not review it.`,
    };
  }
  return null;
}
