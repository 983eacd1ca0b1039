import { AsyncResource } from 'node:async_hooks';
import type { MessagingDatabase } from '../service-events';

export const outboxChannel = (service: string): string => `slipway_outbox_${service}`;
/** Payload: `{ engagementId, type, key }`, sent after the commit; a hint that may get lost when a process dies. */
export const liveChannel = 'slipway_live';

/**
 * Tells the relay and live listeners that a transaction with events has committed. It does so after the commit, not in it: from
 * NOTIFY until the end of its commit PostgreSQL holds one lock for the whole server, so that commits follow one another, disk and
 * all (measured on 6 connections: 240 commits a second instead of 1,000). A process that dies in between leaves its events to the
 * relay's poll.
 */
export class OutboxBell {
  /** Made outside of any transaction, so that ringing never joins one. */
  private readonly outside = new AsyncResource('OutboxBell');
  private readonly hints = new Set<string>();
  private isWaiting = false;
  private isRinging = false;

  constructor(
    private readonly service: string,
    private readonly database: Pick<MessagingDatabase, 'across'>,
  ) {}

  /** @param hints payloads for live listeners */
  ring(hints: readonly string[]): void {
    for (const hint of hints) this.hints.add(hint);
    this.isWaiting = true;
    if (!this.isRinging) this.outside.runInAsyncScope(() => void this.ringOut());
  }

  private async ringOut(): Promise<void> {
    this.isRinging = true;
    while (this.isWaiting) {
      const hints = [...this.hints];
      this.hints.clear();
      this.isWaiting = false;
      await this.database
        .across('tell of new events', (tx) =>
          tx.query(`SELECT pg_notify($1, ''), (SELECT count(pg_notify($2, hint)) FROM unnest($3::text[]) AS hint)`, [
            outboxChannel(this.service),
            liveChannel,
            hints,
          ]),
        )
        .catch(() => undefined);
    }
    this.isRinging = false;
  }
}
