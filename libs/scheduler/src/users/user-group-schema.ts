import { z } from 'zod';
import { holidayRegion, localMinute, text, weeklyHours, zoneSchema } from '../schema-parts';

const endsAfterStart = (rule: { startLocal: string; endLocal: string }) => rule.endLocal > rule.startLocal;

export const blackoutRule = z
  .strictObject({
    reason: text(200),
    startLocal: localMinute.describe('first occurrence, in the zone of the group'),
    endLocal: localMinute,
    rrule: text(500).nullable().default(null).describe('RFC 5545, for example FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1,-2,-3'),
  })
  .refine(endsAfterStart, { path: ['endLocal'], message: 'must be after startLocal' });

export const userGroupInput = z.strictObject({
  name: text(120),
  zone: zoneSchema,
  headcount: z.int().min(0).max(100_000_000),
  workingHours: weeklyHours,
  holidayRegion: holidayRegion.nullable().default(null).describe('on its public holidays nobody of the group works'),
  blackouts: z.array(blackoutRule).max(20).default([]).describe('times in which the group must not be disturbed at all'),
});

export const userGroupResponse = userGroupInput.extend({ id: z.uuid(), revision: z.int() });
export const userGroupsResponse = z.object({ items: z.array(userGroupResponse), nextCursor: z.string().nullable() });

export type UserGroupInput = z.output<typeof userGroupInput>;
export type UserGroup = z.output<typeof userGroupResponse>;
