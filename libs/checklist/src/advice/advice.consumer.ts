import { type EventData, type EventEnvelope, surgeDetected, verdictReached } from '@slipway/contracts';
import { Consumer, Handles } from '@slipway/messaging';
import type { EntityManager } from 'typeorm';
import { instantOf } from '../iso';
import { AdviceService } from './advice.service';
import { adviseOnSurge, adviseOnVerdict, kpiSignal, surgeSignal } from './advise';

@Consumer('checklist')
export class AdviceConsumer {
  constructor(private readonly advice: AdviceService) {}

  /** An inconclusive verdict neither advises nor takes advice back. */
  @Handles(verdictReached)
  async onVerdictReached({ data }: EventEnvelope<EventData<typeof verdictReached>>, tx: EntityManager): Promise<void> {
    if (data.verdict === 'inconclusive') return;
    const { engagementId, releaseId } = data;
    const where = { engagementId, releaseId, signal: kpiSignal(data.kpiKey), source: 'kpi', at: instantOf(data.judgedAt) };
    await this.advice.hear(tx, where, (isLive) => adviseOnVerdict(data, isLive));
  }

  @Handles(surgeDetected)
  async onSurgeDetected({ data }: EventEnvelope<EventData<typeof surgeDetected>>, tx: EntityManager): Promise<void> {
    const { engagementId, releaseId } = data;
    const where = { engagementId, releaseId, signal: surgeSignal, source: 'tickets', at: instantOf(data.at) };
    await this.advice.hear(tx, where, (isLive) => adviseOnSurge(data, isLive));
  }
}
