import { releaseClosed, releaseWentLive, type EventData, type EventEnvelope } from '@slipway/contracts';
import { Consumer, Handles } from '@slipway/messaging';
import type { EntityManager } from 'typeorm';
import { Releases } from './releases.service';

@Consumer('kpi')
export class ReleasesConsumer {
  constructor(private readonly releases: Releases) {}

  @Handles(releaseWentLive)
  async onReleaseWentLive({ data }: EventEnvelope<EventData<typeof releaseWentLive>>, tx: EntityManager): Promise<void> {
    await this.releases.wentLive(tx, data);
  }

  @Handles(releaseClosed)
  async onReleaseClosed({ data }: EventEnvelope<EventData<typeof releaseClosed>>, tx: EntityManager): Promise<void> {
    await this.releases.closed(tx, data);
  }
}
