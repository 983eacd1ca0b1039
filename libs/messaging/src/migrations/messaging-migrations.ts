import { protectEngagementTable } from '@slipway/service-host';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The tables that every service needs to tell and to hear events, in the service's own schema. */
export function messagingMigrations(service: string): Function[] {
  class MessagingTables1763900000000 implements MigrationInterface {
    readonly name = `${service}MessagingTables1763900000000`;

    async up(runner: QueryRunner): Promise<void> {
      for (const statement of messagingTables(service)) await runner.query(statement);
    }

    down(): Promise<void> {
      return Promise.reject(new Error('migrations are forward only'));
    }
  }
  class OutboxBytes1763900000001 implements MigrationInterface {
    readonly name = `${service}OutboxBytes1763900000001`;

    /** The relay cuts its batches by size; from this column it need not unpack the rows that stay behind. */
    async up(runner: QueryRunner): Promise<void> {
      await runner.query(
        `ALTER TABLE ${service}.outbox ADD COLUMN bytes int NOT NULL GENERATED ALWAYS AS (octet_length(data::text)) STORED`,
      );
    }

    down(): Promise<void> {
      return Promise.reject(new Error('migrations are forward only'));
    }
  }
  return [MessagingTables1763900000000, OutboxBytes1763900000001];
}

const messagingTables = (schema: string): string[] => [
  `CREATE TABLE ${schema}.outbox (
     id uuid PRIMARY KEY,
     seq bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
     type text NOT NULL,
     topic text NOT NULL,
     key text NOT NULL,
     engagement_id uuid NOT NULL,
     occurred_at timestamptz NOT NULL,
     traceparent text NOT NULL,
     data json NOT NULL,
     published_at timestamptz)`,
  `CREATE INDEX outbox_waiting ON ${schema}.outbox (seq) WHERE published_at IS NULL`,
  `CREATE INDEX outbox_published ON ${schema}.outbox (published_at) WHERE published_at IS NOT NULL`,
  protectEngagementTable(schema, 'outbox'),
  `CREATE TABLE ${schema}.inbox (
     event_id uuid NOT NULL,
     consumer text NOT NULL,
     type text NOT NULL,
     engagement_id uuid NOT NULL,
     received_at timestamptz NOT NULL,
     PRIMARY KEY (event_id, consumer))`,
  `CREATE INDEX inbox_received ON ${schema}.inbox (received_at)`,
  protectEngagementTable(schema, 'inbox'),
  `CREATE TABLE ${schema}.dead_letters (
     id uuid PRIMARY KEY,
     event_id uuid,
     type text NOT NULL,
     topic text NOT NULL,
     key text NOT NULL,
     source text NOT NULL,
     occurred_at text NOT NULL,
     "partition" int,
     "offset" bigint,
     consumer text NOT NULL,
     cause text NOT NULL,
     attempts int NOT NULL,
     payload text NOT NULL,
     payload_encoding text NOT NULL,
     traceparent text NOT NULL,
     engagement_id uuid,
     failed_at timestamptz NOT NULL,
     replayed_at timestamptz,
     discarded_at timestamptz,
     discarded_by text,
     reason text)`,
  `CREATE UNIQUE INDEX dead_letters_event ON ${schema}.dead_letters (event_id, consumer) WHERE event_id IS NOT NULL AND engagement_id IS NOT NULL`,
  `CREATE UNIQUE INDEX dead_letters_position ON ${schema}.dead_letters (topic, "partition", "offset", consumer) WHERE "offset" IS NOT NULL`,
  `CREATE INDEX dead_letters_listed ON ${schema}.dead_letters (engagement_id, failed_at DESC, id DESC)`,
  protectEngagementTable(schema, 'dead_letters'),
];
