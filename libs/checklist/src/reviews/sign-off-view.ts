import { iso } from '../iso';
import type { People } from '../people/people';
import type { SignOff } from './review.entity';
import type { SignOffView } from './review-schemas';

export function signOffView(row: SignOff, people: People): SignOffView {
  const { id, itemKey, itemVersion, decision, personId, comment, evidenceHashes, decidedAt } = row;
  return { signOffId: id, itemKey, itemVersion, decision, by: people.person(personId, row), comment, evidenceHashes, at: iso(decidedAt) };
}
