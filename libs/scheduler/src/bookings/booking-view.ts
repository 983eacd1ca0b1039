import { instantText, instantTextOrNull } from '../instant-text';
import type { BookingEntity } from './booking.entity';
import type { BookingView } from './booking-schema';

export function bookingView(row: BookingEntity, releaseName: string): BookingView {
  return {
    id: row.id,
    releaseId: row.releaseId,
    releaseName,
    environment: row.environment,
    status: row.status,
    startAt: instantText(row.startAt),
    endAt: instantText(row.endAt),
    zone: row.zone,
    parts: row.parts,
    score: row.score,
    scoreParts: row.scoreParts,
    cover: row.cover,
    proposedBy: row.proposedBy,
    proposedSide: row.proposedSide,
    proposedAt: instantText(row.proposedAt),
    holdUntil: instantTextOrNull(row.holdUntil),
    confirmations: { client: row.confirmedClient, vendor: row.confirmedVendor },
    bookedAt: instantTextOrNull(row.bookedAt),
    endedAt: instantTextOrNull(row.endedAt),
    endReason: row.endReason,
    revision: row.revision,
  };
}
