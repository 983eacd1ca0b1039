import type { Role } from '@slipway/access';
import type { Involvement } from '../reviews/may-review';
import type { ItemFact, ItemSide } from '../recipes/recipe';
import type { Outcome, Person } from '../schema-parts';

/** Instants are epoch milliseconds, intervals half-open. */
export interface ItemToAssess {
  readonly key: string;
  readonly version: number;
  readonly title: string;
  readonly section: string;
  readonly side: ItemSide;
  readonly auditor: string;
  readonly proof: readonly string[];
  readonly freshDays: number | null;
  readonly signOff: 'required' | 'by-fact';
  readonly fact: ItemFact | null;
  readonly applies: boolean;
  readonly doesNotApplyBecause: string | null;
  /** How many pieces of proof the item has ever received. Fewer in `evidence` means that some were taken away. */
  readonly evidenceCount: number;
}

export interface EvidenceFact {
  readonly itemKey: string;
  readonly kind: string;
  readonly subject: string;
  readonly outcome: Outcome;
  readonly measuredAtMs: number;
  readonly receivedAtMs: number;
  readonly validUntilMs: number | null;
  readonly byProduct: boolean;
  readonly statement: string | null;
  readonly hash: string;
}

export interface SignOffFact {
  readonly id: string;
  readonly itemKey: string;
  readonly itemVersion: number;
  /** What was to be released when it was given; another scope ends it. */
  readonly scope: string;
  readonly evidenceHashes: readonly string[];
  readonly decision: 'approve' | 'rework';
  readonly decidedAtMs: number;
}

export interface WaiverFact {
  readonly id: string;
  readonly itemKey: string;
  readonly reason: string;
  readonly grantedAtMs: number | null;
  readonly revokedAtMs: number | null;
  readonly expiresAtMs: number;
}

export interface TaskFact {
  readonly taskId: string;
  readonly itemKey: string;
  readonly side: 'client' | 'vendor';
  readonly status: 'open' | 'rework' | 'done';
  readonly assigneeId: string | null;
  readonly comment: string | null;
}

export interface ReviewFact {
  readonly reviewId: string;
  readonly itemKey: string;
  readonly auditorId: string | null;
}

export interface Colleague extends Person {
  readonly roles: readonly Role[];
}

export interface ReadinessFacts {
  readonly items: readonly ItemToAssess[];
  readonly evidence: readonly EvidenceFact[];
  readonly signOffs: readonly SignOffFact[];
  readonly waivers: readonly WaiverFact[];
  readonly tasks: readonly TaskFact[];
  /** Reviews that are not decided yet. */
  readonly reviews: readonly ReviewFact[];
  readonly involved: readonly Involvement[];
  /** Active members of the engagement. */
  readonly colleagues: readonly Colleague[];
  /** Hash of what is to be released (its component versions). */
  readonly scope: string;
}
