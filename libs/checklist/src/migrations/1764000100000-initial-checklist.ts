import { protectEngagementTable } from '@slipway/service-host';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const appendOnly = ['evidence', 'engagement_facts', 'involvements', 'sign_offs', 'readiness_snapshots', 'decision_votes'];
const changing = ['releases', 'release_items', 'tasks', 'reviews', 'waivers', 'decisions', 'advice'];

export class InitialChecklist1764000100000 implements MigrationInterface {
  readonly name = 'InitialChecklist1764000100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(releaseTables);
    await runner.query(proofTables);
    await runner.query(workTables);
    await runner.query(decisionTables);
    await runner.query(`
      CREATE FUNCTION checklist.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
      END $$`);
    for (const table of appendOnly) {
      await runner.query(`
        CREATE TRIGGER ${table}_append_only BEFORE UPDATE OR DELETE ON checklist.${table}
          FOR EACH ROW EXECUTE FUNCTION checklist.refuse_change();
        CREATE TRIGGER ${table}_keep BEFORE TRUNCATE ON checklist.${table}
          FOR EACH STATEMENT EXECUTE FUNCTION checklist.refuse_change();`);
      await runner.query(protectEngagementTable('checklist', table, 'SELECT, INSERT'));
    }
    for (const table of changing) await runner.query(protectEngagementTable('checklist', table, 'SELECT, INSERT, UPDATE'));
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations are forward only'));
  }
}

const releaseTables = `
  CREATE TABLE checklist.releases (
    id uuid PRIMARY KEY,
    engagement_id uuid NOT NULL,
    revision integer NOT NULL,
    name text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('first-launch', 'version-upgrade', 'hotfix')),
    status text NOT NULL CHECK (status IN ('preparing', 'decided', 'live', 'rolled-back', 'closed')),
    recipe_key text NOT NULL,
    recipe_version integer NOT NULL,
    environment text NOT NULL,
    components jsonb NOT NULL,
    features text[] NOT NULL,
    has_mobile_app boolean NOT NULL,
    scope text NOT NULL,
    not_before timestamptz,
    latest_at timestamptz,
    created_at timestamptz NOT NULL,
    created_by uuid NOT NULL,
    live_at timestamptz,
    rolled_back_at timestamptz,
    closed_at timestamptz,
    outcome text CHECK (outcome IN ('done', 'rolled-back', 'abandoned')),
    end_reason text,
    ready boolean NOT NULL,
    done integer NOT NULL,
    total integer NOT NULL,
    blockers text[] NOT NULL,
    readiness_hash text NOT NULL,
    readiness_revision integer NOT NULL,
    readiness_taken_at timestamptz NOT NULL,
    next_change_at timestamptz,
    UNIQUE (engagement_id, id)
  );
  CREATE INDEX releases_newest ON checklist.releases (engagement_id, created_at DESC, id DESC);
  CREATE INDEX releases_due ON checklist.releases (next_change_at) WHERE status IN ('preparing', 'decided') AND next_change_at IS NOT NULL;

  CREATE TABLE checklist.release_items (
    engagement_id uuid NOT NULL,
    release_id uuid NOT NULL,
    item_key text NOT NULL,
    item_version integer NOT NULL,
    evidence_count integer NOT NULL DEFAULT 0,
    PRIMARY KEY (release_id, item_key),
    FOREIGN KEY (engagement_id, release_id) REFERENCES checklist.releases (engagement_id, id)
  );

  CREATE TABLE checklist.readiness_snapshots (
    engagement_id uuid NOT NULL,
    release_id uuid NOT NULL,
    revision integer NOT NULL,
    hash text NOT NULL,
    content jsonb NOT NULL,
    ready boolean NOT NULL,
    done integer NOT NULL,
    total integer NOT NULL,
    blockers text[] NOT NULL,
    taken_at timestamptz NOT NULL,
    PRIMARY KEY (release_id, revision),
    FOREIGN KEY (engagement_id, release_id) REFERENCES checklist.releases (engagement_id, id)
  );`;

