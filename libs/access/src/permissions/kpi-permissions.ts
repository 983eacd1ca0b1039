import type { PermissionTable } from './permission-table';

export const kpiPermissions = {
  'measurement:write': { client: ['release-manager', 'engineer'], vendor: ['release-manager', 'engineer'] },
  'measurement:read': { client: 'any', vendor: 'any' },
  'kpi:read': { client: 'any', vendor: 'any' },
  'kpi:propose': { client: ['release-manager', 'business'], vendor: ['release-manager', 'engineer'] },
  'kpi:sign': { client: ['release-manager', 'business'], vendor: ['release-manager'] },
  'verdict:read': { client: 'any', vendor: 'any' },
} as const satisfies PermissionTable;
