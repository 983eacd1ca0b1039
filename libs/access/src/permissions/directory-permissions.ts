import type { PermissionTable } from './permission-table';

export const directoryPermissions = {
  'engagement:read': { client: 'any', vendor: 'any' },
  'engagement:edit': { client: ['release-manager'], vendor: ['release-manager'] },
  'person:read': { client: 'any', vendor: 'any' },
  'person:manage': { client: ['client-admin', 'release-manager'], vendor: ['release-manager'] },
  'token:manage': { client: 'any', vendor: 'any' },
} as const satisfies PermissionTable;