const proofTables = `
  CREATE TABLE checklist.evidence (
    id uuid PRIMARY KEY,
    engagement_id uuid NOT NULL,
    release_id uuid NOT NULL,
    item_key text NOT NULL,
    kind text NOT NULL,
    subject text NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('pass', 'fail', 'warn', 'unknown')),
    measured_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    valid_until timestamptz,
    source text NOT NULL,
    by_product boolean NOT NULL,
    producer_id uuid,
    recorded_by uuid,
    statement text,
    link text,
    body jsonb,
    hash text NOT NULL,
    UNIQUE (release_id, hash),
    FOREIGN KEY (release_id, item_key) REFERENCES checklist.release_items (release_id, item_key)
  );
  CREATE INDEX evidence_of_item ON checklist.evidence (release_id, item_key, measured_at DESC);
  CREATE INDEX evidence_newest ON checklist.evidence (release_id, received_at DESC, id DESC);

  CREATE TABLE checklist.engagement_facts (
    id uuid PRIMARY KEY,
    engagement_id uuid NOT NULL,
    item_key text NOT NULL,
    kind text NOT NULL,
    subject text NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('pass', 'fail', 'warn', 'unknown')),
    measured_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    valid_until timestamptz,
    source text NOT NULL,
    statement text NOT NULL,
    body jsonb NOT NULL
  );
  CREATE INDEX engagement_facts_latest ON checklist.engagement_facts (engagement_id, item_key, kind, subject, measured_at DESC);

  CREATE TABLE checklist.involvements (
    engagement_id uuid NOT NULL,
    release_id uuid NOT NULL,
    item_key text NOT NULL,
    person_id uuid NOT NULL,
    part text NOT NULL CHECK (part IN ('doer', 'producer')),
    side text NOT NULL CHECK (side IN ('client', 'vendor')),
    department text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (release_id, item_key, person_id, part, side, department),
    FOREIGN KEY (release_id, item_key) REFERENCES checklist.release_items (release_id, item_key)
  );`;

const workTables = `
  CREATE TABLE checklist.tasks (
    id uuid PRIMARY KEY,
    engagement_id uuid NOT NULL,
    release_id uuid NOT NULL,
    item_key text NOT NULL,
    side text NOT NULL CHECK (side IN ('client', 'vendor')),
    status text NOT NULL CHECK (status IN ('open', 'rework', 'done')),
    assignee_id uuid,
    assigned_because text NOT NULL,
    due_at timestamptz,
    completed_at timestamptz,
    completed_by uuid,
    comment text,
    revision integer NOT NULL,
    UNIQUE (release_id, item_key, side),
    FOREIGN KEY (release_id, item_key) REFERENCES checklist.release_items (release_id, item_key)
  );
  CREATE INDEX tasks_of_assignee ON checklist.tasks (engagement_id, assignee_id, due_at, id);

  CREATE TABLE checklist.reviews (
    id uuid PRIMARY KEY,
    engagement_id uuid NOT NULL,
    release_id uuid NOT NULL,
    item_key text NOT NULL,
    department text NOT NULL,
    status text NOT NULL CHECK (status IN ('open', 'claimed', 'approved', 'sent-back', 'withdrawn')),
    auditor_id uuid,
    requested_at timestamptz NOT NULL,
    decided_at timestamptz,
    comment text,
    FOREIGN KEY (release_id, item_key) REFERENCES checklist.release_items (release_id, item_key)
  );
  CREATE UNIQUE INDEX reviews_one_open ON checklist.reviews (release_id, item_key) WHERE status IN ('open', 'claimed');
  CREATE INDEX reviews_of_department ON checklist.reviews (engagement_id, department, requested_at) WHERE status IN ('open', 'claimed');
  CREATE INDEX reviews_newest ON checklist.reviews (engagement_id, requested_at DESC, id DESC);

  CREATE TABLE checklist.sign_offs (
    id uuid PRIMARY KEY,
    engagement_id uuid NOT NULL,
    release_id uuid NOT NULL,
    review_id uuid NOT NULL UNIQUE REFERENCES checklist.reviews (id),
    item_key text NOT NULL,
    item_version integer NOT NULL,
    scope text NOT NULL,
    evidence_hashes text[] NOT NULL CHECK (cardinality(evidence_hashes) > 0),
    decision text NOT NULL CHECK (decision IN ('approve', 'rework')),
    person_id uuid NOT NULL,
    side text NOT NULL CHECK (side IN ('client', 'vendor')),
    department text NOT NULL,
    comment text,
    decided_at timestamptz NOT NULL,
    FOREIGN KEY (release_id, item_key) REFERENCES checklist.release_items (release_id, item_key)
  );
  CREATE INDEX sign_offs_of_release ON checklist.sign_offs (release_id, item_key, decided_at DESC);

  CREATE TABLE checklist.waivers (
    id uuid PRIMARY KEY,
    engagement_id uuid NOT NULL,
    release_id uuid NOT NULL,
    item_key text NOT NULL,
    reason text NOT NULL,
    requested_side text NOT NULL CHECK (requested_side IN ('client', 'vendor')),
    requested_by uuid NOT NULL,
    requested_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL CHECK (expires_at > requested_at AND expires_at <= requested_at + interval '2160 hours'),
    decision text CHECK (decision IN ('grant', 'refuse')),
    decided_by uuid,
    decided_at timestamptz,
    revoked_at timestamptz,
    revoked_by uuid,
    comment text,
    FOREIGN KEY (release_id, item_key) REFERENCES checklist.release_items (release_id, item_key)
  );
  CREATE INDEX waivers_of_release ON checklist.waivers (release_id, requested_at DESC, id DESC);`;

