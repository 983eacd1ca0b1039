import { InstantColumn } from '@slipway/service-host';
import type { DateTime } from 'luxon';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ name: 'waivers' })
export class Waiver {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') engagementId: string;
  @Column('uuid') releaseId: string;
  @Column('text') itemKey: string;
  @Column('text') reason: string;
  @Column('text') requestedSide: 'client' | 'vendor';
  @Column('uuid') requestedBy: string;
  @InstantColumn() requestedAt: DateTime;
  @InstantColumn() expiresAt: DateTime;
  @Column('text', { nullable: true }) decision: 'grant' | 'refuse' | null;
  @Column('uuid', { nullable: true }) decidedBy: string | null;
  @InstantColumn({ nullable: true }) decidedAt: DateTime | null;
  @InstantColumn({ nullable: true }) revokedAt: DateTime | null;
  @Column('uuid', { nullable: true }) revokedBy: string | null;
  @Column('text', { nullable: true }) comment: string | null;
}
