import type { PermissionTable } from './permission-table';

export const checklistPermissions = {
  'recipe:read': { client: 'any', vendor: 'any' },
  'release:read': { client: 'any', vendor: 'any' },
  'release:create': { client: ['release-manager'], vendor: ['release-manager'] },
  'release:edit': { client: ['release-manager'], vendor: ['release-manager'] },
  'release:decide': { client: ['release-manager', 'business'], vendor: ['release-manager'] },
  'task:assign': { client: ['release-manager'], vendor: ['release-manager'] },
  'task:work': {
    client: ['release-manager', 'engineer', 'business', 'client-admin', 'first-line'],
    vendor: ['release-manager', 'engineer', 'second-line'],
  },
  'evidence:add': {
    client: ['release-manager', 'engineer', 'business', 'client-admin', 'first-line'],
    vendor: ['release-manager', 'engineer', 'second-line'],
  },
  'review:decide': { client: ['auditor'], vendor: ['auditor'] },
  'waiver:grant': { client: ['release-manager', 'auditor'], vendor: ['auditor'] },
} as const satisfies PermissionTable;
