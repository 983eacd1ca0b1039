import type { PermissionTable } from './permission-table';

/**
 * Who may try. Beyond the role, the checklist refuses by what a person did: an assignee completes only his own task, and a review
 * is refused with the exact reason (`not-auditor`, `wrong-department`, `is-author`, `is-producer`, `same-department`), which is why
 * `review:decide` lets every working role knock.
 */
export const checklistPermissions = {
  'recipe:read': { client: 'any', vendor: 'any' },
  'release:read': { client: 'any', vendor: 'any' },
  'release:create': { client: ['release-manager'], vendor: ['release-manager'] },
  'release:edit': { client: ['release-manager'], vendor: ['release-manager'] },
  'release:decide': { client: ['release-manager', 'business'], vendor: ['release-manager', 'business'] },
  'release:run': { client: ['release-manager'], vendor: ['release-manager'] },
  'task:assign': { client: ['release-manager'], vendor: ['release-manager'] },
  'task:work': {
    client: ['release-manager', 'engineer', 'auditor', 'client-admin', 'first-line', 'second-line', 'business'],
    vendor: ['release-manager', 'engineer', 'auditor', 'first-line', 'second-line', 'business'],
  },
  'evidence:add': {
    client: ['release-manager', 'engineer', 'auditor', 'client-admin', 'first-line', 'second-line', 'business'],
    vendor: ['release-manager', 'engineer', 'auditor', 'first-line', 'second-line', 'business'],
  },
  'review:decide': {
    client: ['release-manager', 'engineer', 'auditor', 'client-admin', 'first-line', 'second-line', 'business'],
    vendor: ['release-manager', 'engineer', 'auditor', 'first-line', 'second-line', 'business'],
  },
  'waiver:request': { client: ['release-manager'], vendor: ['release-manager'] },
  'waiver:grant': { client: ['release-manager'], vendor: ['release-manager'] },
} as const satisfies PermissionTable;
