import { Client } from 'pg';
import { setTimeout as pause } from 'node:timers/promises';
import type { ServiceLog } from '../logging/service-log';

/** The NOTIFY channel on which outboxes say what changed: JSON `{ engagementId, type, key }`. */
export const liveChannelName = 'slipway_live';

export interface LiveUpdate {
  engagementId: string;
  type: string;
  key: string;
}

/** Hears what changed, over one session; reconnects by itself and tells listeners that they may have missed something. */
export class LiveChannel {
  private readonly listeners = new Set<(update: LiveUpdate | 'missed') => void>();
  private client: Client | undefined;
  private closing = false;
  private opening: Promise<void> | undefined;

  constructor(
    private readonly connectionString: string,
    private readonly log: ServiceLog,
  ) {}

  /** @returns how to stop listening */
  listen(listener: (update: LiveUpdate | 'missed') => void): () => void {
    this.listeners.add(listener);
    this.opening ??= this.keepOpen();
    return () => this.listeners.delete(listener);
  }

  /** Resolves when notifications are heard from now on. */
  async ready(): Promise<void> {
    while (!this.client && !this.closing) await pause(20);
  }

  async close(): Promise<void> {
    this.closing = true;
    await this.client?.end().catch(() => undefined);
    await this.opening;
  }

  private async keepOpen(): Promise<void> {
    for (let failures = 0; !this.closing;) {
      const client = new Client({
        connectionString: this.connectionString,
        application_name: 'slipway live',
        keepAlive: true,
        connectionTimeoutMillis: 5_000,
      });
      const ended = new Promise<void>((resolve) => {
        client.on('error', () => resolve());
        client.on('end', () => resolve());
      });
      client.on('notification', ({ payload }) => this.hear(payload));
      try {
        await client.connect();
        await client.query(`LISTEN ${liveChannelName}`);
        this.client = client;
        if (failures > 0) this.tell('missed');
        failures = 0;
        await ended;
      } catch (error) {
        this.log.debug({ cause: error instanceof Error ? error.message : String(error) }, 'live updates are away');
      }
      this.client = undefined;
      failures += 1;
      await client.end().catch(() => undefined);
      if (!this.closing) await pause(Math.min(2_000, 100 * 2 ** failures));
    }
  }

  private hear(payload: string | undefined): void {
    const update = read(payload);
    if (update) this.tell(update);
  }

  private tell(update: LiveUpdate | 'missed'): void {
    for (const listener of this.listeners) listener(update);
  }
}

function read(payload: string | undefined): LiveUpdate | undefined {
  try {
    const { engagementId, type, key } = JSON.parse(payload ?? '') as Partial<LiveUpdate>;
    return engagementId && type && key !== undefined ? { engagementId, type, key } : undefined;
  } catch {
    return undefined;
  }
}
