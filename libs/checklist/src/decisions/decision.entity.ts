import { InstantColumn } from '@slipway/service-host';
import type { DateTime } from 'luxon';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Vote } from './decision-schemas';

@Entity({ name: 'decisions' })
export class Decision {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') engagementId: string;
  @Column('uuid') releaseId: string;
  @Column('text') status: 'open' | 'complete' | 'superseded';
  @Column('text', { nullable: true }) outcome: Vote | null;
  @Column('text') readinessHash: string;
  @Column('int') readinessRevision: number;
  @Column('text') scope: string;
  @Column('boolean') ready: boolean;
  @Column('jsonb') blockers: { itemKey: string; state: string }[];
  @Column('uuid') openedBy: string;
  @InstantColumn() openedAt: DateTime;
  @InstantColumn({ nullable: true }) decidedAt: DateTime | null;
}

/** Immutable. */
@Entity({ name: 'decision_votes' })
export class DecisionVote {
  @PrimaryColumn('uuid') decisionId: string;
  @PrimaryColumn('uuid') personId: string;
  @Column('uuid') engagementId: string;
  @Column('text') side: 'client' | 'vendor';
  @Column('text') department: string;
  @Column('text') role: 'release-manager' | 'business';
  @Column('text') vote: Vote;
  @Column('text', { nullable: true }) conditions: string | null;
  @Column('text', { nullable: true }) reason: string | null;
  @InstantColumn() at: DateTime;
}
