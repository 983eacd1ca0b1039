import { protectEngagementTable } from '@slipway/service-host';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The tables of access in a service's schema. The directory has the engagements and memberships themselves, so it keeps no copy. */
export function accessMigrations(service: string): (new () => MigrationInterface)[] {
  class AccessTables1763000000000 implements MigrationInterface {
    readonly name = 'AccessTables1763000000000';

    async up(runner: QueryRunner): Promise<void> {
      await runner.query(auditTable(service));
      await runner.query(protectEngagementTable(service, 'audit_entries', 'SELECT, INSERT'));
      await runner.query(idempotencyTable(service));
      await runner.query(protectEngagementTable(service, 'idempotency_keys'));
      if (service === 'directory') return;
      await runner.query(memberTables(service));
      await runner.query(protectEngagementTable(service, 'members', 'SELECT, INSERT, UPDATE'));
      await runner.query(protectEngagementTable(service, 'engagements', 'SELECT, INSERT, UPDATE'));
    }

    down(): Promise<void> {
      return Promise.reject(new Error('migrations go forward only'));
    }
  }
  return [AccessTables1763000000000];
}

const auditTable = (schema: string) => `
  CREATE TABLE "${schema}".audit_entries (
    engagement_id uuid NOT NULL,
    sequence bigint NOT NULL CHECK (sequence > 0),
    id uuid NOT NULL UNIQUE,
    at timestamptz NOT NULL,
    actor jsonb NOT NULL,
    action text NOT NULL,
    subject text NOT NULL,
    before jsonb,
    after jsonb,
    previous_hash char(64) NOT NULL,
    hash char(64) NOT NULL,
    PRIMARY KEY (engagement_id, sequence)
  );
  CREATE INDEX audit_entries_subject ON "${schema}".audit_entries (engagement_id, subject, sequence DESC);
  CREATE FUNCTION "${schema}".refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'insufficient_privilege';
  END $$;
  CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE ON "${schema}".audit_entries
    FOR EACH ROW EXECUTE FUNCTION "${schema}".refuse_audit_change();
  CREATE TRIGGER audit_entries_keep BEFORE TRUNCATE ON "${schema}".audit_entries
    FOR EACH STATEMENT EXECUTE FUNCTION "${schema}".refuse_audit_change();`;

const idempotencyTable = (schema: string) => `
  CREATE TABLE "${schema}".idempotency_keys (
    engagement_id uuid NOT NULL,
    caller_id uuid NOT NULL,
    key text NOT NULL,
    fingerprint text NOT NULL,
    status integer,
    body text,
    headers jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL,
    PRIMARY KEY (engagement_id, caller_id, key)
  );
  CREATE INDEX idempotency_keys_age ON "${schema}".idempotency_keys (created_at);`;

const memberTables = (schema: string) => `
  CREATE TABLE "${schema}".members (
    engagement_id uuid NOT NULL,
    person_id uuid NOT NULL,
    name text NOT NULL,
    email text NOT NULL,
    zone text NOT NULL,
    side text NOT NULL CHECK (side IN ('client', 'vendor')),
    department text NOT NULL,
    roles text[] NOT NULL,
    active boolean NOT NULL,
    revision integer NOT NULL,
    PRIMARY KEY (engagement_id, person_id)
  );
  CREATE TABLE "${schema}".engagements (
    engagement_id uuid PRIMARY KEY,
    revision integer NOT NULL,
    facts jsonb NOT NULL
  );`;
