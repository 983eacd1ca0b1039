import { DateTime } from 'luxon';
import { z } from 'zod';
import { instantInput, instantOutput, key, nullableInstant, sideSchema, weeklyHours, zoneSchema } from '../schema-parts';

export const requiredRole = z.object({ side: sideSchema, role: key, people: z.int().min(1).max(20) });

export const requiredRolesInput = z.strictObject({
  items: z
    .array(requiredRole)
    .max(16)
    .refine((items) => new Set(items.map((item) => `${item.side} ${item.role}`)).size === items.length, 'each role once per side')
    .refine(
      (items) => (['client', 'vendor'] as const).every((side) => items.filter((item) => item.side === side).length <= 8),
      'at most 8 roles a side',
    ),
});

export const requiredRolesResponse = z.object({ revision: z.int(), items: z.array(requiredRole) });

export const personParam = z.object({ personId: z.uuid() });

export const staffingInput = z.strictObject({
  roles: z.array(key).max(20).describe('staffing roles that this person can fill in a window'),
  availableHours: z
    .strictObject({ zone: zoneSchema, weekly: weeklyHours, onHolidays: z.boolean().default(false) })
    .nullable()
    .describe('hours in which the person may be asked to work on a release; null = not declared, so unknown'),
});

export const personAvailability = z.object({
  personId: z.uuid(),
  name: z.string(),
  side: sideSchema,
  department: z.string(),
  zone: z.string(),
  revision: z.int().describe('of the staffing; 0 = nothing declared yet'),
  roles: z.array(z.string()),
  availableHours: z.object({ zone: z.string(), weekly: weeklyHours, onHolidays: z.boolean() }).nullable(),
  calendar: z
    .object({ uploadedAt: instantOutput, knownUntil: instantOutput, events: z.int(), busyTimes: z.int(), skipped: z.int() })
    .nullable(),
  availability: z.enum(['known', 'unknown']).describe('unknown people never count as free'),
  reason: z.string(),
});

export const peopleQuery = z.object({ side: sideSchema.optional(), role: key.optional() });
export const peopleResponse = z.object({ items: z.array(personAvailability), nextCursor: z.string().nullable() });

export const calendarReport = z.object({
  personId: z.uuid(),
  uploadedAt: instantOutput,
  knownFrom: instantOutput,
  knownUntil: instantOutput,
  events: z.int(),
  instances: z.int(),
  busyTimes: z.int().describe('after merging what touches or overlaps'),
  skipped: z.array(z.object({ reason: z.string(), count: z.int() })),
  notes: z.array(z.string()),
});

export const busyQuery = z
  .object({ from: instantInput, to: instantInput })
  .refine(({ from, to }) => DateTime.fromISO(to) > DateTime.fromISO(from), { path: ['to'], message: 'must be after from' });
export const busyResponse = z.object({
  personId: z.uuid(),
  availability: z.enum(['known', 'unknown']),
  items: z.array(z.object({ startAt: instantOutput, endAt: instantOutput, kind: z.enum(['busy', 'tentative', 'out-of-office']) })),
  uploadedAt: nullableInstant,
});

export type RequiredRoles = z.output<typeof requiredRolesResponse>;
export type PersonAvailability = z.output<typeof personAvailability>;
export type CalendarReport = z.output<typeof calendarReport>;
export type StaffingInput = z.output<typeof staffingInput>;
