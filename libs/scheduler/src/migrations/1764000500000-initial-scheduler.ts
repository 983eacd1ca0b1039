import { protectEngagementTable } from '@slipway/service-host';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const tables = [
  `CREATE TABLE scheduler.load_series (
     engagement_id uuid NOT NULL,
     feature text NOT NULL,
     revision int NOT NULL,
     measured_since timestamptz,
     PRIMARY KEY (engagement_id, feature))`,
  `CREATE TABLE scheduler.load_hours (
     engagement_id uuid NOT NULL,
     feature text NOT NULL,
     source text NOT NULL CHECK (source IN ('measured', 'imported')),
     hour_at timestamptz NOT NULL,
     value double precision NOT NULL CHECK (value >= 0 AND value < 'Infinity'),
     revision int NOT NULL,
     PRIMARY KEY (engagement_id, feature, source, hour_at))`,
  `CREATE TABLE scheduler.required_role_sets (
     engagement_id uuid PRIMARY KEY,
     revision int NOT NULL,
     roles jsonb NOT NULL)`,
  `CREATE TABLE scheduler.staffing (
     engagement_id uuid NOT NULL,
     person_id uuid NOT NULL,
     revision int NOT NULL,
     roles text[] NOT NULL,
     available_hours jsonb,
     PRIMARY KEY (engagement_id, person_id))`,
  `CREATE TABLE scheduler.calendars (
     engagement_id uuid NOT NULL,
     person_id uuid NOT NULL,
     uploaded_at timestamptz(3) NOT NULL,
     known_from timestamptz(3) NOT NULL,
     known_until timestamptz(3) NOT NULL,
     events int NOT NULL,
     busy_times int NOT NULL,
     skipped int NOT NULL,
     PRIMARY KEY (engagement_id, person_id))`,
  `CREATE TABLE scheduler.busy_times (
     engagement_id uuid NOT NULL,
     person_id uuid NOT NULL,
     during tstzrange NOT NULL CHECK (NOT isempty(during) AND lower_inc(during) AND NOT upper_inc(during)),
     kind text NOT NULL CHECK (kind IN ('busy', 'tentative', 'out-of-office')),
     PRIMARY KEY (engagement_id, person_id, kind, during))`,
  `CREATE INDEX busy_times_during ON scheduler.busy_times USING gist (engagement_id, during)`,
  `CREATE TABLE scheduler.user_groups (
     id uuid PRIMARY KEY,
     engagement_id uuid NOT NULL,
     revision int NOT NULL,
     name text NOT NULL,
     zone text NOT NULL,
     headcount int NOT NULL,
     working_hours jsonb NOT NULL,
     holiday_region text,
     blackouts jsonb NOT NULL)`,
  `CREATE INDEX user_groups_engagement ON scheduler.user_groups (engagement_id, id)`,
  `CREATE TABLE scheduler.freezes (
     id uuid PRIMARY KEY,
     engagement_id uuid NOT NULL,
     revision int NOT NULL,
     reason text NOT NULL,
     environment text,
     zone text NOT NULL,
     start_local text NOT NULL,
     end_local text NOT NULL,
     rrule text,
     created_by uuid NOT NULL)`,
  `CREATE INDEX freezes_engagement ON scheduler.freezes (engagement_id, id)`,
  `CREATE TABLE scheduler.releases (
     release_id uuid PRIMARY KEY,
     engagement_id uuid NOT NULL,
     revision int NOT NULL,
     name text NOT NULL,
     environment text NOT NULL,
     features text[] NOT NULL,
     status text NOT NULL,
     ready boolean NOT NULL DEFAULT false,
     readiness_revision int NOT NULL DEFAULT 0,
     recommend_at timestamptz(3),
     stale_because text[] NOT NULL DEFAULT '{}',
     stale_marks int NOT NULL DEFAULT 0)`,
  `CREATE INDEX releases_engagement ON scheduler.releases (engagement_id, release_id)`,
  `CREATE INDEX releases_due ON scheduler.releases (recommend_at) WHERE recommend_at IS NOT NULL`,
  `CREATE TABLE scheduler.window_plans (
     release_id uuid PRIMARY KEY,
     engagement_id uuid NOT NULL,
     revision int NOT NULL,
     wish jsonb NOT NULL)`,
  `CREATE TABLE scheduler.recommendations (
     id uuid PRIMARY KEY,
     engagement_id uuid NOT NULL,
     release_id uuid NOT NULL,
     number int NOT NULL,
     created_at timestamptz(3) NOT NULL,
     checked_at timestamptz(3) NOT NULL,
     superseded_at timestamptz(3),
     changes text[] NOT NULL,
     answer jsonb NOT NULL,
     UNIQUE (release_id, number))`,
  `CREATE UNIQUE INDEX recommendations_current ON scheduler.recommendations (release_id) WHERE superseded_at IS NULL`,
  `CREATE INDEX recommendations_engagement ON scheduler.recommendations (engagement_id) WHERE superseded_at IS NULL`,
  `CREATE TABLE scheduler.bookings (
     id uuid PRIMARY KEY,
     engagement_id uuid NOT NULL,
     release_id uuid NOT NULL,
     environment text NOT NULL,
     revision int NOT NULL,
     status text NOT NULL CHECK (status IN ('proposed', 'booked', 'withdrawn', 'expired')),
     start_at timestamptz(3) NOT NULL,
     end_at timestamptz(3) NOT NULL CHECK (end_at > start_at),
     zone text NOT NULL,
     parts jsonb NOT NULL,
     score double precision NOT NULL,
     score_parts jsonb NOT NULL,
     cover jsonb NOT NULL,
     proposed_by uuid NOT NULL,
     proposed_side text NOT NULL,
     proposed_at timestamptz(3) NOT NULL,
     hold_until timestamptz(3),
     confirmed_client uuid,
     confirmed_vendor uuid,
     booked_at timestamptz(3),
     ended_at timestamptz(3),
     end_reason text,
     CONSTRAINT environment_taken EXCLUDE USING gist (engagement_id WITH =, environment WITH =, tstzrange(start_at, end_at, '[)') WITH &&)
       WHERE (status IN ('proposed', 'booked')))`,
  `CREATE UNIQUE INDEX release_has_booking ON scheduler.bookings (release_id) WHERE status IN ('proposed', 'booked')`,
  `CREATE INDEX bookings_engagement ON scheduler.bookings (engagement_id, id)`,
  `CREATE INDEX bookings_held ON scheduler.bookings (hold_until) WHERE status = 'proposed'`,
];

const protectedTables = [
  'load_series',
  'load_hours',
  'required_role_sets',
  'staffing',
  'calendars',
  'busy_times',
  'user_groups',
  'freezes',
  'releases',
  'window_plans',
  'recommendations',
  'bookings',
];

export class InitialScheduler1764000500000 implements MigrationInterface {
  readonly name = 'InitialScheduler1764000500000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA scheduler');
    for (const statement of tables) await runner.query(statement);
    for (const table of protectedTables) await runner.query(protectEngagementTable('scheduler', table));
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations are forward only'));
  }
}
