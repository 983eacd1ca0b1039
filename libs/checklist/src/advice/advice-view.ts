import { iso, isoOrNull } from '../iso';
import type { AdviceRow } from './advice.entity';
import type { AdviceView } from './advice-schemas';

export function adviceView(row: AdviceRow): AdviceView {
  const { id, releaseId, advice, signal, reason, numbers, at, endedAt, endedBecause } = row;
  return { adviceId: id, releaseId, advice, signal, reason, numbers, at: iso(at), endedAt: isoOrNull(endedAt), endedBecause };
}
