import type { EventEnvelope } from '@slipway/contracts';
import { inTrace } from '@slipway/service-host';
import type { DateTime } from 'luxon';
import type { EntityManager } from 'typeorm';
import { decodeRecord, type EventRecord } from '../envelope/event-record';
import { countOutcome, type Outcome } from '../event-outcomes';
import { DeliveryInterrupted } from '../event-transport';
import type { MessagingDatabase, MessagingLog } from '../service-events';
import { writeDeadLetter } from '../dead-letters/write-dead-letter';
import type { Handler } from './handler';
import { backoffMs, pause, retryPausesMs } from './pauses';

export interface InboxRunnerOptions {
  readonly service: string;
  readonly handlers: readonly Handler[];
  readonly database: MessagingDatabase;
  readonly log: MessagingLog;
  readonly now: () => DateTime;
  /** Aborted when the process stops: running handlers finish, waiting ones are given up. */
  readonly stopping: AbortSignal;
  readonly pausesMs?: readonly number[];
}

/**
 * Takes in the events of one service. Each handler runs in one transaction with its inbox row, so a repeat does nothing; a
 * failing one is retried in place, which keeps the order, and then becomes a dead letter. While the database is away nothing
 * counts as an attempt and nothing is given up.
 */
export class InboxRunner {
  private readonly handlersByType = new Map<string, Handler[]>();

  constructor(protected readonly options: InboxRunnerOptions) {
    for (const handler of options.handlers) {
      const { type } = handler.contract;
      this.handlersByType.set(type, [...(this.handlersByType.get(type) ?? []), handler]);
    }
  }

  /** @throws DeliveryInterrupted when the process stops before the record is done with */
  async deliver(record: EventRecord): Promise<void> {
    const type = record.headers['ce_type'] ?? '';
    const handlers = this.handlersByType.get(type);
    if (!handlers) {
      if (type === '') await this.bury(record, undefined, 'undecodable', 'ce_type is missing', 0);
      else this.count(type, 'unknown');
      return;
    }
    for (const handler of handlers) {
      const decoded = decodeRecord(record, handler.contract);
      if ('fault' in decoded) await this.bury(record, undefined, handler.consumer, decoded.fault, 0);
      else await inTrace(decoded.event.traceparent, () => this.handle(record, decoded.event, handler));
    }
  }

  private async handle(record: EventRecord, event: EventEnvelope, handler: Handler): Promise<void> {
    const { log, service, stopping } = this.options;
    const pausesMs = this.options.pausesMs ?? retryPausesMs;
    for (let attempts = 1; ;) {
      if (stopping.aborted) throw new DeliveryInterrupted();
      try {
        this.count(event.type, await this.once(event, handler));
        return;
      } catch (error) {
        if (stopping.aborted) throw new DeliveryInterrupted();
        if (await this.databaseWasAway()) continue;
        const cause = describeError(error);
        if (attempts > pausesMs.length) {
          await this.bury(record, event, handler.consumer, cause, attempts);
          return;
        }
        this.count(event.type, 'retried');
        log.warn(
          { service, consumer: handler.consumer, eventId: event.id, type: event.type, attempts, cause },
          'a handler failed and is tried again',
        );
        await pause(pausesMs[attempts - 1] ?? 0, stopping);
        attempts += 1;
      }
    }
  }

  private once(event: EventEnvelope, handler: Handler): Promise<Outcome> {
    return this.options.database.inEngagement(event.engagementId, async (tx) => {
      if (!(await this.isFirst(tx, event, handler.consumer))) return 'repeated';
      await handler.invoke(event, tx);
      return 'handled';
    });
  }

  /**
   * Notes the event in the inbox and tells whether that is news. A concurrent delivery of the same event waits here until the
   * other one has committed or rolled back.
   */
  protected async isFirst(tx: EntityManager, event: EventEnvelope, consumer: string): Promise<boolean> {
    const inserted: unknown[] = await tx.query(
      `WITH first AS (
         INSERT INTO ${this.options.service}.inbox (event_id, consumer, type, engagement_id, received_at)
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING 1 AS one)
       SELECT one FROM first`,
      [event.id, consumer, event.type, event.engagementId, this.options.now().toISO()],
    );
    return inserted.length > 0;
  }

  /** Writes a dead letter; its inbox row, in the same transaction, keeps a repeat from failing all over again. */
  private async bury(
    record: EventRecord,
    event: EventEnvelope | undefined,
    consumer: string,
    cause: string,
    attempts: number,
  ): Promise<void> {
    const { database, log, service, stopping, now } = this.options;
    for (let round = 0; ; round += 1) {
      try {
        const written = await writeDeadLetter(database, service, { record, event, consumer, cause, attempts, failedAt: now() });
        const type = record.headers['ce_type'] ?? '';
        this.count(type, written ? 'dead-lettered' : 'repeated');
        if (written)
          log.error(
            { service, consumer, type, eventId: record.headers['ce_id'], cause, attempts },
            'an event became a dead letter: replay or discard it',
          );
        return;
      } catch (error) {
        if (stopping.aborted) throw new DeliveryInterrupted();
        log.warn({ service, consumer, cause: describeError(error) }, 'a dead letter could not be written and is tried again');
        await pause(backoffMs(round), stopping);
      }
    }
  }

  /** Asks the database after a failure; if it is away (or cannot write), waits until it is back and answers true. */
  private async databaseWasAway(): Promise<boolean> {
    const { database, log, service, stopping } = this.options;
    for (let round = 0; ; round += 1) {
      try {
        await database.across('is the database able to write', (tx) => tx.query('SELECT pg_current_xact_id()'));
        if (round > 0) log.info({ service }, 'the database is back, consuming resumes');
        return round > 0;
      } catch (error) {
        if (round === 0) log.warn({ service, cause: describeError(error) }, 'the database is away, consuming waits for it');
        await pause(backoffMs(round, 2_000), stopping);
      }
    }
  }

  private count(type: string, outcome: Outcome): void {
    countOutcome(this.options.service, type, outcome);
  }
}

/** What went wrong, in one line of at most 2,000 characters, without values from the payload's stack. */
export function describeError(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.replaceAll('\u0000', '').slice(0, 2_000);
}
