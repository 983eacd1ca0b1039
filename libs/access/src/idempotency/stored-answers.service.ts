import { Injectable } from '@nestjs/common';
import { Clock, Problem } from '@slipway/service-host';
import type { EntityManager } from 'typeorm';

export interface AnswerKey {
  engagementId: string;
  /** The person, or the API token, that sent the key. */
  callerId: string;
  key: string;
}
export interface StoredAnswer {
  status: number;
  body: string | null;
  headers: Record<string, string>;
}

/** How long a key is remembered, in hours. */
export const idempotencyHours = 24;
const waitMilliseconds = 10_000;
const lockNotAvailable = '55P03';

/** The rows behind Idempotency-Key; one is written in the same transaction as what it stands for. */
@Injectable()
export class StoredAnswers {
  constructor(
    private readonly schema: string,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes the key for this transaction, or gives the stored answer. Waits for another transaction that holds the same key, ten seconds at
   * most. Throws 409 when that one is still running, 422 when the key came with another request.
   */
  async claim(tx: EntityManager, key: AnswerKey, fingerprint: string): Promise<StoredAnswer | null> {
    const now = this.clock.now();
    const id = [key.engagementId, key.callerId, key.key];
    await tx.query(`DELETE FROM ${this.table} WHERE engagement_id = $1 AND caller_id = $2 AND key = $3 AND created_at < $4`, [
      ...id,
      now.minus({ hours: idempotencyHours }).toISO(),
    ]);
    if (await this.insert(tx, id, fingerprint, now.toISO() as string)) return null;
    const [row] = (await tx.query(
      `SELECT fingerprint, status, body, headers FROM ${this.table} WHERE engagement_id = $1 AND caller_id = $2 AND key = $3`,
      id,
    )) as (StoredAnswer & { fingerprint: string })[];
    if (!row) throw inFlight();
    if (row.fingerprint !== fingerprint) {
      throw Problem.unprocessable(
        'idempotency-key-reused',
        'The Idempotency-Key was used before with another request.',
        'Use a new key for a new request; repeat the old request unchanged to get its answer.',
        'Idempotency-Key',
      );
    }
    return { status: row.status, body: row.body, headers: row.headers };
  }

  async store(tx: EntityManager, key: AnswerKey, answer: StoredAnswer): Promise<void> {
    await tx.query(
      `UPDATE ${this.table} SET status = $4, body = $5, headers = $6 WHERE engagement_id = $1 AND caller_id = $2 AND key = $3`,
      [key.engagementId, key.callerId, key.key, answer.status, answer.body, JSON.stringify(answer.headers)],
    );
  }

  /** Forgets keys that are older than a day; how many. */
  async forget(tx: EntityManager): Promise<number> {
    const before = this.clock.now().minus({ hours: idempotencyHours }).toISO();
    const [, count] = (await tx.query(`DELETE FROM ${this.table} WHERE created_at < $1`, [before])) as [unknown, number];
    return count;
  }

  private get table(): string {
    return `"${this.schema}".idempotency_keys`;
  }

  /** True when the key is ours; the unique index makes a second transaction wait for the first. */
  private async insert(tx: EntityManager, id: string[], fingerprint: string, at: string): Promise<boolean> {
    try {
      await tx.query(`SELECT set_config('lock_timeout', $1, true)`, [`${waitMilliseconds}ms`]);
      const rows = (await tx.query(
        `INSERT INTO ${this.table} (engagement_id, caller_id, key, fingerprint, created_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT DO NOTHING RETURNING key`,
        [...id, fingerprint, at],
      )) as unknown[];
      await tx.query(`SELECT set_config('lock_timeout', '0', true)`);
      return rows.length === 1;
    } catch (failure) {
      if ((failure as { driverError?: { code?: string } }).driverError?.code === lockNotAvailable) throw inFlight();
      throw failure;
    }
  }
}

function inFlight(): Problem {
  return Problem.conflict(
    'idempotency-key-in-flight',
    'A request with the same Idempotency-Key is still being worked on.',
    'Wait a moment, then repeat the request with the same key.',
  );
}
