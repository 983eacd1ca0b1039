import { type PermissionRule, roles, sides } from './permission-table';
import { describeHolders, isAllowed, permissionNames, permissions, permissionsOf } from './permissions';
import { accessPermissions } from './access-permissions';
import { checklistPermissions } from './checklist-permissions';
import { directoryPermissions } from './directory-permissions';
import { kpiPermissions } from './kpi-permissions';
import { schedulerPermissions } from './scheduler-permissions';
import { ticketsPermissions } from './tickets-permissions';

describe('the permission table', () => {
  it('names every permission once', () => {
    const parts = [accessPermissions, directoryPermissions, checklistPermissions, kpiPermissions, ticketsPermissions, schedulerPermissions];
    expect(permissionNames).toHaveLength(parts.reduce((count, part) => count + Object.keys(part).length, 0));
  });

  it.each(permissionNames)('gives %s to known roles only, and to somebody', (name) => {
    const rule: PermissionRule = permissions[name];
    for (const side of sides) if (rule[side] !== 'any') for (const role of rule[side]) expect(roles).toContain(role);
    expect(rule.client.length + rule.vendor.length).toBeGreaterThan(0);
  });

  it('never lets an observer change anything of others', () => {
    const own = new Set(['token:manage', 'calendar:write', 'ticket:open', 'ticket:note', 'ticket:comment']);
    for (const name of permissionNames.filter((each) => !/:(read|list)$/.test(each) && !own.has(each))) {
      const rule: PermissionRule = permissions[name];
      for (const side of sides) expect([name, rule[side] !== 'any' && !rule[side].includes('observer')]).toEqual([name, true]);
    }
  });

  it('allows by side and by any of several roles', () => {
    expect(isAllowed('dead-letter:read', 'vendor', ['observer', 'engineer'])).toBe(true);
    expect(isAllowed('dead-letter:read', 'client', ['release-manager'])).toBe(false);
    expect(isAllowed('engagement:read', 'client', [])).toBe(true);
    expect(permissionsOf('client', ['observer'])).not.toContain('person:manage');
  });

  it('tells whom to ask', () => {
    expect(describeHolders('dead-letter:manage')).toBe('release-manager (vendor)');
    expect(describeHolders('engagement:read')).toBe('every member (client, vendor)');
  });
});
