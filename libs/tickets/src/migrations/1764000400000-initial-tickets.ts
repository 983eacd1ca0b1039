import { groupRole, protectEngagementTable } from '@slipway/service-host';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const deskTables = `
  CREATE TABLE tickets.desks (
    id uuid PRIMARY KEY,
    engagement_id uuid NOT NULL,
    line text NOT NULL CHECK (line IN ('first', 'second')),
    key text NOT NULL,
    name text NOT NULL,
    preset text NOT NULL,
    hook_key text NOT NULL UNIQUE,
    status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'paused', 'disabled')),
    disabled_reason text,
    outbound_url text,
    mapping jsonb NOT NULL DEFAULT '{}',
    revision integer NOT NULL DEFAULT 1,
    created_at timestamptz(3) NOT NULL,
    UNIQUE (engagement_id, key)
  );
  CREATE TABLE tickets.desk_secrets (
    id uuid PRIMARY KEY,
    engagement_id uuid NOT NULL,
    desk_id uuid NOT NULL REFERENCES tickets.desks (id) ON DELETE CASCADE,
    direction text NOT NULL CHECK (direction IN ('inbound', 'outbound')),
    sealed bytea NOT NULL,
    created_at timestamptz(3) NOT NULL,
    expires_at timestamptz(3)
  );
  CREATE INDEX desk_secrets_desk ON tickets.desk_secrets (desk_id, direction);
  CREATE TABLE tickets.inbound_deliveries (
    id uuid PRIMARY KEY,
    engagement_id uuid NOT NULL,
    desk_id uuid NOT NULL REFERENCES tickets.desks (id) ON DELETE CASCADE,
    identity text NOT NULL,
    headers jsonb NOT NULL,
    body bytea NOT NULL,
    received_at timestamptz(3) NOT NULL,
    sequence bigint GENERATED ALWAYS AS IDENTITY,
    status text NOT NULL DEFAULT 'received' CHECK (status IN ('received', 'processed', 'ignored', 'failed')),
    cause text,
    attempts integer NOT NULL DEFAULT 0,
    due_at timestamptz(3),
    ticket_ids uuid[] NOT NULL DEFAULT '{}',
    UNIQUE (desk_id, identity)
  );
  CREATE INDEX inbound_deliveries_due ON tickets.inbound_deliveries (due_at, sequence) WHERE status = 'received';
  CREATE INDEX inbound_deliveries_list ON tickets.inbound_deliveries (engagement_id, sequence DESC);`;

