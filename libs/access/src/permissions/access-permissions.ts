import type { PermissionTable } from './permission-table';

/** What every service offers through access and messaging: its audit log and its dead letters. */
export const accessPermissions = {
  'audit:read': { client: ['release-manager', 'auditor', 'client-admin'], vendor: ['release-manager', 'auditor'] },
  'dead-letter:read': { client: [], vendor: ['release-manager', 'engineer'] },
  'dead-letter:manage': { client: [], vendor: ['release-manager'] },
} as const satisfies PermissionTable;
