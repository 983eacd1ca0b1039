import type { PermissionTable } from './permission-table';

/** Who may try. A signature also needs the role release-manager or business, or the department analytics: the service refuses the rest. */
export const kpiPermissions = {
  'measurement:write': { client: ['release-manager', 'engineer'], vendor: ['release-manager', 'engineer'] },
  'measurement:read': { client: 'any', vendor: 'any' },
  'kpi:read': { client: 'any', vendor: 'any' },
  'kpi:propose': { client: ['release-manager', 'business', 'engineer'], vendor: ['release-manager', 'business', 'engineer'] },
  'kpi:sign': {
    client: ['release-manager', 'business', 'engineer', 'auditor', 'client-admin'],
    vendor: ['release-manager', 'business', 'engineer', 'auditor'],
  },
  'verdict:read': { client: 'any', vendor: 'any' },
  'verdict:judge': { client: ['release-manager'], vendor: ['release-manager'] },
} as const satisfies PermissionTable;
