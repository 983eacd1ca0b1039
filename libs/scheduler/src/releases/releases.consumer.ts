import { Consumer, Handles } from '@slipway/messaging';
import {
  engagementOpened,
  type EventData,
  type EventEnvelope,
  membershipChanged,
  readinessChanged,
  releaseChanged,
  releaseClosed,
  releaseCreated,
  releaseWentLive,
} from '@slipway/contracts';
import { Clock } from '@slipway/service-host';
import type { EntityManager } from 'typeorm';
import { EndedBookings } from '../bookings/ended-bookings.service';
import { Releases } from './releases.service';
import { StaleReleases } from './stale-releases.service';

/** Keeps the scheduler's own copy of releases, and has their windows computed again when they or their people change. */
@Consumer('scheduler')
export class ReleasesConsumer {
  constructor(
    private readonly stale: StaleReleases,
    private readonly ended: EndedBookings,
    private readonly releases: Releases,
    private readonly clock: Clock,
  ) {}

  @Handles(releaseCreated)
  async onReleaseCreated({ data }: EventEnvelope<EventData<typeof releaseCreated>>, tx: EntityManager): Promise<void> {
    await this.project(tx, data, 'the release was created');
  }

  @Handles(releaseChanged)
  async onReleaseChanged({ data }: EventEnvelope<EventData<typeof releaseChanged>>, tx: EntityManager): Promise<void> {
    await this.project(tx, data, 'the release was changed');
  }

  @Handles(readinessChanged)
  async onReadinessChanged({ data }: EventEnvelope<EventData<typeof readinessChanged>>, tx: EntityManager): Promise<void> {
    await tx.query(
      `UPDATE scheduler.releases SET ready = $3, readiness_revision = $4
       WHERE engagement_id = $1 AND release_id = $2 AND readiness_revision < $4`,
      [data.engagementId, data.releaseId, data.ready, data.revision],
    );
    await this.stale.mark(tx, { ...data, because: data.ready ? 'the release became ready' : 'the readiness of the release changed' });
  }

  @Handles(releaseWentLive)
  async onReleaseWentLive({ data }: EventEnvelope<EventData<typeof releaseWentLive>>, tx: EntityManager): Promise<void> {
    await this.end(tx, data, 'live');
  }

  @Handles(releaseClosed)
  async onReleaseClosed({ data }: EventEnvelope<EventData<typeof releaseClosed>>, tx: EntityManager): Promise<void> {
    await this.releases.alone(tx, data.releaseId);
    await this.end(tx, data, 'closed');
    await this.ended.withdrawAhead(tx, data, `the release was closed: ${data.outcome}`);
  }

  @Handles(membershipChanged)
  async onMembershipChanged({ data }: EventEnvelope<EventData<typeof membershipChanged>>, tx: EntityManager): Promise<void> {
    await this.stale.mark(tx, { engagementId: data.engagementId, because: `the membership of ${data.name} changed`, delaySeconds: 5 });
  }

  @Handles(engagementOpened)
  async onEngagementOpened({ data }: EventEnvelope<EventData<typeof engagementOpened>>, tx: EntityManager): Promise<void> {
    await this.stale.mark(tx, { engagementId: data.engagementId, because: 'the facts of the engagement changed', delaySeconds: 5 });
  }

  private async project(tx: EntityManager, data: EventData<typeof releaseChanged>, because: string): Promise<void> {
    const open = data.status === 'preparing' || data.status === 'decided';
    const changed = (await tx.query(
      `INSERT INTO scheduler.releases AS r (release_id, engagement_id, revision, name, environment, features, status, recommend_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (release_id) DO UPDATE
       SET revision = excluded.revision, name = excluded.name, environment = excluded.environment, features = excluded.features,
           status = CASE WHEN r.status IN ('closed', 'rolled-back') THEN r.status ELSE excluded.status END,
           recommend_at = CASE WHEN r.status IN ('closed', 'rolled-back') OR excluded.recommend_at IS NULL THEN NULL ELSE COALESCE(r.recommend_at, excluded.recommend_at) END
       WHERE r.revision < excluded.revision AND r.engagement_id = excluded.engagement_id
       RETURNING release_id`,
      [
        data.releaseId,
        data.engagementId,
        data.revision,
        data.name,
        data.environment,
        data.features,
        data.status,
        open ? this.clock.now().toISO() : null,
      ],
    )) as unknown[];
    if (open && changed.length > 0) await this.stale.mark(tx, { engagementId: data.engagementId, releaseId: data.releaseId, because });
  }

  private async end(tx: EntityManager, data: { engagementId: string; releaseId: string }, status: 'live' | 'closed'): Promise<void> {
    await tx.query(
      `UPDATE scheduler.releases SET status = $3, recommend_at = NULL, stale_because = '{}'
       WHERE engagement_id = $1 AND release_id = $2 AND status NOT IN ('closed', 'rolled-back')`,
      [data.engagementId, data.releaseId, status],
    );
  }
}
