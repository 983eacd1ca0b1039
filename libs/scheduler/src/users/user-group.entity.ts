import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { UserGroupInput } from './user-group-schema';

/** Users of one place or department, with when they work and when they must not be disturbed. */
@Entity('user_groups')
export class UserGroupEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') engagementId: string;
  @Column('int') revision: number;
  @Column('text') name: string;
  @Column('text') zone: string;
  @Column('int') headcount: number;
  @Column('jsonb') workingHours: UserGroupInput['workingHours'];
  @Column('text', { nullable: true }) holidayRegion: string | null;
  @Column('jsonb') blackouts: UserGroupInput['blackouts'];
}
