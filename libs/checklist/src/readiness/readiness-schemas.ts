import { z } from 'zod';
import { instantOutput, itemStateSchema, nullableInstant, personSchema, roleSchema, sideSchema } from '../schema-parts';

export const itemCauses = [
  'signed-off',
  'fact',
  'living-waiver',
  'does-not-apply',
  'no-proof',
  'proof-missing-from-store',
  'proof-unknown',
  'proof-failed',
  'proof-stale',
  'task-open',
  'review-open',
  'sent-back',
] as const;
export const itemCauseSchema = z.enum(itemCauses);
export type ItemCause = z.infer<typeof itemCauseSchema>;

export const actorSchema = z.object({
  side: sideSchema,
  role: roleSchema,
  department: z.string().nullable(),
  people: z.array(personSchema).describe('named when known; empty: nobody is named yet'),
});
export type Actor = z.infer<typeof actorSchema>;

export const blockerSchema = z.object({
  itemKey: z.string(),
  title: z.string(),
  section: z.string(),
  state: itemStateSchema,
  cause: itemCauseSchema,
  reason: z.string().describe('why the item is not done, in plain English'),
  mustAct: z.array(actorSchema),
  unblock: z.string().describe('what would make it done'),
});
export type Blocker = z.infer<typeof blockerSchema>;

export const itemStandingSchema = z.object({
  itemKey: z.string(),
  state: itemStateSchema,
  cause: itemCauseSchema,
  reason: z.string(),
  done: z.boolean(),
  staleAt: nullableInstant.describe('when its present proof goes stale'),
});
export type ItemStanding = z.infer<typeof itemStandingSchema>;

export const readinessSchema = z.object({
  releaseId: z.uuid(),
  ready: z.boolean(),
  verdict: z.enum(['ready', 'not-ready']),
  done: z.int(),
  total: z.int(),
  hash: z.string().describe('SHA-256 of the readiness snapshot; a decision names it'),
  revision: z.int().describe('number of the latest stored snapshot'),
  assessedAt: instantOutput,
  changesAt: nullableInstant.describe('the next instant at which passing time alone may change it'),
  items: z.array(itemStandingSchema),
  notApplicable: z.array(z.object({ itemKey: z.string(), title: z.string(), reason: z.string() })),
  blockers: z.array(blockerSchema),
});
export type Readiness = z.infer<typeof readinessSchema>;

export const snapshotSchema = z.object({
  revision: z.int(),
  hash: z.string(),
  ready: z.boolean(),
  done: z.int(),
  total: z.int(),
  blockers: z.array(z.string()),
  takenAt: instantOutput,
});
export type ReadinessSnapshotView = z.infer<typeof snapshotSchema>;
