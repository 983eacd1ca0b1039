import { InstantColumn } from '@slipway/service-host';
import type { DateTime } from 'luxon';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ReleaseStatus } from './release-schemas';

@Entity({ name: 'releases' })
export class Release {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') engagementId: string;
  /** Of what people edit, and of the status; readiness has its own. */
  @Column('int') revision: number;
  @Column('text') name: string;
  @Column('text') kind: 'first-launch' | 'version-upgrade' | 'hotfix';
  @Column('text') status: ReleaseStatus;
  @Column('text') recipeKey: string;
  @Column('int') recipeVersion: number;
  @Column('text') environment: string;
  @Column('jsonb') components: { name: string; version: string }[];
  @Column('text', { array: true }) features: string[];
  /** The fact of the solution by which items apply, as it was when the release was created. */
  @Column('boolean') hasMobileApp: boolean;
  /** SHA-256 of the component versions; what sign-offs and decisions are given for. */
  @Column('text') scope: string;
  @InstantColumn({ nullable: true }) notBefore: DateTime | null;
  @InstantColumn({ nullable: true }) latestAt: DateTime | null;
  @InstantColumn() createdAt: DateTime;
  @Column('uuid') createdBy: string;
  @InstantColumn({ nullable: true }) liveAt: DateTime | null;
  @InstantColumn({ nullable: true }) rolledBackAt: DateTime | null;
  @InstantColumn({ nullable: true }) closedAt: DateTime | null;
  @Column('text', { nullable: true }) outcome: 'done' | 'rolled-back' | 'abandoned' | null;
  @Column('text', { nullable: true }) endReason: string | null;
  @Column('boolean') ready: boolean;
  @Column('int') done: number;
  @Column('int') total: number;
  @Column('text', { array: true }) blockers: string[];
  @Column('text') readinessHash: string;
  @Column('int') readinessRevision: number;
  @InstantColumn() readinessTakenAt: DateTime;
  /** When passing time alone may change readiness next; due work. */
  @InstantColumn({ nullable: true }) nextChangeAt: DateTime | null;
}

@Entity({ name: 'release_items' })
export class ReleaseItem {
  @PrimaryColumn('uuid') releaseId: string;
  @PrimaryColumn('text') itemKey: string;
  @Column('uuid') engagementId: string;
  @Column('int') itemVersion: number;
  @Column('int') evidenceCount: number;
}

/** Who had a hand in an item, with the department of that time; rows are only ever added. */
@Entity({ name: 'involvements' })
export class InvolvementRow {
  @PrimaryColumn('uuid') releaseId: string;
  @PrimaryColumn('text') itemKey: string;
  @PrimaryColumn('uuid') personId: string;
  @PrimaryColumn('text', { name: 'part' }) as: 'doer' | 'producer';
  @PrimaryColumn('text') side: 'client' | 'vendor';
  @PrimaryColumn('text') department: string;
  @Column('uuid') engagementId: string;
  @InstantColumn() at: DateTime;
}
