import { type EventData, type EventEnvelope, releaseClosed, releaseWentLive } from '@slipway/contracts';
import { Consumer, Handles } from '@slipway/messaging';
import { DateTime } from 'luxon';
import type { EntityManager } from 'typeorm';
import { HypercareService } from './hypercare.service';

@Consumer('tickets')
export class ReleasesConsumer {
  constructor(private readonly hypercare: HypercareService) {}

  @Handles(releaseWentLive)
  async onReleaseWentLive(event: EventEnvelope<EventData<typeof releaseWentLive>>, tx: EntityManager): Promise<void> {
    await this.hypercare.start(tx, event.data, DateTime.fromISO(event.data.liveAt, { zone: 'utc' }));
  }

  @Handles(releaseClosed)
  async onReleaseClosed(event: EventEnvelope<EventData<typeof releaseClosed>>, tx: EntityManager): Promise<void> {
    const { engagementId, releaseId, outcome } = event.data;
    await this.hypercare.end(tx, engagementId, releaseId, `the release ended: ${outcome}`, 'system:release');
  }
}