const ticketTables = `
  CREATE TABLE tickets.ticket_numbers (
    engagement_id uuid PRIMARY KEY,
    last integer NOT NULL
  );
  CREATE TABLE tickets.tickets (
    id uuid PRIMARY KEY,
    engagement_id uuid NOT NULL,
    number integer NOT NULL,
    title text NOT NULL,
    description text NOT NULL DEFAULT '',
    priority text NOT NULL CHECK (priority IN ('urgent', 'high', 'normal', 'low')),
    status text NOT NULL CHECK (status IN ('open', 'in-progress', 'waiting', 'resolved', 'closed')),
    line text NOT NULL CHECK (line IN ('first', 'second')),
    assignee_id uuid,
    first_assignee_id uuid,
    second_assignee_id uuid,
    unrouted text,
    feature text,
    release_id uuid,
    reporter jsonb NOT NULL,
    origin_desk_id uuid REFERENCES tickets.desks (id),
    is_test boolean NOT NULL DEFAULT false,
    trip text[] NOT NULL,
    waiting_on text CHECK (waiting_on IN ('client', 'vendor')),
    opened_at timestamptz(3) NOT NULL,
    updated_at timestamptz(3) NOT NULL,
    escalated_at timestamptz(3),
    resolved_at timestamptz(3),
    revision integer NOT NULL DEFAULT 1,
    UNIQUE (engagement_id, number)
  );
  CREATE INDEX tickets_open ON tickets.tickets (engagement_id, assignee_id) WHERE status NOT IN ('resolved', 'closed');
  CREATE INDEX tickets_release ON tickets.tickets (engagement_id, release_id, opened_at) WHERE release_id IS NOT NULL;
  CREATE TABLE tickets.ticket_messages (
    id uuid PRIMARY KEY,
    engagement_id uuid NOT NULL,
    ticket_id uuid NOT NULL REFERENCES tickets.tickets (id),
    side text NOT NULL CHECK (side IN ('client', 'vendor')),
    visibility text NOT NULL CHECK (visibility IN ('public', 'private')),
    author text NOT NULL,
    person_id uuid,
    desk_id uuid,
    via text NOT NULL CHECK (via IN ('person', 'desk', 'system')),
    external_id text,
    text text NOT NULL,
    at timestamptz(3) NOT NULL
  );
  CREATE INDEX ticket_messages_ticket ON tickets.ticket_messages (ticket_id, at, id);
  CREATE UNIQUE INDEX ticket_messages_external ON tickets.ticket_messages (ticket_id, desk_id, external_id) WHERE external_id IS NOT NULL;
  CREATE TABLE tickets.ticket_history (
    id uuid PRIMARY KEY,
    engagement_id uuid NOT NULL,
    ticket_id uuid NOT NULL REFERENCES tickets.tickets (id),
    side text NOT NULL CHECK (side IN ('client', 'vendor', 'system')),
    only_for text CHECK (only_for IN ('client', 'vendor')),
    kind text NOT NULL,
    actor text NOT NULL,
    text text NOT NULL,
    detail jsonb NOT NULL DEFAULT '{}',
    at timestamptz(3) NOT NULL
  );
  CREATE INDEX ticket_history_ticket ON tickets.ticket_history (ticket_id, at, id);
  CREATE TABLE tickets.bonds (
    id uuid PRIMARY KEY,
    engagement_id uuid NOT NULL,
    ticket_id uuid NOT NULL REFERENCES tickets.tickets (id),
    desk_id uuid NOT NULL REFERENCES tickets.desks (id),
    reference text,
    url text,
    said jsonb NOT NULL DEFAULT '{}',
    state_at timestamptz(3),
    bonded_at timestamptz(3) NOT NULL,
    UNIQUE (ticket_id, desk_id)
  );
  CREATE UNIQUE INDEX bonds_reference ON tickets.bonds (desk_id, reference) WHERE reference IS NOT NULL;
  CREATE TABLE tickets.echo_marks (
    id uuid PRIMARY KEY,
    engagement_id uuid NOT NULL,
    ticket_id uuid NOT NULL REFERENCES tickets.tickets (id),
    desk_id uuid NOT NULL REFERENCES tickets.desks (id) ON DELETE CASCADE,
    delivery_id uuid,
    kind text NOT NULL,
    digest text,
    created_at timestamptz(3) NOT NULL,
    delivered_at timestamptz(3),
    consumed_at timestamptz(3)
  );
  CREATE INDEX echo_marks_ticket ON tickets.echo_marks (ticket_id, desk_id);
  CREATE INDEX echo_marks_delivery ON tickets.echo_marks (delivery_id);
  CREATE INDEX echo_marks_opened ON tickets.echo_marks (desk_id, digest) WHERE kind = 'opened';
  CREATE TABLE tickets.clocks (
    id uuid PRIMARY KEY,
    engagement_id uuid NOT NULL,
    ticket_id uuid NOT NULL REFERENCES tickets.tickets (id),
    kind text NOT NULL CHECK (kind IN ('response', 'update', 'resolution')),
    line text NOT NULL CHECK (line IN ('first', 'second')),
    state text NOT NULL CHECK (state IN ('running', 'paused', 'met', 'missed', 'stopped')),
    calendar text NOT NULL,
    target_minutes double precision NOT NULL,
    started_at timestamptz(3) NOT NULL,
    due_at timestamptz(3),
    remaining_minutes double precision,
    ended_at timestamptz(3)
  );
  CREATE INDEX clocks_ticket ON tickets.clocks (ticket_id);
  CREATE INDEX clocks_due ON tickets.clocks (due_at) WHERE state = 'running';
  CREATE TABLE tickets.targets (
    engagement_id uuid PRIMARY KEY,
    targets jsonb NOT NULL,
    revision integer NOT NULL
  );`;

