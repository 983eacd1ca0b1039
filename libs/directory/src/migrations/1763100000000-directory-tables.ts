import { protectEngagementTable, protectGlobalTable } from '@slipway/service-host';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class DirectoryTables1763100000000 implements MigrationInterface {
  readonly name = 'DirectoryTables1763100000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(people);
    await runner.query(engagements);
    await runner.query(signIn);
    await runner.query(keys);
    for (const table of ['people', 'credentials', 'parties']) {
      await runner.query(protectGlobalTable('directory', table, 'SELECT, INSERT, UPDATE'));
    }
    for (const table of [
      'sessions',
      'refresh_tokens',
      'sign_in_attempts',
      'signing_keys',
      'oidc_flows',
      'person_identities',
      'installation',
    ]) {
      await runner.query(protectGlobalTable('directory', table));
    }
    for (const table of ['engagements', 'memberships', 'api_tokens']) {
      await runner.query(protectEngagementTable('directory', table, 'SELECT, INSERT, UPDATE'));
    }
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}

const people = `
  CREATE TABLE directory.people (
    person_id uuid PRIMARY KEY,
    name text NOT NULL,
    email text NOT NULL UNIQUE CHECK (email = lower(email)),
    zone text NOT NULL,
    operator boolean NOT NULL DEFAULT false,
    revision integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    last_sign_in_at timestamptz
  );
  CREATE TABLE directory.credentials (
    person_id uuid PRIMARY KEY REFERENCES directory.people,
    password_hash text NOT NULL,
    set_at timestamptz NOT NULL,
    own boolean NOT NULL
  );
  COMMENT ON COLUMN directory.credentials.own IS 'chosen by the person, and not an initial password';
  CREATE TABLE directory.person_identities (
    issuer text NOT NULL,
    subject text NOT NULL,
    person_id uuid NOT NULL REFERENCES directory.people,
    linked_at timestamptz NOT NULL,
    PRIMARY KEY (issuer, subject)
  );`;

const engagements = `
  CREATE TABLE directory.parties (
    party_id uuid PRIMARY KEY,
    created_at timestamptz NOT NULL
  );
  CREATE TABLE directory.engagements (
    engagement_id uuid PRIMARY KEY,
    name text NOT NULL,
    revision integer NOT NULL DEFAULT 1,
    client_party_id uuid NOT NULL REFERENCES directory.parties,
    client jsonb NOT NULL,
    vendor_party_id uuid NOT NULL REFERENCES directory.parties,
    vendor jsonb NOT NULL,
    solution jsonb NOT NULL,
    opened_at timestamptz NOT NULL,
    opened_by uuid NOT NULL REFERENCES directory.people,
    CHECK (client_party_id <> vendor_party_id)
  );
  CREATE TABLE directory.memberships (
    engagement_id uuid NOT NULL REFERENCES directory.engagements,
    person_id uuid NOT NULL REFERENCES directory.people,
    side text NOT NULL CHECK (side IN ('client', 'vendor')),
    department text NOT NULL,
    roles text[] NOT NULL,
    active boolean NOT NULL DEFAULT true,
    revision integer NOT NULL DEFAULT 1,
    PRIMARY KEY (engagement_id, person_id)
  );
  CREATE INDEX memberships_person ON directory.memberships (person_id);
  CREATE TABLE directory.api_tokens (
    token_id uuid PRIMARY KEY,
    engagement_id uuid NOT NULL REFERENCES directory.engagements,
    person_id uuid NOT NULL REFERENCES directory.people,
    name text NOT NULL,
    prefix text NOT NULL,
    token_hash bytea NOT NULL UNIQUE,
    scopes text[] NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    last_used_at timestamptz,
    revoked_at timestamptz
  );
  CREATE INDEX api_tokens_engagement ON directory.api_tokens (engagement_id, created_at);`;

const signIn = `
  CREATE TABLE directory.sessions (
    session_id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES directory.people,
    created_at timestamptz NOT NULL,
    last_used_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    user_agent text NOT NULL,
    ended_at timestamptz,
    ended_because text
  );
  CREATE INDEX sessions_person ON directory.sessions (person_id, created_at);
  CREATE TABLE directory.refresh_tokens (
    token_hash bytea PRIMARY KEY,
    session_id uuid NOT NULL REFERENCES directory.sessions ON DELETE CASCADE,
    issued_at timestamptz NOT NULL,
    used_at timestamptz
  );
  CREATE INDEX refresh_tokens_session ON directory.refresh_tokens (session_id);
  CREATE TABLE directory.sign_in_attempts (
    key text PRIMARY KEY,
    failures integer NOT NULL,
    last_failed_at timestamptz NOT NULL
  );
  CREATE TABLE directory.oidc_flows (
    state_hash bytea PRIMARY KEY,
    sealed text NOT NULL,
    return_to text NOT NULL,
    expires_at timestamptz NOT NULL
  );`;

const keys = `
  CREATE TABLE directory.signing_keys (
    key_id text PRIMARY KEY,
    public_key jsonb NOT NULL,
    sealed_private_key text NOT NULL,
    active_from timestamptz NOT NULL,
    created_at timestamptz NOT NULL
  );
  CREATE TABLE directory.installation (
    name text PRIMARY KEY,
    value jsonb NOT NULL
  );`;
