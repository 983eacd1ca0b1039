import { type EventData, type EventEnvelope, hourClosed } from '@slipway/contracts';
import { Consumer, Handles } from '@slipway/messaging';
import type { EntityManager } from 'typeorm';
import { StaleReleases } from '../releases/stale-releases.service';
import { LoadHours } from './load-hours.service';

/** Many hours close at once when history is sent; the recommendations wait for the burst to end. */
const burstSeconds = 20;

/** Folds closed hours of measurements into the load of features. */
@Consumer('scheduler')
export class LoadClosedConsumer {
  constructor(
    private readonly hours: LoadHours,
    private readonly stale: StaleReleases,
  ) {}

  @Handles(hourClosed)
  async onHourClosed({ data }: EventEnvelope<EventData<typeof hourClosed>>, tx: EntityManager): Promise<void> {
    const features = await this.hours.close(tx, data);
    if (features.length === 0) return;
    const because = `new load of ${features.slice(0, 3).join(', ')}${features.length > 3 ? ` and ${features.length - 3} more` : ''}`;
    await this.stale.mark(tx, { engagementId: data.engagementId, features, because, delaySeconds: burstSeconds });
  }
}
