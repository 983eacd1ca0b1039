import { lineOf, type Line, type Side, sideOf } from '../ticket-words';

export interface Candidate {
  readonly personId: string;
  readonly name: string;
  readonly side: Side;
  readonly roles: readonly string[];
  readonly active: boolean;
  /** Open tickets assigned to this person, urgent ones counting more. */
  readonly load: number;
}
export interface RoutingRequest {
  /** Where the ticket comes from, or the line it is escalated or handed back to. */
  readonly cause: 'opened-by-desk' | 'opened-by-person' | 'escalated' | 'handed-back' | 'reopened';
  readonly side: Side;
  /** Set when the cause itself names the line. */
  readonly line: Line | null;
  readonly isAlert: boolean;
  /** Whoever had it on this line before keeps it when still able to. */
  readonly formerAssigneeId: string | null;
  readonly candidates: readonly Candidate[];
}
export interface Route {
  readonly line: Line;
  readonly rule: string;
  readonly reason: string;
  readonly assigneeId: string | null;
  readonly unrouted: string | null;
}

const roleOf: Readonly<Record<Line, string>> = { first: 'first-line', second: 'second-line' };

function chooseLine({ cause, side, line, isAlert }: RoutingRequest): { line: Line; rule: string; reason: string } {
  if (cause === 'escalated') return { line: 'second', rule: 'escalated-to-second-line', reason: 'escalated tickets belong to the vendor' };
  if (line !== null)
    return { line, rule: `${cause}-${line}-line`, reason: `${cause === 'handed-back' ? 'handed back' : cause} to the ${line} line` };
  const from = cause === 'opened-by-desk' ? (isAlert ? 'alert of the' : 'opened by the') : 'opened by a person of the';
  return {
    line: lineOf(side),
    rule: `${side}-${lineOf(side)}-line`,
    reason: `${from} ${side}${cause === 'opened-by-desk' ? "'s desk" : ''}`,
  };
}

/** Least load first; a tie goes by id, so that the same facts always give the same person. */
function leastLoaded(able: readonly Candidate[]): Candidate | null {
  return [...able].sort((a, b) => a.load - b.load || a.personId.localeCompare(b.personId))[0] ?? null;
}

/** The line by where the ticket comes from, the person by load; with the rule and the reason, or why nobody could be found. */
export function routeTicket(request: RoutingRequest): Route {
  const chosen = chooseLine(request);
  const role = roleOf[chosen.line];
  const side = sideOf(chosen.line);
  const able = request.candidates.filter((person) => person.active && person.side === side && person.roles.includes(role));
  const former = able.find((person) => person.personId === request.formerAssigneeId);
  const assignee = former ?? leastLoaded(able);
  if (assignee === null) {
    return { ...chosen, assigneeId: null, unrouted: `nobody on the ${side}'s side is active with the role ${role}` };
  }
  const why = former ? `${assignee.name} had it before` : `${assignee.name} has the least open work of ${able.length}`;
  return { ...chosen, reason: `${chosen.reason}; ${why}`, assigneeId: assignee.personId, unrouted: null };
}
