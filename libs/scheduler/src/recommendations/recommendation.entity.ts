import { InstantColumn } from '@slipway/service-host';
import type { DateTime } from 'luxon';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { WindowAnswer } from '../windows/window-schema';

/** The windows that people were told, numbered per release; the current one is not superseded. */
@Entity('recommendations')
export class RecommendationEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') engagementId: string;
  @Column('uuid') releaseId: string;
  @Column('int') number: number;
  @InstantColumn() createdAt: DateTime;
  @InstantColumn() checkedAt: DateTime;
  @InstantColumn({ nullable: true }) supersededAt: DateTime | null;
  @Column('text', { array: true }) changes: string[];
  @Column('jsonb') answer: WindowAnswer;
}
