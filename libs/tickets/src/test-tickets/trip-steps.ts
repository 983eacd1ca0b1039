import type { Line, TicketStatus } from '../ticket-words';

/** A delivery to one of the desks; `none` where people work the line in Slipway itself, without an outward webhook. */
export type Handing = 'none' | 'pending' | 'delivered' | 'failed' | 'not-yet';
export interface TripFacts {
  readonly line: Line;
  readonly status: TicketStatus;
  readonly trip: readonly Line[];
  readonly firstDesk: { readonly key: string; readonly opened: Handing; readonly answered: Handing };
  readonly secondDesk: { readonly key: string; readonly escalated: Handing };
  /** A public message of the second line since it was escalated, by desk or person. */
  readonly secondLineAnswered: boolean;
}
export interface TripStep {
  readonly key: 'first-desk' | 'second-desk' | 'answer' | 'back';
  readonly title: string;
  readonly state: 'done' | 'waiting' | 'failed';
  readonly reason: string;
}
export interface TripView {
  readonly steps: readonly TripStep[];
  readonly complete: boolean;
  /** What Slipway itself does next, without a person. */
  readonly next: 'escalate' | 'hand-back' | 'resolve' | null;
}

function ofHanding(handing: Handing, desk: string, withoutDesk: string): Pick<TripStep, 'state' | 'reason'> {
  switch (handing) {
    case 'delivered':
      return { state: 'done', reason: `desk ${desk} took it` };
    case 'failed':
      return { state: 'failed', reason: `desk ${desk} did not take it; see its deliveries` };
    case 'none':
      return { state: 'done', reason: withoutDesk };
    default:
      return { state: 'waiting', reason: `desk ${desk} has not taken it yet` };
  }
}

/** How far a test ticket has come on its way first line, second line and back, and what comes next by itself. */
export function tripSteps(facts: TripFacts): TripView {
  const escalated = facts.trip.includes('second');
  const returned = escalated && facts.trip.lastIndexOf('first') > facts.trip.indexOf('second');
  const waiting = (reason: string) => ({ state: 'waiting' as const, reason });
  const first = ofHanding(facts.firstDesk.opened, facts.firstDesk.key, `desk ${facts.firstDesk.key} is worked in Slipway`);
  const second = escalated
    ? ofHanding(facts.secondDesk.escalated, facts.secondDesk.key, `desk ${facts.secondDesk.key} is worked in Slipway`)
    : waiting('it has not been escalated yet');
  const answer = facts.secondLineAnswered
    ? { state: 'done' as const, reason: 'the second line answered' }
    : waiting(escalated ? 'the second line has not answered yet' : 'it has not reached the second line yet');
  const back = returned
    ? ofHanding(facts.firstDesk.answered, facts.firstDesk.key, 'the first line has the answer')
    : waiting('it has not been handed back yet');
  const steps: TripStep[] = [
    { key: 'first-desk', title: "The client's desk has the ticket", ...first },
    { key: 'second-desk', title: "The vendor's desk has the ticket", ...second },
    { key: 'answer', title: 'The second line answered', ...answer },
    { key: 'back', title: "The answer is back at the client's desk", ...back },
  ];
  const done = steps.map((step) => step.state === 'done');
  const isResolved = facts.status === 'resolved' || facts.status === 'closed';
  const complete = isResolved && done.every(Boolean);
  const next = (): TripView['next'] => {
    if (isResolved) return null;
    if (!escalated) return done[0] ? 'escalate' : null;
    if (!returned) return done[1] && done[2] ? 'hand-back' : null;
    return done.every(Boolean) ? 'resolve' : null;
  };
  return { steps, complete, next: next() };
}
