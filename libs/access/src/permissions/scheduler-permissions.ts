import type { PermissionTable } from './permission-table';

export const schedulerPermissions = {
  'load:read': { client: 'any', vendor: 'any' },
  'load:import': { client: ['release-manager', 'engineer'], vendor: ['release-manager', 'engineer'] },
  'calendar:read': { client: 'any', vendor: 'any' },
  'calendar:write': { client: 'any', vendor: 'any' },
  'freeze:read': { client: 'any', vendor: 'any' },
  'freeze:manage': { client: ['release-manager', 'business'], vendor: ['release-manager'] },
  'window:read': { client: 'any', vendor: 'any' },
  'window:search': { client: ['release-manager', 'engineer', 'business'], vendor: ['release-manager', 'engineer'] },
  'window:confirm': { client: ['release-manager'], vendor: ['release-manager'] },
} as const satisfies PermissionTable;
