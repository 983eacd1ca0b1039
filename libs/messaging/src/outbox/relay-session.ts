import { createHash } from 'node:crypto';
import { Client } from 'pg';
import { outboxChannel } from './outbox-bell';

/**
 * The relay's own PostgreSQL session, as the role that crosses engagements: it holds the advisory lock that makes it the only relay
 * of its service, hears the outbox's notifications, reads and marks. All of that ends with the session, so a relay whose process dies is followed by another's. It must be a real
 * session: a pooler in transaction mode in between breaks both.
 */
export class RelaySession {
  private readonly client: Client;
  private ended = false;
  private woken = false;
  private wakeUp: (() => void) | undefined;

  private constructor(
    private readonly service: string,
    connectionString: string,
  ) {
    this.client = new Client({
      connectionString,
      application_name: `slipway-relay-${service}`,
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
      query_timeout: 10_000,
    });
    this.client.on('notification', () => this.wake());
    const lost = (): void => {
      this.ended = true;
      this.wake();
    };
    this.client.on('error', lost);
    this.client.on('end', lost);
  }

  static async open(service: string, connectionString: string): Promise<RelaySession> {
    const session = new RelaySession(service, connectionString);
    await session.client.connect();
    return session;
  }

  get isLost(): boolean {
    return this.ended;
  }

  /** @returns false while another process relays this service's events */
  async tryLock(): Promise<boolean> {
    const { rows } = await this.client.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1::bigint) AS locked', [
      relayLock(this.service),
    ]);
    if (!rows[0]?.locked) return false;
    await this.client.query(`LISTEN ${outboxChannel(this.service)}`);
    return true;
  }

  /** Fails when the session, and with it the lock, is gone. */
  async check(): Promise<void> {
    await this.client.query('SELECT 1');
  }

  /** A statement of its own on this session: what the relay reads and marks, it does while it holds the lock. */
  async query<Row extends object>(name: string, text: string, values: unknown[]): Promise<Row[]> {
    return (await this.client.query<Row>({ name, text, values })).rows;
  }

  /** Waits for a notification, for {@link wake}, for the session's end or for the time; a notification since the last wait counts. */
  async waitForWork(ms: number): Promise<'woken' | 'time is up'> {
    if (!this.woken && !this.ended) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.wakeUp = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.wakeUp = undefined;
    }
    const outcome = this.woken ? 'woken' : 'time is up';
    this.woken = false;
    return outcome;
  }

  wake(): void {
    this.woken = true;
    this.wakeUp?.();
  }

  async close(): Promise<void> {
    await this.client.end().catch(() => undefined);
  }
}

const relayLock = (service: string): string => createHash('sha1').update(`slipway.relay/${service}`).digest().readBigInt64BE(0).toString();
