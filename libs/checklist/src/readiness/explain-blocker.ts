import type { Role, Side } from '@slipway/access';
import { mayReview } from '../reviews/may-review';
import type { Person } from '../schema-parts';
import type { AssessedItem } from './assess-item';
import type { Colleague, ReadinessFacts } from './readiness-facts';
import type { Actor, Blocker } from './readiness-schemas';

const workRoles: readonly Role[] = [
  'engineer',
  'second-line',
  'client-admin',
  'business',
  'first-line',
  'release-manager',
  'auditor',
  'observer',
];
const person = ({ personId, name, side, department }: Person): Person => ({ personId, name, side, department });
const sidesOf = (side: 'client' | 'vendor' | 'both'): Side[] => (side === 'both' ? ['client', 'vendor'] : [side]);
const byName = (a: Person, b: Person): number => a.name.localeCompare(b.name, 'en') || (a.personId < b.personId ? -1 : 1);
const names = (actors: readonly Actor[]): string => actors.flatMap((actor) => actor.people.map((one) => one.name)).join(', ');

/** Why an item is not done, who must act and what would unblock it. */
export function explainBlocker(assessed: AssessedItem, facts: ReadinessFacts): Blocker {
  const { item } = assessed;
  const { mustAct, unblock } = explain(assessed, facts);
  return {
    itemKey: item.key,
    title: item.title,
    section: item.section,
    state: assessed.state,
    cause: assessed.cause,
    reason: assessed.reason,
    mustAct,
    unblock,
  };
}

function explain(assessed: AssessedItem, facts: ReadinessFacts): { mustAct: Actor[]; unblock: string } {
  const { item } = assessed;
  if (assessed.cause === 'proof-missing-from-store') {
    return {
      mustAct: sidesOf(item.side).map((side) => holders(facts, side, 'release-manager')),
      unblock: 'Find out who removed proof from the database and restore it from the backup, or agree on a waiver.',
    };
  }
  if (item.fact) {
    const role = item.fact.role;
    const sides = sidesOf(item.side);
    return {
      mustAct: sides.map((side) => holders(facts, side, role)),
      unblock: `It passes by itself as soon as ${item.fact.becomesTrueWhen}.`,
    };
  }
  if (assessed.state === 'waiting-review') return explainReview(assessed, facts);
  const mustAct = doers(assessed, facts);
  const who = names(mustAct) || 'the assignee';
  const unassigned = facts.tasks.some((task) => task.itemKey === item.key && task.assigneeId === null && task.status !== 'done');
  const first = unassigned ? 'A release manager assigns the open task. ' : '';
  const wanted = item.proof.join('; ');
  switch (assessed.cause) {
    case 'task-open':
      return { mustAct, unblock: `${first}${who} completes the open task.` };
    case 'sent-back':
      return { mustAct, unblock: `${first}${who} does what the auditor asked for and completes the task again.` };
    case 'proof-stale':
      return {
        mustAct,
        unblock: `${first}${who} measures again (${wanted}) and completes the task; unless it is renewed in time it needs a new review.`,
      };
    case 'proof-failed':
      return { mustAct, unblock: `${first}${who} puts it right and gives newer passing proof of the same kind and subject.` };
    default:
      return { mustAct, unblock: `${first}${who} gives proof (${wanted}) and completes the task.` };
  }
}

function explainReview(assessed: AssessedItem, facts: ReadinessFacts): { mustAct: Actor[]; unblock: string } {
  const { item } = assessed;
  const involved = facts.involved.filter((one) => one.itemKey === item.key);
  const may = facts.colleagues.filter((one) => mayReview(one, item.auditor, involved) === null).sort(byName);
  const claimedBy = facts.reviews.find((review) => review.itemKey === item.key)?.auditorId;
  const claimed = may.filter((one) => one.personId === claimedBy);
  const named = claimed.length > 0 ? claimed : may;
  const sides = (['client', 'vendor'] as const).filter((side) => named.some((one) => one.side === side));
  if (sides.length === 0) {
    return {
      mustAct: (['client', 'vendor'] as const).map((side) => holders(facts, side, 'release-manager')),
      unblock: `Nobody may review it: name an auditor in ${item.auditor} of a side whose ${item.auditor} did not do the work, or hand the work to another department.`,
    };
  }
  const mustAct = sides.map((side): Actor => ({
    side,
    role: 'auditor',
    department: item.auditor,
    people: named.filter((one) => one.side === side).map(person),
  }));
  return { mustAct, unblock: `${names(mustAct)} ${named.length > 1 ? '(one of them) ' : ''}approves the proof.` };
}

function doers(assessed: AssessedItem, facts: ReadinessFacts): Actor[] {
  const tasks = facts.tasks.filter((task) => task.itemKey === assessed.item.key);
  const pending = tasks.filter((task) => task.status !== 'done');
  return (pending.length > 0 ? pending : tasks).map((task): Actor => {
    const assignee = facts.colleagues.find((one) => one.personId === task.assigneeId);
    if (assignee === undefined) return holders(facts, task.side, 'release-manager');
    const role = workRoles.find((one) => assignee.roles.includes(one)) ?? 'engineer';
    return { side: task.side, role, department: assignee.department, people: [person(assignee)] };
  });
}

function holders(facts: ReadinessFacts, side: Side, role: Role): Actor {
  const people: Colleague[] = facts.colleagues.filter((one) => one.side === side && one.roles.includes(role)).sort(byName);
  return { side, role, department: null, people: people.map(person) };
}
