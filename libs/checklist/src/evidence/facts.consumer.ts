import {
  definitionAgreed,
  type EventData,
  type EventEnvelope,
  ticketResolved,
  trackingObserved,
  windowBooked,
  windowWithdrawn,
} from '@slipway/contracts';
import { Consumer, Handles } from '@slipway/messaging';
import type { EntityManager } from 'typeorm';
import { Evidence } from './evidence.entity';
import { factOfAgreement, factOfBooking, factOfTicket, factOfTracking, factOfWithdrawal } from './facts-from-events';
import { ProductFacts } from './product-facts.service';

/** What the other services observed becomes proof. */
@Consumer('checklist')
export class FactsConsumer {
  constructor(private readonly facts: ProductFacts) {}

  /** A window of another environment says nothing about this release. */
  @Handles(windowBooked)
  async onWindowBooked({ data }: EventEnvelope<EventData<typeof windowBooked>>, tx: EntityManager): Promise<void> {
    await this.facts.ofRelease(tx, data.engagementId, data.releaseId, (release) =>
      release.environment === data.environment ? factOfBooking(data) : null,
    );
  }

  /** Only the withdrawal of the booking that counts takes the moment away, not that of a mere proposal or of a former booking. */
  @Handles(windowWithdrawn)
  async onWindowWithdrawn({ data }: EventEnvelope<EventData<typeof windowWithdrawn>>, tx: EntityManager): Promise<void> {
    const [current] = await tx.find(Evidence, {
      where: { releaseId: data.releaseId, itemKey: 'moment-chosen', byProduct: true },
      order: { measuredAt: 'DESC', receivedAt: 'DESC', id: 'DESC' },
      take: 1,
    });
    const counts = current?.outcome === 'pass' && current.body?.['bookingId'] === data.bookingId;
    if (counts) await this.facts.ofRelease(tx, data.engagementId, data.releaseId, () => factOfWithdrawal(data));
  }

  @Handles(ticketResolved)
  async onTicketResolved({ data }: EventEnvelope<EventData<typeof ticketResolved>>, tx: EntityManager): Promise<void> {
    const fact = factOfTicket(data);
    if (fact) await this.facts.ofEngagement(tx, data.engagementId, fact);
  }

  @Handles(definitionAgreed)
  async onDefinitionAgreed({ data }: EventEnvelope<EventData<typeof definitionAgreed>>, tx: EntityManager): Promise<void> {
    await this.facts.ofEngagement(tx, data.engagementId, factOfAgreement(data));
  }

  @Handles(trackingObserved)
  async onTrackingObserved({ data }: EventEnvelope<EventData<typeof trackingObserved>>, tx: EntityManager): Promise<void> {
    await this.facts.ofEngagement(tx, data.engagementId, factOfTracking(data));
  }
}
