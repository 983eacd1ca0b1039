import { InstantColumn } from '@slipway/service-host';
import type { DateTime } from 'luxon';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { z } from 'zod';
import type { ScoreParts } from '../windows/score-window';
import type { WindowParts } from '../windows/window-problem';
import type { coverSchema } from '../windows/window-schema';

/** A window that one side proposed for a release; booked once both sides confirmed it. */
@Entity('bookings')
export class BookingEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') engagementId: string;
  @Column('uuid') releaseId: string;
  @Column('text') environment: string;
  @Column('int') revision: number;
  @Column('text') status: 'proposed' | 'booked' | 'withdrawn' | 'expired';
  @InstantColumn() startAt: DateTime;
  @InstantColumn() endAt: DateTime;
  @Column('text') zone: string;
  @Column('jsonb') parts: WindowParts;
  @Column('double precision') score: number;
  @Column('jsonb') scoreParts: ScoreParts;
  @Column('jsonb') cover: z.output<typeof coverSchema>;
  @Column('uuid') proposedBy: string;
  @Column('text') proposedSide: 'client' | 'vendor';
  @InstantColumn() proposedAt: DateTime;
  @InstantColumn({ nullable: true }) holdUntil: DateTime | null;
  @Column('uuid', { nullable: true }) confirmedClient: string | null;
  @Column('uuid', { nullable: true }) confirmedVendor: string | null;
  @InstantColumn({ nullable: true }) bookedAt: DateTime | null;
  @InstantColumn({ nullable: true }) endedAt: DateTime | null;
  @Column('text', { nullable: true }) endReason: string | null;
}
