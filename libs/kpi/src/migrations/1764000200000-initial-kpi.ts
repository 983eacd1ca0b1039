import { protectEngagementTable } from '@slipway/service-host';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class InitialKpi1764000200000 implements MigrationInterface {
  readonly name = 'InitialKpi1764000200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(measurementTables);
    await runner.query(definitionTables);
    await runner.query(verdictTables);
    for (const table of ['measurements', 'verdicts']) await runner.query(protectEngagementTable('kpi', table, 'SELECT, INSERT'));
    for (const table of ['series', 'hourly_rollups', 'hours', 'definitions', 'tracking', 'releases', 'judgements']) {
      await runner.query(protectEngagementTable('kpi', table, 'SELECT, INSERT, UPDATE'));
    }
    await runner.query(protectEngagementTable('kpi', 'signatures'));
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations are forward only'));
  }
}

/** A measurement's row is narrow on purpose: its identity is the one key, what it measures is a reference. */
const measurementTables = `
  CREATE TABLE kpi.series (
    engagement_id uuid NOT NULL,
    series uuid NOT NULL,
    measure text NOT NULL,
    feature text,
    dimensions jsonb NOT NULL,
    PRIMARY KEY (engagement_id, series));
  CREATE INDEX series_measure ON kpi.series (engagement_id, measure);
  CREATE TABLE kpi.measurements (
    engagement_id uuid NOT NULL,
    identity uuid NOT NULL,
    series uuid NOT NULL,
    at timestamptz NOT NULL,
    value double precision NOT NULL,
    source text NOT NULL,
    id text NOT NULL,
    PRIMARY KEY (engagement_id, identity));
  CREATE TABLE kpi.hourly_rollups (
    engagement_id uuid NOT NULL,
    series uuid NOT NULL,
    hour_start_at timestamptz NOT NULL,
    count bigint NOT NULL,
    sum double precision NOT NULL,
    min double precision NOT NULL,
    max double precision NOT NULL,
    last_at timestamptz NOT NULL,
    PRIMARY KEY (engagement_id, series, hour_start_at)) WITH (fillfactor = 70);
  CREATE INDEX hourly_rollups_hour ON kpi.hourly_rollups (engagement_id, hour_start_at);
  CREATE TABLE kpi.hours (
    engagement_id uuid NOT NULL,
    hour_start_at timestamptz NOT NULL,
    revision int NOT NULL,
    due_at timestamptz,
    closed_at timestamptz,
    PRIMARY KEY (engagement_id, hour_start_at));
  CREATE INDEX hours_due ON kpi.hours (due_at) WHERE due_at IS NOT NULL`;

const definitionTables = `
  CREATE TABLE kpi.definitions (
    engagement_id uuid NOT NULL,
    key text NOT NULL,
    version int NOT NULL,
    status text NOT NULL CHECK (status IN ('proposed', 'agreed', 'superseded', 'withdrawn')),
    revision int NOT NULL,
    name text NOT NULL,
    description text,
    formula jsonb NOT NULL,
    unit text NOT NULL,
    dimensions text[] NOT NULL,
    direction text NOT NULL CHECK (direction IN ('higher', 'lower')),
    warn_percent double precision NOT NULL,
    fail_percent double precision NOT NULL,
    minimum_sample int NOT NULL,
    proposed_by uuid NOT NULL,
    proposed_side text NOT NULL CHECK (proposed_side IN ('client', 'vendor')),
    proposed_at timestamptz NOT NULL,
    agreed_at timestamptz,
    PRIMARY KEY (engagement_id, key, version));
  CREATE UNIQUE INDEX definitions_proposed ON kpi.definitions (engagement_id, key) WHERE status = 'proposed';
  CREATE UNIQUE INDEX definitions_agreed ON kpi.definitions (engagement_id, key) WHERE status = 'agreed';
  CREATE FUNCTION kpi.refuse_changed_agreement() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF OLD.status <> 'proposed' AND (OLD.name, OLD.formula, OLD.unit, OLD.dimensions, OLD.direction, OLD.warn_percent, OLD.fail_percent, OLD.minimum_sample)
      IS DISTINCT FROM (NEW.name, NEW.formula, NEW.unit, NEW.dimensions, NEW.direction, NEW.warn_percent, NEW.fail_percent, NEW.minimum_sample) THEN
      RAISE EXCEPTION 'a definition that is no longer proposed does not change' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER definitions_immutable BEFORE UPDATE ON kpi.definitions FOR EACH ROW EXECUTE FUNCTION kpi.refuse_changed_agreement();
  CREATE TABLE kpi.signatures (
    engagement_id uuid NOT NULL,
    key text NOT NULL,
    version int NOT NULL,
    person_id uuid NOT NULL,
    name text NOT NULL,
    side text NOT NULL CHECK (side IN ('client', 'vendor')),
    signed_at timestamptz NOT NULL,
    PRIMARY KEY (engagement_id, key, version, person_id),
    FOREIGN KEY (engagement_id, key, version) REFERENCES kpi.definitions);
  CREATE TABLE kpi.tracking (
    engagement_id uuid PRIMARY KEY,
    due_at timestamptz NOT NULL,
    told_at timestamptz,
    told text);
  CREATE INDEX tracking_due ON kpi.tracking (due_at)`;

const verdictTables = `
  CREATE TABLE kpi.releases (
    engagement_id uuid NOT NULL,
    release_id uuid NOT NULL,
    name text NOT NULL,
    environment text NOT NULL,
    features text[] NOT NULL,
    live_at timestamptz NOT NULL,
    PRIMARY KEY (engagement_id, release_id));
  CREATE TABLE kpi.judgements (
    engagement_id uuid NOT NULL,
    release_id uuid NOT NULL,
    stage text NOT NULL,
    ends_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    state text NOT NULL CHECK (state IN ('waiting', 'judged', 'cancelled')),
    PRIMARY KEY (engagement_id, release_id, stage),
    FOREIGN KEY (engagement_id, release_id) REFERENCES kpi.releases);
  CREATE INDEX judgements_due ON kpi.judgements (due_at) WHERE state = 'waiting';
  CREATE TABLE kpi.verdicts (
    verdict_id uuid PRIMARY KEY,
    engagement_id uuid NOT NULL,
    release_id uuid NOT NULL,
    kpi_key text NOT NULL,
    version int NOT NULL,
    kpi_name text NOT NULL,
    unit text NOT NULL,
    stage text NOT NULL,
    verdict text NOT NULL CHECK (verdict IN ('pass', 'warn', 'fail', 'inconclusive')),
    reason text NOT NULL,
    before double precision,
    after double precision,
    change_percent double precision,
    worsening_percent double precision,
    low_percent double precision,
    high_percent double precision,
    measurements_before bigint NOT NULL,
    measurements_after bigint NOT NULL,
    weeks_compared int NOT NULL,
    after_from timestamptz NOT NULL,
    after_to timestamptz NOT NULL,
    judged_at timestamptz NOT NULL,
    judged_by uuid,
    FOREIGN KEY (engagement_id, release_id) REFERENCES kpi.releases);
  CREATE INDEX verdicts_release ON kpi.verdicts (engagement_id, release_id, judged_at DESC)`;
