/** The two companies of an engagement. */
export const sides = ['client', 'vendor'] as const;
export type Side = (typeof sides)[number];

export const roles = [
  'release-manager',
  'engineer',
  'auditor',
  'client-admin',
  'first-line',
  'second-line',
  'business',
  'observer',
] as const;
export type Role = (typeof roles)[number];

/** Who may do one thing, by side: `any` means every member of that side, an empty list nobody. */
export interface PermissionRule {
  readonly client: readonly Role[] | 'any';
  readonly vendor: readonly Role[] | 'any';
}

/** Permissions are named `<noun>:<verb>`. */
export type PermissionTable = Readonly<Record<`${string}:${string}`, PermissionRule>>;
