import { InstantColumn } from '@slipway/service-host';
import type { DateTime } from 'luxon';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Outcome } from '../schema-parts';

/** Immutable: superseded by newer proof, never edited; a trigger and the grants see to it. */
@Entity({ name: 'evidence' })
export class Evidence {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') engagementId: string;
  @Column('uuid') releaseId: string;
  @Column('text') itemKey: string;
  @Column('text') kind: string;
  @Column('text') subject: string;
  @Column('text') outcome: Outcome;
  @InstantColumn() measuredAt: DateTime;
  @InstantColumn() receivedAt: DateTime;
  @InstantColumn({ nullable: true }) validUntil: DateTime | null;
  @Column('text') source: string;
  @Column('boolean') byProduct: boolean;
  @Column('uuid', { nullable: true }) producerId: string | null;
  @Column('uuid', { nullable: true }) recordedBy: string | null;
  @Column('text', { nullable: true }) statement: string | null;
  @Column('text', { nullable: true }) link: string | null;
  @Column('jsonb', { nullable: true }) body: Record<string, unknown> | null;
  @Column('text') hash: string;
}

/** What the product observed about an engagement, kept for releases that do not exist yet. Immutable. */
@Entity({ name: 'engagement_facts' })
export class EngagementFact {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') engagementId: string;
  @Column('text') itemKey: string;
  @Column('text') kind: string;
  @Column('text') subject: string;
  @Column('text') outcome: Outcome;
  @InstantColumn() measuredAt: DateTime;
  @InstantColumn() receivedAt: DateTime;
  @InstantColumn({ nullable: true }) validUntil: DateTime | null;
  @Column('text') source: string;
  @Column('text') statement: string;
  @Column('jsonb') body: Record<string, unknown>;
}
