import type { Role, Side } from '@slipway/access';

export interface Worker {
  readonly personId: string;
  readonly name: string;
  readonly side: Side;
  readonly department: string;
  readonly roles: readonly Role[];
}
export interface TaskToAssign {
  readonly itemKey: string;
  readonly side: Side;
  readonly auditorDepartment: string;
  /** For a fact that the product observes: the role that makes it happen. Nobody reviews it, so the department does not matter. */
  readonly factRole: Role | null;
}
export interface Proposal {
  readonly itemKey: string;
  readonly side: Side;
  readonly assigneeId: string | null;
  /** Why this person, or why nobody. */
  readonly because: string;
}

const workRoles: Record<Side, readonly Role[]> = {
  vendor: ['engineer', 'second-line', 'release-manager'],
  client: ['engineer', 'client-admin', 'business', 'first-line', 'release-manager'],
};

/**
 * Proposes who does each task: a worker of the side, never of the department that audits the item when another can be found (his own
 * department could not review it then), rather no auditor, by role, then the one with the fewest tasks. The same input gives the same answer.
 */
export function proposeAssignees(tasks: readonly TaskToAssign[], people: readonly Worker[]): Proposal[] {
  const load = new Map<string, number>();
  return tasks.map(({ itemKey, side, auditorDepartment, factRole }) => {
    const workers = people.filter(
      (one) => one.side === side && one.roles.some((role) => workRoles[side].includes(role) || role === factRole),
    );
    const makesFact = (one: Worker): boolean => factRole !== null && one.roles.includes(factRole);
    const rank = (one: Worker): number[] => [
      makesFact(one) ? 0 : 1,
      factRole === null && one.department === auditorDepartment ? 1 : 0,
      one.roles.includes('auditor') ? 1 : 0,
      one.roles.includes('engineer') ? 0 : one.roles.includes('release-manager') && workers.length > 1 ? 2 : 1,
      load.get(one.personId) ?? 0,
    ];
    const best = [...workers]
      .sort((a, b) => compare(rank(a), rank(b)) || a.name.localeCompare(b.name, 'en') || (a.personId < b.personId ? -1 : 1))
      .at(0);
    if (best === undefined) {
      return { itemKey, side, assigneeId: null, because: `nobody on the ${side}'s side has a role that does such work` };
    }
    load.set(best.personId, (load.get(best.personId) ?? 0) + 1);
    if (factRole !== null) {
      const because = makesFact(best) ? `has the role ${factRole}, which makes it happen` : `nobody on the ${side}'s side is ${factRole}`;
      return { itemKey, side, assigneeId: best.personId, because };
    }
    const because =
      best.department === auditorDepartment
        ? `nobody outside ${auditorDepartment} was found on the ${side}'s side; ${auditorDepartment} of this side cannot audit it then`
        : `works in ${best.department}, which does not audit this item, and has the fewest tasks`;
    return { itemKey, side, assigneeId: best.personId, because };
  });
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < a.length; at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
