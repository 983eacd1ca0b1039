import { pageQuery } from '@slipway/service-host';
import { z } from 'zod';
import { department, email, instant, line, pageOf, password, personName, revision, role, roleList, side, zone } from '../input/fields';

export const memberBody = z.object({
  name: personName,
  email,
  zone: zone.optional().describe('left out: the zone of the side'),
  side,
  department,
  roles: roleList,
  password: password.optional().describe('an initial password, for people without a company sign-in'),
});

export const memberPatch = z
  .object({
    name: personName.optional(),
    zone: zone.optional(),
    department: department.optional(),
    roles: roleList.optional(),
    active: z.boolean().optional().describe('false ends the membership and keeps its history'),
  })
  .refine((patch) => Object.keys(patch).length > 0, 'must change something');

export const initialPasswordBody = z.object({ password });

export const memberQuery = pageQuery.extend({
  side: side.optional(),
  department: department.optional(),
  role: role.optional(),
  active: z.enum(['true', 'false']).optional(),
  q: line(100).optional().describe('part of a name or e-mail'),
});
export const memberPath = z.object({ engagementId: z.uuid(), personId: z.uuid() });

export const memberAnswer = z.object({
  personId: z.uuid(),
  name: z.string(),
  email: z.string(),
  zone: z.string(),
  side,
  partyId: z.uuid(),
  department: z.string(),
  roles: z.array(role),
  active: z.boolean(),
  revision,
  hasPassword: z.boolean(),
  lastSignInAt: instant.nullable(),
});
export const memberPage = pageOf(memberAnswer);

export type MemberBody = z.output<typeof memberBody>;
export type MemberPatch = z.output<typeof memberPatch>;
export type MemberAnswer = z.output<typeof memberAnswer>;
export type MemberQuery = z.output<typeof memberQuery>;
