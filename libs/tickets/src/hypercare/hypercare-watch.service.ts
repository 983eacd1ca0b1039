import { Injectable } from '@nestjs/common';
import { surgeDetected } from '@slipway/contracts';
import { Outbox } from '@slipway/messaging';
import { Clock, newId } from '@slipway/service-host';
import type { EntityManager } from 'typeorm';
import { rowOf, rowsOf } from '../rows-of';
import type { Priority } from '../ticket-words';
import { detectSurge, surgeWindowMinutes } from './watch-hypercare';

/** Looks at every new ticket of a release that is in hypercare. */
@Injectable()
export class HypercareWatch {
  constructor(
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** The release in hypercare that a ticket of this feature belongs to: the latest that touches the feature, or the only one when none is named. */
  async releaseOf(tx: EntityManager, engagementId: string, feature: string | null): Promise<string | null> {
    const active = await rowsOf<{ releaseId: string; features: string[] }>(
      tx,
      `SELECT release_id AS "releaseId", features FROM tickets.hypercare WHERE engagement_id = $1 AND status = 'active' ORDER BY live_at DESC, release_id`,
      [engagementId],
    );
    if (feature !== null) return active.find((release) => release.features.includes(feature))?.releaseId ?? null;
    return active.length === 1 ? (active[0]?.releaseId ?? null) : null;
  }

  /** Tells a surge once; new tickets of one release wait for each other here. */
  async look(tx: EntityManager, engagementId: string, releaseId: string): Promise<void> {
    const hypercare = await rowOf<{ limitPerHour: number }>(
      tx,
      `SELECT limit_per_hour AS "limitPerHour" FROM tickets.hypercare WHERE engagement_id = $1 AND release_id = $2 AND status = 'active' FOR UPDATE`,
      [engagementId, releaseId],
    );
    if (hypercare === null) return;
    const now = this.clock.now();
    const tickets = await rowsOf<{ openedAt: Date; priority: Priority }>(
      tx,
      `SELECT opened_at AS "openedAt", priority FROM tickets.tickets WHERE engagement_id = $1 AND release_id = $2 AND NOT is_test AND opened_at > $3`,
      [engagementId, releaseId, now.minus({ minutes: surgeWindowMinutes }).toJSDate()],
    );
    const last = await rowOf<{ at: Date; tickets: number }>(
      tx,
      'SELECT at, tickets FROM tickets.surges WHERE release_id = $1 ORDER BY at DESC LIMIT 1',
      [releaseId],
    );
    const found = detectSurge({
      tickets: tickets.map(({ openedAt, priority }) => ({ openedMs: openedAt.getTime(), priority })),
      limitPerHour: hypercare.limitPerHour,
      lastSurge: last === null ? null : { atMs: last.at.getTime(), tickets: last.tickets },
      nowMs: now.toMillis(),
    });
    if (!('surge' in found)) return;
    const { surge } = found;
    await tx.query(
      'INSERT INTO tickets.surges (id, engagement_id, release_id, at, tickets, urgent, ticket_limit, reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)',
      [newId(), engagementId, releaseId, now.toJSDate(), surge.tickets, surge.urgent, surge.limit, surge.reason],
    );
    await this.outbox.add(tx, surgeDetected, { engagementId, releaseId, ...surge, at: now.toUTC().toISO() as string });
  }
}
