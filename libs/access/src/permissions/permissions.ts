import { accessPermissions } from './access-permissions';
import { checklistPermissions } from './checklist-permissions';
import { directoryPermissions } from './directory-permissions';
import { kpiPermissions } from './kpi-permissions';
import { type PermissionRule, type Role, type Side, sides } from './permission-table';
import { schedulerPermissions } from './scheduler-permissions';
import { ticketsPermissions } from './tickets-permissions';

/** The one table that says which role on which side may do what. */
export const permissions = {
  ...accessPermissions,
  ...directoryPermissions,
  ...checklistPermissions,
  ...kpiPermissions,
  ...ticketsPermissions,
  ...schedulerPermissions,
} as const;

export type Permission = keyof typeof permissions;
export const permissionNames = Object.keys(permissions) as [Permission, ...Permission[]];
export const isPermission = (name: string): name is Permission => Object.hasOwn(permissions, name);

/** Whether a member of `side` with `held` roles may do what `permission` names. */
export function isAllowed(permission: Permission, side: Side, held: readonly string[]): boolean {
  const allowed = (permissions[permission] as PermissionRule)[side];
  return allowed === 'any' || allowed.some((role) => held.includes(role));
}

/** The roles that hold a permission, per side; `any` means every member. Goes into refusals, so that people know whom to ask. */
export function holdersOf(permission: Permission): PermissionRule {
  return permissions[permission];
}

/** Everything a member may do. */
export function permissionsOf(side: Side, held: readonly Role[]): Permission[] {
  return permissionNames.filter((permission) => isAllowed(permission, side, held));
}

/** `release-manager (client, vendor), auditor (client)`. */
export function describeHolders(permission: Permission): string {
  const rule = holdersOf(permission);
  const bySide = new Map<string, Side[]>();
  for (const side of sides) {
    const named = rule[side] === 'any' ? ['every member'] : rule[side];
    for (const role of named) bySide.set(role, [...(bySide.get(role) ?? []), side]);
  }
  return [...bySide].map(([role, where]) => `${role} (${where.join(', ')})`).join(', ') || 'nobody';
}
