import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A one-off or recurring time in which nothing may be released. */
@Entity('freezes')
export class FreezeEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') engagementId: string;
  @Column('int') revision: number;
  @Column('text') reason: string;
  @Column('text', { nullable: true }) environment: string | null;
  @Column('text') zone: string;
  @Column('text') startLocal: string;
  @Column('text') endLocal: string;
  @Column('text', { nullable: true }) rrule: string | null;
  @Column('uuid') createdBy: string;
}
