import type { PermissionTable } from './permission-table';

export const ticketsPermissions = {
  'desk:read': { client: ['release-manager', 'client-admin', 'first-line'], vendor: ['release-manager', 'engineer', 'second-line'] },
  'desk:manage': { client: ['release-manager', 'client-admin'], vendor: ['release-manager'] },
  'ticket:read': { client: 'any', vendor: 'any' },
  'ticket:open': { client: 'any', vendor: 'any' },
  'ticket:comment': {
    client: ['release-manager', 'engineer', 'client-admin', 'first-line', 'business'],
    vendor: ['release-manager', 'engineer', 'second-line'],
  },
  'ticket:work': { client: ['release-manager', 'first-line'], vendor: ['release-manager', 'engineer', 'second-line'] },
  'ticket:escalate': { client: ['release-manager', 'first-line'], vendor: ['release-manager', 'second-line'] },
  'ticket:test': { client: ['release-manager', 'client-admin', 'first-line'], vendor: ['release-manager', 'second-line'] },
  'target:manage': { client: ['release-manager'], vendor: ['release-manager'] },
  'hypercare:manage': { client: ['release-manager'], vendor: ['release-manager'] },
} as const satisfies PermissionTable;