const outboundTables = `
  CREATE TABLE tickets.outbound_deliveries (
    id uuid PRIMARY KEY,
    engagement_id uuid NOT NULL,
    desk_id uuid NOT NULL REFERENCES tickets.desks (id) ON DELETE CASCADE,
    ticket_id uuid NOT NULL REFERENCES tickets.tickets (id),
    sequence bigint GENERATED ALWAYS AS IDENTITY,
    type text NOT NULL,
    body text NOT NULL,
    status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'delivered', 'failed')),
    attempts integer NOT NULL DEFAULT 0,
    due_at timestamptz(3),
    last_status integer,
    cause text,
    created_at timestamptz(3) NOT NULL,
    delivered_at timestamptz(3)
  );
  CREATE INDEX outbound_deliveries_due ON tickets.outbound_deliveries (due_at) WHERE status = 'pending';
  CREATE INDEX outbound_deliveries_order ON tickets.outbound_deliveries (ticket_id, desk_id, sequence);
  CREATE INDEX outbound_deliveries_list ON tickets.outbound_deliveries (engagement_id, sequence DESC);`;

const hypercareTables = `
  CREATE TABLE tickets.hypercare (
    release_id uuid PRIMARY KEY,
    engagement_id uuid NOT NULL,
    release_name text NOT NULL,
    environment text NOT NULL,
    features text[] NOT NULL,
    status text NOT NULL CHECK (status IN ('active', 'ended')),
    live_at timestamptz(3) NOT NULL,
    until timestamptz(3) NOT NULL,
    due_at timestamptz(3),
    ended_at timestamptz(3),
    end_reason text,
    limit_per_hour integer NOT NULL,
    quiet_hours integer NOT NULL,
    revision integer NOT NULL DEFAULT 1
  );
  CREATE INDEX hypercare_engagement ON tickets.hypercare (engagement_id, live_at DESC);
  CREATE INDEX hypercare_due ON tickets.hypercare (due_at) WHERE status = 'active';
  CREATE TABLE tickets.surges (
    id uuid PRIMARY KEY,
    engagement_id uuid NOT NULL,
    release_id uuid NOT NULL REFERENCES tickets.hypercare (release_id),
    at timestamptz(3) NOT NULL,
    tickets integer NOT NULL,
    urgent integer NOT NULL,
    ticket_limit integer NOT NULL,
    reason text NOT NULL
  );
  CREATE INDEX surges_release ON tickets.surges (release_id, at DESC);`;

/** Private rows are seen only by a transaction that has named its side; whoever forgets sees none. */
const ownSide = (table: string, condition: string): string => `
  CREATE POLICY private_to_its_side ON tickets.${table} AS RESTRICTIVE FOR SELECT TO ${groupRole('tickets', 'engagement')}, ${groupRole('tickets', 'across')}
    USING (${condition});`;

const tables = [
  'desks',
  'desk_secrets',
  'inbound_deliveries',
  'ticket_numbers',
  'tickets',
  'ticket_messages',
  'ticket_history',
  'bonds',
  'echo_marks',
  'clocks',
  'targets',
  'outbound_deliveries',
  'hypercare',
  'surges',
];

export class InitialTickets1764000400000 implements MigrationInterface {
  readonly name = 'InitialTickets1764000400000';

  async up(runner: QueryRunner): Promise<void> {
    for (const sql of [deskTables, ticketTables, outboundTables, hypercareTables]) await runner.query(sql);
    for (const table of tables) await runner.query(protectEngagementTable('tickets', table));
    await runner.query(ownSide('ticket_messages', `visibility = 'public' OR side = current_setting('slipway.side', true)`));
    await runner.query(ownSide('ticket_history', `only_for IS NULL OR only_for = current_setting('slipway.side', true)`));
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}
