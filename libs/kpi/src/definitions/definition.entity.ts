import { InstantColumn } from '@slipway/service-host';
import type { DateTime } from 'luxon';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { DefinitionStatus } from './definition-answers';
import type { Formula } from './formula';
import type { Side } from './sides';

@Entity({ name: 'definitions' })
export class Definition {
  @PrimaryColumn('uuid') engagementId: string;
  @PrimaryColumn('text') key: string;
  @PrimaryColumn('int') version: number;
  @Column('text') status: DefinitionStatus;
  @Column('int') revision: number;
  @Column('text') name: string;
  @Column('text', { nullable: true }) description: string | null;
  @Column('jsonb') formula: Formula;
  @Column('text') unit: string;
  @Column('text', { array: true }) dimensions: string[];
  @Column('text') direction: 'higher' | 'lower';
  @Column('double precision') warnPercent: number;
  @Column('double precision') failPercent: number;
  @Column('int') minimumSample: number;
  @Column('uuid') proposedBy: string;
  @Column('text') proposedSide: Side;
  @InstantColumn() proposedAt: DateTime;
  @InstantColumn({ nullable: true }) agreedAt: DateTime | null;
}

@Entity({ name: 'signatures' })
export class Signature {
  @PrimaryColumn('uuid') engagementId: string;
  @PrimaryColumn('text') key: string;
  @PrimaryColumn('int') version: number;
  @PrimaryColumn('uuid') personId: string;
  @Column('text') name: string;
  @Column('text') side: Side;
  @InstantColumn() signedAt: DateTime;
}
