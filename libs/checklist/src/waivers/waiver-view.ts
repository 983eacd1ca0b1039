import type { DateTime } from 'luxon';
import { iso, isoOrNull } from '../iso';
import type { People } from '../people/people';
import type { Waiver } from './waiver.entity';
import type { WaiverView } from './waiver-schemas';

export function waiverStatus(row: Waiver, now: DateTime): WaiverView['status'] {
  if (row.revokedAt !== null) return 'revoked';
  if (row.decision === 'refuse') return 'refused';
  if (row.expiresAt <= now) return 'expired';
  return row.decision === 'grant' ? 'granted' : 'requested';
}

export function waiverView(row: Waiver, people: People, now: DateTime): WaiverView {
  return {
    waiverId: row.id,
    releaseId: row.releaseId,
    itemKey: row.itemKey,
    status: waiverStatus(row, now),
    reason: row.reason,
    requestedBy: people.person(row.requestedBy),
    requestedAt: iso(row.requestedAt),
    decidedBy: people.personOrNull(row.decidedBy),
    decidedAt: isoOrNull(row.decidedAt),
    comment: row.comment,
    expiresAt: iso(row.expiresAt),
  };
}
