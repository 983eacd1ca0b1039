import { Injectable } from '@nestjs/common';
import { Audit, type Caller } from '@slipway/access';
import { windowWithdrawn } from '@slipway/contracts';
import { Outbox } from '@slipway/messaging';
import { Clock } from '@slipway/service-host';
import { type EntityManager, In } from 'typeorm';
import { instantText } from '../instant-text';
import { StaleReleases } from '../releases/stale-releases.service';
import { BookingEntity } from './booking.entity';

/** Ends bookings that are no longer meant; the environment and its people are free again. */
@Injectable()
export class EndedBookings {
  constructor(
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly stale: StaleReleases,
    private readonly clock: Clock,
  ) {}

  async end(
    tx: EntityManager,
    booking: BookingEntity,
    status: 'withdrawn' | 'expired',
    reason: string,
    actor: Caller | `system:${string}`,
  ): Promise<BookingEntity> {
    const { engagementId, releaseId, environment } = booking;
    const endedAt = this.clock.now();
    const change = { status, endedAt, endReason: reason, holdUntil: null, revision: booking.revision + 1 };
    await tx.update(BookingEntity, { id: booking.id }, change);
    await this.stale.mark(tx, { engagementId, environment, because: `a window of ${environment} was ${status}` });
    await this.audit.record(tx, {
      engagementId,
      actor,
      action: `booking.${status}`,
      subject: booking.id,
      before: { status: booking.status },
      after: { status, reason },
    });
    await this.outbox.add(tx, windowWithdrawn, { engagementId, releaseId, bookingId: booking.id, reason, at: instantText(endedAt) });
    return { ...booking, ...change };
  }

  /** Withdraws what is still ahead of a release that ended. */
  async withdrawAhead(tx: EntityManager, release: { engagementId: string; releaseId: string }, reason: string): Promise<void> {
    const { engagementId, releaseId } = release;
    const bookings = await tx.findBy(BookingEntity, { engagementId, releaseId, status: In(['proposed', 'booked']) });
    const now = this.clock.now();
    for (const booking of bookings) if (booking.startAt > now) await this.end(tx, booking, 'withdrawn', reason, 'system:scheduler');
  }
}
