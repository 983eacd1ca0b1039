import { toRecord, type EventRecord } from '../envelope/event-record';
import { publishedEvents } from '../event-outcomes';
import { DeliveryInterrupted, type EventTransport } from '../event-transport';
import { backoffMs, pause } from '../inbox/pauses';
import { describeError } from '../inbox/inbox-runner';
import type { ServiceEvents } from '../service-events';
import { RelaySession } from './relay-session';

export interface RelayOptions {
  /** Look for work this often even when no notification came. */
  readonly pollMs?: number;
  /** Ask this often whether the relay in charge has died. */
  readonly standbyMs?: number;
  readonly batchEvents?: number;
  /** One record batch of Kafka is limited in bytes, so a batch of events is, too. */
  readonly batchBytes?: number;
}

export interface WaitingEvent {
  readonly id: string;
  readonly record: EventRecord;
}

/**
 * Publishes a service's outbox: one relay per service over all processes, in the order of `seq`, marking rows after the transport
 * has them. A row may therefore be published twice, never lost; the inbox absorbs repeats.
 *
 * Why the order of a key holds. (1) Transactions that add events of one topic and key follow each other ({@link Outbox.addMany}),
 * so a row with a lower `seq` that commits later is always of another key. (2) The relay sends the next rows only after the
 * former are acknowledged. (3) Should a relay not notice at once that its session, and so its lock, is gone, two may publish for a
 * moment: each sends in order and neither skips a row that is not yet published, so the first copy of every event of a key still
 * comes in order. (Rows are read and marked on that very session, so this moment ends with the next statement.)
 */
export class Relay {
  private readonly stopping = new AbortController();
  private session: RelaySession | undefined;
  private running: Promise<void> | undefined;

  constructor(
    protected readonly events: ServiceEvents,
    protected readonly transport: Pick<EventTransport, 'publish'>,
    private readonly options: RelayOptions = {},
  ) {}

  start(): void {
    this.running ??= this.run();
  }

  /** Finishes the batch under way. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.session?.wake();
    await this.running;
  }

  private async run(): Promise<void> {
    const { log, service } = this.events;
    const { signal } = this.stopping;
    let failures = 0;
    const onProgress = (): void => {
      if (failures > 0) log.info({ service }, 'the relay works again');
      failures = 0;
    };
    while (!signal.aborted) {
      try {
        this.session = await RelaySession.open(service, this.events.database.connectionString);
        await this.serve(this.session, onProgress);
      } catch (error) {
        if (!(error instanceof DeliveryInterrupted))
          log.warn({ service, cause: describeError(error) }, 'the relay was interrupted and starts again');
      } finally {
        await this.session?.close();
        this.session = undefined;
      }
      await pause(backoffMs(failures, 2_000), signal).catch(() => undefined);
      failures += 1;
    }
  }

  private async serve(session: RelaySession, onProgress: () => void): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted && !(await session.tryLock())) await pause(this.options.standbyMs ?? 1_000, signal);
    while (!signal.aborted && !session.isLost) {
      while (!signal.aborted && !session.isLost && (await this.pass())) onProgress();
      onProgress();
      if (!signal.aborted && (await session.waitForWork(this.options.pollMs ?? 1_000)) === 'time is up') await session.check();
    }
  }

  /** Publishes the next batch. @returns whether there was one */
  protected async pass(): Promise<boolean> {
    const waiting = await this.nextBatch();
    if (waiting.length === 0) return false;
    await this.transport.publish(waiting.map((event) => event.record));
    await this.mark(waiting);
    publishedEvents.inc({ service: this.events.service }, waiting.length);
    return true;
  }

  protected async nextBatch(): Promise<WaitingEvent[]> {
    const { service } = this.events;
    const rows = await this.lockedSession().query<Record<string, string>>(
      'next batch',
      `SELECT id, type, topic, key, engagement_id, occurred_at, traceparent, data::text AS data FROM (
         SELECT id, seq, type, topic, key, engagement_id, to_char(occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS occurred_at,
                traceparent, data, bytes, sum(bytes + 500) OVER (ORDER BY seq) - bytes - 500 AS bytes_before
         FROM (SELECT * FROM ${service}.outbox WHERE published_at IS NULL ORDER BY seq LIMIT $1) AS waiting) AS batch
       WHERE bytes_before = 0 OR bytes_before + bytes < $2 ORDER BY seq`,
      [this.options.batchEvents ?? 500, this.options.batchBytes ?? 900_000],
    );
    return rows.map((row) => ({ id: row['id'] ?? '', record: toRecord(service, storedEvent(row)) }));
  }

  protected async mark(published: readonly WaitingEvent[]): Promise<void> {
    const { service, now } = this.events;
    await this.lockedSession().query('mark', `UPDATE ${service}.outbox SET published_at = $2 WHERE id = ANY($1::uuid[])`, [
      published.map((event) => event.id),
      now().toISO(),
    ]);
  }

  private lockedSession(): RelaySession {
    if (!this.session) throw new Error('the relay has no session');
    return this.session;
  }
}

const storedEvent = (row: Record<string, string>): Parameters<typeof toRecord>[1] => ({
  id: row['id'] ?? '',
  type: row['type'] ?? '',
  topic: row['topic'] ?? '',
  key: row['key'] ?? '',
  engagementId: row['engagement_id'] ?? '',
  occurredAt: row['occurred_at'] ?? '',
  traceparent: row['traceparent'] ?? '',
  data: row['data'] ?? '',
});
