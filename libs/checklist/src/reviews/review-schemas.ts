import { z } from 'zod';
import { evidenceSchema } from '../evidence/evidence-schemas';
import { instantOutput, nullableInstant, personSchema, text } from '../schema-parts';

export const reviewStatusSchema = z.enum(['open', 'claimed', 'approved', 'sent-back', 'withdrawn']);
export const refusalCodes = ['not-auditor', 'wrong-department', 'is-author', 'is-producer', 'same-department'] as const;
export const refusalSchema = z.object({ code: z.enum(refusalCodes), reason: z.string() });

export const reviewSchema = z.object({
  reviewId: z.uuid(),
  releaseId: z.uuid(),
  releaseName: z.string(),
  itemKey: z.string(),
  title: z.string(),
  section: z.string(),
  requiredProof: z.array(z.string()),
  department: z.string(),
  status: reviewStatusSchema,
  auditor: personSchema.nullable(),
  requestedAt: instantOutput,
  decidedAt: nullableInstant,
  comment: z.string().nullable(),
  evidence: z.array(evidenceSchema).describe('the present proof: what an approval is bound to'),
  mayDecide: z.boolean().describe('whether the caller may'),
  refusal: refusalSchema.nullable().describe('why the caller may not'),
});
export type ReviewView = z.infer<typeof reviewSchema>;

export const reviewQueryFields = {
  mine: z.enum(['true', 'false']).default('true').describe('true: only open reviews that the caller may decide'),
  releaseId: z.uuid().optional(),
  status: reviewStatusSchema.optional(),
};
export const decideReviewSchema = z
  .strictObject({
    decision: z.enum(['approve', 'rework']),
    comment: text(2000).optional(),
    evidenceHashes: z
      .array(z.string().regex(/^[0-9a-f]{64}$/, 'SHA-256 in lower-case hex'))
      .min(1)
      .max(200)
      .optional()
      .describe('the proof that the auditor looked at; refused with 409 evidence-moved when it is not the present one'),
  })
  .refine((value) => value.decision === 'approve' || value.comment !== undefined, {
    message: 'say what has to be done again',
    path: ['comment'],
  });
export const reviewParam = z.object({ reviewId: z.uuid() });

export const signOffSchema = z.object({
  signOffId: z.uuid(),
  itemKey: z.string(),
  itemVersion: z.int(),
  decision: z.enum(['approve', 'rework']),
  by: personSchema,
  comment: z.string().nullable(),
  evidenceHashes: z.array(z.string()),
  at: instantOutput,
});
export type SignOffView = z.infer<typeof signOffSchema>;
