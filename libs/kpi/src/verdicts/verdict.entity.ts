import { InstantColumn } from '@slipway/service-host';
import type { DateTime } from 'luxon';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ScheduledStage, Stage } from './comparison-blocks';
import type { KpiVerdict } from './judge-kpi';

/** A release that went live, as the checklist told. */
@Entity({ name: 'releases' })
export class LiveRelease {
  @PrimaryColumn('uuid') engagementId: string;
  @PrimaryColumn('uuid') releaseId: string;
  @Column('text') name: string;
  @Column('text') environment: string;
  @Column('text', { array: true }) features: string[];
  @InstantColumn() liveAt: DateTime;
}

/** When a release's KPIs are judged; due work. */
@Entity({ name: 'judgements' })
export class Judgement {
  @PrimaryColumn('uuid') engagementId: string;
  @PrimaryColumn('uuid') releaseId: string;
  @PrimaryColumn('text') stage: ScheduledStage;
  @InstantColumn() endsAt: DateTime;
  @InstantColumn() dueAt: DateTime;
  @Column('text') state: 'waiting' | 'judged' | 'cancelled';
}

/** A verdict stays as it was reached; a later one stands beside it. */
@Entity({ name: 'verdicts' })
export class Verdict {
  @PrimaryColumn('uuid') verdictId: string;
  @Column('uuid') engagementId: string;
  @Column('uuid') releaseId: string;
  @Column('text') kpiKey: string;
  @Column('int') version: number;
  @Column('text') kpiName: string;
  @Column('text') unit: string;
  @Column('text') stage: Stage;
  @Column('text') verdict: KpiVerdict['verdict'];
  @Column('text') reason: string;
  @Column('double precision', { nullable: true }) before: number | null;
  @Column('double precision', { nullable: true }) after: number | null;
  @Column('double precision', { nullable: true }) changePercent: number | null;
  @Column('double precision', { nullable: true }) worseningPercent: number | null;
  @Column('double precision', { nullable: true }) lowPercent: number | null;
  @Column('double precision', { nullable: true }) highPercent: number | null;
  @Column('bigint') measurementsBefore: number;
  @Column('bigint') measurementsAfter: number;
  @Column('int') weeksCompared: number;
  @InstantColumn() afterFrom: DateTime;
  @InstantColumn() afterTo: DateTime;
  @InstantColumn() judgedAt: DateTime;
  @Column('uuid', { nullable: true }) judgedBy: string | null;
}
