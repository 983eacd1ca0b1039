import { z } from 'zod';
import { instantInput, instantOutput, key, nullableInstant, personSchema, text } from '../schema-parts';

export const waiverStatusSchema = z.enum(['requested', 'granted', 'refused', 'revoked', 'expired']);
export const waiverSchema = z.object({
  waiverId: z.uuid(),
  releaseId: z.uuid(),
  itemKey: z.string(),
  status: waiverStatusSchema,
  reason: z.string(),
  requestedBy: personSchema,
  requestedAt: instantOutput,
  decidedBy: personSchema.nullable(),
  decidedAt: nullableInstant,
  comment: z.string().nullable(),
  expiresAt: instantOutput,
});
export type WaiverView = z.infer<typeof waiverSchema>;

export const newWaiverSchema = z.strictObject({
  itemKey: key,
  reason: text(2000, 10),
  expiresAt: instantInput.describe('in the future, at most 90 days ahead'),
});
export const decideWaiverSchema = z.strictObject({ decision: z.enum(['grant', 'refuse']), comment: text(2000).optional() });
export const revokeWaiverSchema = z.strictObject({ comment: text(2000) });
export const waiverParam = z.object({ waiverId: z.uuid() });
