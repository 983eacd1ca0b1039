import { decodeCursor, encodeCursor, Problem } from '@slipway/service-host';
import type { DateTime } from 'luxon';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { decodeRecord, type EventRecord } from '../envelope/event-record';
import { describeError } from '../inbox/inbox-runner';
import type { Handler } from '../inbox/handler';
import type { MessagingDatabase } from '../service-events';
import { toDeadLetter, type DeadLetter, type DeadLetterRow, type DeadLetterState } from './dead-letter';

const position = z.object({ failedAt: z.iso.datetime({ offset: true }), id: z.uuid() });

/** A service's dead letters within one engagement. Those without an engagement are not reachable here. */
export class DeadLetters {
  constructor(
    private readonly service: string,
    private readonly database: MessagingDatabase,
    private readonly now: () => DateTime,
    private readonly handlers: () => readonly Handler[],
  ) {}

  /**
   * Newest first.
   * @throws Problem 400 on a bad cursor
   */
  list(
    engagementId: string,
    query: { cursor?: string; limit: number; state?: DeadLetterState },
  ): Promise<{ items: DeadLetter[]; nextCursor: string | null }> {
    const after = query.cursor === undefined ? null : decodeCursor(position, query.cursor);
    return this.database.inEngagement(engagementId, async (tx) => {
      const rows: (DeadLetterRow & { at: string })[] = await tx.query(
        `SELECT *, to_char(failed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at FROM ${this.service}.dead_letters
         WHERE engagement_id = $1 AND ($2::timestamptz IS NULL OR (failed_at, id) < ($2, $3::uuid))
           AND ($4::text IS NULL OR $4 = CASE WHEN replayed_at IS NOT NULL THEN 'replayed' WHEN discarded_at IS NOT NULL THEN 'discarded' ELSE 'open' END)
         ORDER BY failed_at DESC, id DESC LIMIT $5`,
        [engagementId, after?.failedAt ?? null, after?.id ?? null, query.state ?? null, query.limit + 1],
      );
      const page = rows.slice(0, query.limit);
      const last = page.at(-1);
      return {
        items: page.map(toDeadLetter),
        nextCursor: rows.length > query.limit && last ? encodeCursor({ failedAt: last.at, id: last.id }) : null,
      };
    });
  }

  /** @throws Problem 404 when there is none in this engagement */
  get(engagementId: string, id: string): Promise<DeadLetter> {
    return this.database.inEngagement(engagementId, async (tx) => toDeadLetter(await this.row(tx, engagementId, id)));
  }

  /**
   * Runs the handler again, once, in one transaction with the note that it was replayed. When it fails again the letter stays open.
   * @throws Problem 404, 409 when it is closed already, 422 when it cannot be replayed or fails again
   */
  async replay(engagementId: string, id: string): Promise<DeadLetter> {
    try {
      return await this.database.inEngagement(engagementId, async (tx) => {
        const row = await this.openRow(tx, engagementId, id);
        const handler = this.handlers().find((candidate) => candidate.consumer === row.consumer);
        if (!handler) throw notReplayable(`No handler is called ${row.consumer} any more.`);
        const decoded = decodeRecord(recordOf(row), handler.contract);
        if ('fault' in decoded) throw notReplayable(`The event itself is faulty: ${decoded.fault}.`);
        try {
          await handler.invoke(decoded.event, tx);
        } catch (error) {
          throw new ReplayFailed(error);
        }
        await tx.query(`UPDATE ${this.service}.dead_letters SET replayed_at = $2 WHERE id = $1`, [id, this.now().toISO()]);
        return toDeadLetter(await this.row(tx, engagementId, id));
      });
    } catch (error) {
      if (!(error instanceof ReplayFailed)) throw error;
      throw Problem.unprocessable(
        'replay-failed',
        `The handler failed again: ${describeError(error.cause)}.`,
        'Remove the cause and replay it again, or discard it with a reason.',
      );
    }
  }

  /**
   * Closes a dead letter without handling it.
   * @param by who decided it, as the audit names them
   * @throws Problem 404, 409 when it is closed already
   */
  discard(engagementId: string, id: string, by: string, reason: string): Promise<DeadLetter> {
    return this.database.inEngagement(engagementId, async (tx) => {
      await this.openRow(tx, engagementId, id);
      await tx.query(`UPDATE ${this.service}.dead_letters SET discarded_at = $2, discarded_by = $3, reason = $4 WHERE id = $1`, [
        id,
        this.now().toISO(),
        by,
        reason,
      ]);
      return toDeadLetter(await this.row(tx, engagementId, id));
    });
  }

  private async openRow(tx: EntityManager, engagementId: string, id: string): Promise<DeadLetterRow> {
    const row = await this.row(tx, engagementId, id, 'FOR UPDATE');
    if (row.replayed_at)
      throw Problem.conflict(
        'already-replayed',
        'This dead letter was replayed already.',
        'A dead letter is replayed once; nothing is left to do.',
      );
    if (row.discarded_at)
      throw Problem.conflict('already-discarded', 'This dead letter was discarded.', 'A discarded dead letter stays closed.');
    return row;
  }

  private async row(tx: EntityManager, engagementId: string, id: string, locking = ''): Promise<DeadLetterRow> {
    const [row]: DeadLetterRow[] = await tx.query(
      `SELECT * FROM ${this.service}.dead_letters WHERE id = $1 AND engagement_id = $2 ${locking}`,
      [id, engagementId],
    );
    if (!row) throw Problem.notFound('dead letter');
    return row;
  }
}

class ReplayFailed extends Error {
  constructor(override readonly cause: unknown) {
    super('the handler failed');
  }
}

const notReplayable = (detail: string): Problem => Problem.unprocessable('not-replayable', detail, 'Discard it with a reason.');

const recordOf = (row: DeadLetterRow): EventRecord => ({
  topic: row.topic,
  key: row.key,
  value: row.payload_encoding === 'base64' ? Buffer.from(row.payload, 'base64') : row.payload,
  headers: {
    ce_specversion: '1.0',
    ce_id: row.event_id ?? '',
    ce_type: row.type,
    ce_source: row.source,
    ce_subject: row.key,
    ce_time: row.occurred_at,
    ce_engagementid: row.engagement_id ?? '',
    traceparent: row.traceparent,
  },
});
