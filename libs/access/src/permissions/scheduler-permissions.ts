import type { PermissionTable } from './permission-table';

export const schedulerPermissions = {
  'load:read': { client: 'any', vendor: 'any' },
  'load:import': { client: ['release-manager', 'engineer', 'client-admin'], vendor: ['release-manager', 'engineer'] },
  'staffing:read': { client: 'any', vendor: 'any' },
  'staffing:plan': { client: ['release-manager'], vendor: ['release-manager'] },
  'staffing:manage': { client: ['release-manager', 'client-admin'], vendor: ['release-manager'] },
  'calendar:write': { client: 'any', vendor: 'any' },
  'users:manage': { client: ['release-manager', 'client-admin', 'business'], vendor: ['release-manager'] },
  'freeze:read': { client: 'any', vendor: 'any' },
  'freeze:manage': { client: ['release-manager', 'business', 'client-admin'], vendor: ['release-manager'] },
  'window:read': { client: 'any', vendor: 'any' },
  'window:search': { client: ['release-manager', 'engineer', 'business', 'auditor'], vendor: ['release-manager', 'engineer', 'auditor'] },
  'window:plan': { client: ['release-manager'], vendor: ['release-manager'] },
  'window:confirm': { client: ['release-manager'], vendor: ['release-manager'] },
} as const satisfies PermissionTable;
