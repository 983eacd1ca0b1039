import { iso, isoOrNull } from '../iso';
import type { People } from '../people/people';
import type { Decision, DecisionVote } from './decision.entity';
import type { DecisionView } from './decision-schemas';
import { tallyVotes } from './tally-votes';

export function decisionView(row: Decision, votes: readonly DecisionVote[], people: People): DecisionView {
  const cast = [...votes].sort((a, b) => a.at.toMillis() - b.at.toMillis() || (a.personId < b.personId ? -1 : 1));
  return {
    decisionId: row.id,
    releaseId: row.releaseId,
    status: row.status,
    outcome: row.outcome,
    readinessHash: row.readinessHash,
    readinessRevision: row.readinessRevision,
    ready: row.ready,
    blockers: row.blockers.map((one) => one.itemKey),
    openedBy: people.person(row.openedBy),
    openedAt: iso(row.openedAt),
    decidedAt: isoOrNull(row.decidedAt),
    votes: cast.map((vote) => ({
      by: people.person(vote.personId, vote),
      role: vote.role,
      vote: vote.vote,
      conditions: vote.conditions,
      reason: vote.reason,
      at: iso(vote.at),
    })),
    waitingFor: row.status === 'open' ? tallyVotes(cast).waitingFor : [],
  };
}
