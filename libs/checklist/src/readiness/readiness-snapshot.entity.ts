import { InstantColumn } from '@slipway/service-host';
import type { DateTime } from 'luxon';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ReadinessContent } from './readiness-content';

/** What readiness was from `takenAt` until the next one. Immutable; `hash` is the SHA-256 of the canonical content. */
@Entity({ name: 'readiness_snapshots' })
export class ReadinessSnapshot {
  @PrimaryColumn('uuid') releaseId: string;
  @PrimaryColumn('int') revision: number;
  @Column('uuid') engagementId: string;
  @Column('text') hash: string;
  @Column('jsonb') content: ReadinessContent;
  @Column('boolean') ready: boolean;
  @Column('int') done: number;
  @Column('int') total: number;
  @Column('text', { array: true }) blockers: string[];
  @InstantColumn() takenAt: DateTime;
}
