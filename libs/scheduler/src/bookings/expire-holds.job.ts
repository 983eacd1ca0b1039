import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock, DueWork, ServiceDatabase } from '@slipway/service-host';
import { LessThanOrEqual } from 'typeorm';
import { Releases } from '../releases/releases.service';
import { BookingEntity } from './booking.entity';
import { EndedBookings } from './ended-bookings.service';

export const holdsWork = 'holds';
const atOnce = 50;

/** Lets proposals fall away that the other side did not confirm in time. */
@Injectable()
export class ExpireHoldsJob implements OnModuleInit {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly dueWork: DueWork,
    private readonly ended: EndedBookings,
    private readonly releases: Releases,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.dueWork.register(holdsWork, 60, () => this.run());
  }

  private async run(): Promise<number> {
    const now = this.clock.now().toISO();
    const due = (await this.db.across('find expired holds', (tx) =>
      tx.query(
        `SELECT id, release_id AS "releaseId", engagement_id AS "engagementId" FROM scheduler.bookings WHERE status = 'proposed' AND hold_until <= $1 ORDER BY hold_until LIMIT $2`,
        [now, atOnce],
      ),
    )) as { id: string; releaseId: string; engagementId: string }[];
    let worked = 0;
    for (const { id, releaseId, engagementId } of due) worked += await this.expire(engagementId, releaseId, id);
    return worked;
  }

  private expire(engagementId: string, releaseId: string, id: string): Promise<number> {
    return this.db.inEngagement(engagementId, async (tx) => {
      await this.releases.alone(tx, releaseId);
      const booking = await tx.findOneBy(BookingEntity, { id, status: 'proposed', holdUntil: LessThanOrEqual(this.clock.now()) });
      if (!booking) return 0;
      const missing = booking.confirmedClient === null ? 'client' : 'vendor';
      await this.ended.end(tx, booking, 'expired', `the ${missing} did not confirm the window in time`, 'system:scheduler');
      return 1;
    });
  }
}
