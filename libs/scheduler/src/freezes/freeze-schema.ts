import { z } from 'zod';
import { instantInput, instantOutput, key, localMinute, nullableInstant, text, zoneSchema } from '../schema-parts';

export const freezeInput = z
  .strictObject({
    reason: text(300),
    environment: key.nullable().default(null).describe('null = every environment'),
    zone: zoneSchema,
    startLocal: localMinute.describe('first occurrence, wall clock of zone'),
    endLocal: localMinute.describe('end of the first occurrence; later ones keep the same length by the wall clock'),
    rrule: text(500).nullable().default(null).describe('RFC 5545 recurrence, DAILY or slower: FREQ=WEEKLY;BYDAY=FR'),
  })
  .refine((rule) => rule.endLocal > rule.startLocal, { path: ['endLocal'], message: 'must be after startLocal' });

export const freezeResponse = z.object({
  id: z.uuid(),
  revision: z.int(),
  reason: z.string(),
  environment: z.string().nullable(),
  zone: z.string(),
  startLocal: z.string(),
  endLocal: z.string(),
  rrule: z.string().nullable(),
  createdBy: z.uuid(),
  nextStartAt: nullableInstant.describe('start of the running or next occurrence within a year'),
  nextEndAt: nullableInstant,
});

export const freezesResponse = z.object({ items: z.array(freezeResponse), nextCursor: z.string().nullable() });

export const freezeStateQuery = z.object({ environment: key, at: instantInput.optional() });

export const freezeStateResponse = z.object({
  environment: z.string(),
  at: instantOutput,
  state: z.enum(['open', 'closed']),
  reasons: z.array(z.object({ freezeId: z.uuid(), reason: z.string(), startAt: instantOutput, endAt: instantOutput })),
  nextChangeAt: nullableInstant.describe('when the state changes next, within a year; null = it does not'),
});

export type FreezeInput = z.output<typeof freezeInput>;
export type Freeze = z.output<typeof freezeResponse>;
export type FreezeStateAnswer = z.output<typeof freezeStateResponse>;