const decisionTables = `
  CREATE TABLE checklist.decisions (
    id uuid PRIMARY KEY,
    engagement_id uuid NOT NULL,
    release_id uuid NOT NULL,
    status text NOT NULL CHECK (status IN ('open', 'complete', 'superseded')),
    outcome text CHECK (outcome IN ('go', 'go-with-conditions', 'no-go')),
    readiness_hash text NOT NULL,
    readiness_revision integer NOT NULL,
    scope text NOT NULL,
    ready boolean NOT NULL,
    blockers jsonb NOT NULL,
    opened_by uuid NOT NULL,
    opened_at timestamptz NOT NULL,
    decided_at timestamptz,
    CHECK ((status = 'complete') = (outcome IS NOT NULL AND decided_at IS NOT NULL)),
    CHECK (outcome <> 'go' OR ready),
    FOREIGN KEY (engagement_id, release_id) REFERENCES checklist.releases (engagement_id, id)
  );
  CREATE UNIQUE INDEX decisions_one_open ON checklist.decisions (release_id) WHERE status = 'open';
  CREATE INDEX decisions_of_release ON checklist.decisions (release_id, opened_at DESC, id DESC);

  CREATE TABLE checklist.decision_votes (
    decision_id uuid NOT NULL REFERENCES checklist.decisions (id),
    person_id uuid NOT NULL,
    engagement_id uuid NOT NULL,
    side text NOT NULL CHECK (side IN ('client', 'vendor')),
    department text NOT NULL,
    role text NOT NULL CHECK (role IN ('release-manager', 'business')),
    vote text NOT NULL CHECK (vote IN ('go', 'go-with-conditions', 'no-go')),
    conditions text,
    reason text,
    at timestamptz NOT NULL,
    PRIMARY KEY (decision_id, person_id)
  );

  CREATE TABLE checklist.advice (
    id uuid PRIMARY KEY,
    engagement_id uuid NOT NULL,
    release_id uuid NOT NULL,
    advice text NOT NULL CHECK (advice IN ('hold', 'roll-back')),
    signal text NOT NULL,
    reason text NOT NULL,
    numbers jsonb NOT NULL,
    at timestamptz NOT NULL,
    ended_at timestamptz,
    ended_because text,
    FOREIGN KEY (engagement_id, release_id) REFERENCES checklist.releases (engagement_id, id)
  );
  CREATE UNIQUE INDEX advice_one_standing ON checklist.advice (release_id, signal) WHERE ended_at IS NULL;
  CREATE INDEX advice_of_release ON checklist.advice (release_id, at DESC, id DESC);`;
