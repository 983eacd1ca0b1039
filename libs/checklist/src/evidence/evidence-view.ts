import { iso, isoOrNull } from '../iso';
import type { People } from '../people/people';
import type { Evidence } from './evidence.entity';
import type { EvidenceView } from './evidence-schemas';

export function evidenceView(row: Evidence, people: People): EvidenceView {
  const { id, releaseId, itemKey, kind, subject, outcome, source, byProduct, statement, link, body, hash } = row;
  return {
    evidenceId: id,
    releaseId,
    itemKey,
    kind,
    subject,
    outcome,
    measuredAt: iso(row.measuredAt),
    receivedAt: iso(row.receivedAt),
    validUntil: isoOrNull(row.validUntil),
    source,
    byProduct,
    producer: people.personOrNull(row.producerId),
    recordedBy: people.personOrNull(row.recordedBy),
    statement,
    link,
    body,
    hash,
  };
}
