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

/** One event for one handler. */
export interface Delivery {
  readonly event: EventEnvelope;
  readonly handler: Handler;
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

  /**
   * Delivers records of one partition in their order. Neighbours of one engagement share a transaction, which saves most of the
   * cost of small events; if anything in it fails, they are done one by one.
   * @param done called with each record that is done with
   * @throws DeliveryInterrupted when the process stops before all are done with
   */
  async deliverMany(records: readonly EventRecord[], done: (record: EventRecord) => void): Promise<void> {
    const deliveries = records.length > 1 && !this.options.stopping.aborted ? this.deliveriesOf(records) : undefined;
    const isDone = deliveries !== undefined && (await this.together(deliveries));
    for (const record of records) {
      if (!isDone) await this.deliver(record);
      done(record);
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
      const delivery = { event, handler };
      if (!(await this.firsts(tx, [delivery])).includes(delivery)) return 'repeated';
      await handler.invoke(event, tx);
      return 'handled';
    });
  }

  /** @returns whether all of them are done with; when not, nothing has happened */
  private async together(deliveries: readonly Delivery[]): Promise<boolean> {
    const [first] = deliveries;
    if (!first) return true;
    try {
      const news = await this.options.database.inEngagement(first.event.engagementId, async (tx) => {
        const firsts = await this.firsts(tx, deliveries);
        for (const { event, handler } of firsts) await inTrace(event.traceparent, () => handler.invoke(event, tx));
        return new Set(firsts);
      });
      for (const delivery of deliveries) this.count(delivery.event.type, news.has(delivery) ? 'handled' : 'repeated');
      return true;
    } catch (error) {
      this.options.log.debug({ service: this.options.service, cause: describeError(error) }, 'a batch failed and is done event by event');
      return false;
    }
  }

  /** What is delivered of these records, one after the other; nothing when a record needs more care or engagements differ. */
  private deliveriesOf(records: readonly EventRecord[]): Delivery[] | undefined {
    const deliveries: Delivery[] = [];
    for (const record of records) {
      const handlers = this.handlersByType.get(record.headers['ce_type'] ?? '');
      if (!handlers) return undefined;
      for (const handler of handlers) {
        const decoded = decodeRecord(record, handler.contract);
        if ('fault' in decoded || (deliveries[0] && deliveries[0].event.engagementId !== decoded.event.engagementId)) return undefined;
        deliveries.push({ event: decoded.event, handler });
      }
    }
    return deliveries;
  }

  /**
   * Notes deliveries of one engagement in the inbox and tells which of them are news, in their order. A concurrent delivery of the
   * same event waits here until the other one has committed or rolled back.
   */
  protected async firsts(tx: EntityManager, deliveries: readonly Delivery[]): Promise<Delivery[]> {
    const inserted: { event_id: string; consumer: string }[] = await tx.query(
      `WITH first AS (
         INSERT INTO ${this.options.service}.inbox (event_id, consumer, type, engagement_id, received_at)
         SELECT event_id, consumer, type, $4, $5 FROM unnest($1::uuid[], $2::text[], $3::text[]) AS event (event_id, consumer, type)
         ON CONFLICT DO NOTHING RETURNING event_id, consumer)
       SELECT event_id, consumer FROM first`,
      [
        deliveries.map(({ event }) => event.id),
        deliveries.map(({ handler }) => handler.consumer),
        deliveries.map(({ event }) => event.type),
        deliveries[0]?.event.engagementId,
        this.options.now().toISO(),
      ],
    );
    const news = new Set(inserted.map((row) => `${row.event_id}/${row.consumer}`));
    return deliveries.filter(({ event, handler }) => news.delete(`${event.id.toLowerCase()}/${handler.consumer}`));
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
