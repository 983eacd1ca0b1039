import { sides, type Side } from './sides';

/** Whether a person may sign a KPI for a side: who leads the release, who owns the business, who measures. */
export function maySign(person: { roles: readonly string[]; department: string }): boolean {
  return (
    person.roles.some((role) => role === 'release-manager' || role === 'business') || person.department.trim().toLowerCase() === 'analytics'
  );
}

/** Sides of which nobody has signed yet; none means agreed. */
export function missingSides(signatures: readonly { side: Side }[]): Side[] {
  return sides.filter((side) => !signatures.some((signature) => signature.side === side));
}
