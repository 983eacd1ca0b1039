import { InstantColumn } from '@slipway/service-host';
import type { DateTime } from 'luxon';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ name: 'reviews' })
export class Review {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') engagementId: string;
  @Column('uuid') releaseId: string;
  @Column('text') itemKey: string;
  @Column('text') department: string;
  @Column('text') status: 'open' | 'claimed' | 'approved' | 'sent-back' | 'withdrawn';
  @Column('uuid', { nullable: true }) auditorId: string | null;
  @InstantColumn() requestedAt: DateTime;
  @InstantColumn({ nullable: true }) decidedAt: DateTime | null;
  @Column('text', { nullable: true }) comment: string | null;
}

/** An auditor's decision on exact proof, one version of an item and one scope of the release. Immutable. */
@Entity({ name: 'sign_offs' })
export class SignOff {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') engagementId: string;
  @Column('uuid') releaseId: string;
  @Column('uuid') reviewId: string;
  @Column('text') itemKey: string;
  @Column('int') itemVersion: number;
  @Column('text') scope: string;
  @Column('text', { array: true }) evidenceHashes: string[];
  @Column('text') decision: 'approve' | 'rework';
  @Column('uuid') personId: string;
  @Column('text') side: 'client' | 'vendor';
  @Column('text') department: string;
  @Column('text', { nullable: true }) comment: string | null;
  @InstantColumn() decidedAt: DateTime;
}
