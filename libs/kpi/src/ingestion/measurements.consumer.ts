import { measurementRecorded, type EventData, type EventEnvelope } from '@slipway/contracts';
import { Consumer, Handles } from '@slipway/messaging';
import type { EntityManager } from 'typeorm';
import { MeasurementStore } from './measurement-store.service';

@Consumer('kpi')
export class MeasurementsConsumer {
  constructor(private readonly store: MeasurementStore) {}

  @Handles(measurementRecorded)
  async onMeasurementRecorded({ data }: EventEnvelope<EventData<typeof measurementRecorded>>, tx: EntityManager): Promise<void> {
    await this.store.store(tx, data.engagementId, data.measurements);
  }
}
