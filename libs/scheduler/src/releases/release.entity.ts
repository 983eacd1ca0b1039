import { InstantColumn } from '@slipway/service-host';
import type { DateTime } from 'luxon';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A release as the checklist's events tell it, and when its windows are looked at again. */
@Entity('releases')
export class ReleaseEntity {
  @PrimaryColumn('uuid') releaseId: string;
  @Column('uuid') engagementId: string;
  @Column('int') revision: number;
  @Column('text') name: string;
  @Column('text') environment: string;
  @Column('text', { array: true }) features: string[];
  @Column('text') status: 'preparing' | 'decided' | 'live' | 'rolled-back' | 'closed';
  @Column('boolean') ready: boolean;
  @Column('int') readinessRevision: number;
  @InstantColumn({ nullable: true }) recommendAt: DateTime | null;
  @Column('text', { array: true }) staleBecause: string[];
  /** Grows with every mark, so that one that comes while windows are computed is not lost. */
  @Column('int') staleMarks: number;
}
