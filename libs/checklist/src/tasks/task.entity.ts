import { InstantColumn } from '@slipway/service-host';
import type { DateTime } from 'luxon';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { TaskStatus } from './task-schemas';

@Entity({ name: 'tasks' })
export class Task {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') engagementId: string;
  @Column('uuid') releaseId: string;
  @Column('text') itemKey: string;
  @Column('text') side: 'client' | 'vendor';
  @Column('text') status: TaskStatus;
  @Column('uuid', { nullable: true }) assigneeId: string | null;
  @Column('text') assignedBecause: string;
  @InstantColumn({ nullable: true }) dueAt: DateTime | null;
  @InstantColumn({ nullable: true }) completedAt: DateTime | null;
  /** Null for a task that the product closed because it observed the fact. */
  @Column('uuid', { nullable: true }) completedBy: string | null;
  @Column('text', { nullable: true }) comment: string | null;
  @Column('int') revision: number;
}
