import { InstantColumn } from '@slipway/service-host';
import type { DateTime } from 'luxon';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ name: 'advice' })
export class AdviceRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') engagementId: string;
  @Column('uuid') releaseId: string;
  @Column('text') advice: 'hold' | 'roll-back';
  @Column('text') signal: string;
  @Column('text') reason: string;
  @Column('jsonb') numbers: Record<string, number>;
  @InstantColumn() at: DateTime;
  @InstantColumn({ nullable: true }) endedAt: DateTime | null;
  @Column('text', { nullable: true }) endedBecause: string | null;
}
