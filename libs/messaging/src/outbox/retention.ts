import type { DateTime } from 'luxon';
import type { MessagingDatabase } from '../service-events';

/** Published rows of the outbox are kept this long, for diagnosis. */
export const outboxRetentionDays = 3;
/**
 * Twice the time that topics keep events (7 days): while the broker can deliver an event again, the inbox remembers it. Raising the
 * retention of the topics beyond this makes old events count as new.
 */
export const inboxRetentionDays = 14;

const batch = 10_000;

/** Deletes what is older than its retention. @returns how many rows */
export async function pruneEvents(database: MessagingDatabase, service: string, now: DateTime): Promise<number> {
  const outbox = await prune(database, `${service}.outbox`, 'published_at', now.minus({ days: outboxRetentionDays }));
  const inbox = await prune(database, `${service}.inbox`, 'received_at', now.minus({ days: inboxRetentionDays }));
  return outbox + inbox;
}

async function prune(database: MessagingDatabase, table: string, column: string, before: DateTime): Promise<number> {
  for (let deleted = 0; ;) {
    const rows: unknown[] = await database.across('prune delivered events', (tx) =>
      tx.query(
        `WITH gone AS (DELETE FROM ${table} WHERE ctid = ANY(ARRAY(SELECT ctid FROM ${table} WHERE ${column} < $1 LIMIT ${batch})) RETURNING 1 AS one)
         SELECT one FROM gone`,
        [before.toISO()],
      ),
    );
    deleted += rows.length;
    if (rows.length < batch) return deleted;
  }
}
