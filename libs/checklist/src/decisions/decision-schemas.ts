import { z } from 'zod';
import { instantOutput, nullableInstant, personSchema, text } from '../schema-parts';

export const voteSchema = z.enum(['go', 'go-with-conditions', 'no-go']);
export type Vote = z.infer<typeof voteSchema>;

export const decisionSchema = z.object({
  decisionId: z.uuid(),
  releaseId: z.uuid(),
  status: z.enum(['open', 'complete', 'superseded']),
  outcome: voteSchema.nullable(),
  readinessHash: z.string(),
  readinessRevision: z.int(),
  ready: z.boolean().describe('whether the release was ready in that snapshot'),
  blockers: z.array(z.string()),
  openedBy: personSchema,
  openedAt: instantOutput,
  decidedAt: nullableInstant,
  votes: z.array(
    z.object({
      by: personSchema,
      role: z.enum(['release-manager', 'business']),
      vote: voteSchema,
      conditions: z.string().nullable(),
      reason: z.string().nullable(),
      at: instantOutput,
    }),
  ),
  waitingFor: z.array(z.enum(['client', 'vendor'])).describe('sides whose release manager has not voted'),
});
export type DecisionView = z.infer<typeof decisionSchema>;

export const readinessHashSchema = z.string().regex(/^[0-9a-f]{64}$/, 'SHA-256 in lower-case hex, as GET readiness gives it');
export const openDecisionSchema = z.strictObject({ readinessHash: readinessHashSchema });
export const castVoteSchema = z
  .strictObject({ vote: voteSchema, conditions: text(2000).optional(), reason: text(2000).optional() })
  .refine((value) => value.vote !== 'go-with-conditions' || value.conditions !== undefined, {
    message: 'go with conditions needs the conditions',
    path: ['conditions'],
  })
  .refine((value) => value.vote === 'go-with-conditions' || value.conditions === undefined, {
    message: 'only go-with-conditions takes conditions',
    path: ['conditions'],
  })
  .refine((value) => value.vote !== 'no-go' || value.reason !== undefined, { message: 'no-go needs a reason', path: ['reason'] });
export const decisionParam = z.object({ decisionId: z.uuid() });
