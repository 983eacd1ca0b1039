import { z } from 'zod';
import { department, password, permission, personName, revision, role, side, zone } from '../input/fields';

export const meAnswer = z.object({
  personId: z.uuid(),
  name: z.string(),
  email: z.string(),
  zone: z.string(),
  operator: z.boolean(),
  revision,
  hasPassword: z.boolean(),
  tokenId: z.uuid().nullable().describe('the API token that asks, or null for a person'),
  memberships: z.array(
    z.object({
      engagementId: z.uuid(),
      engagementName: z.string(),
      side,
      partyId: z.uuid(),
      partyName: z.string(),
      department,
      roles: z.array(role),
      permissions: z.array(permission).describe('what the caller may do there'),
    }),
  ),
});
export const mePatch = z
  .object({ name: personName.optional(), zone: zone.optional() })
  .refine((patch) => Object.keys(patch).length > 0, 'must change something');
export const passwordChange = z.object({
  currentPassword: z
    .string()
    .min(1)
    .max(256)
    .refine((text) => !text.includes('\0'), 'must not contain NUL'),
  newPassword: password,
});

export type Me = z.output<typeof meAnswer>;
export type MePatch = z.output<typeof mePatch>;
