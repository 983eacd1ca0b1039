import { z } from 'zod';
import { adviceSchema } from '../advice/advice-schemas';
import { decisionSchema } from '../decisions/decision-schemas';
import { evidenceSchema } from '../evidence/evidence-schemas';
import { blockerSchema, itemCauseSchema } from '../readiness/readiness-schemas';
import { reviewStatusSchema, signOffSchema } from '../reviews/review-schemas';
import { instantInput, instantOutput, itemStateSchema, key, nullableInstant, personSchema, sideSchema, text } from '../schema-parts';
import { taskStatusSchema } from '../tasks/task-schemas';
import { waiverSchema } from '../waivers/waiver-schemas';

export const releaseStatuses = ['preparing', 'decided', 'live', 'rolled-back', 'closed'] as const;
export const releaseStatusSchema = z.enum(releaseStatuses);
export type ReleaseStatus = z.infer<typeof releaseStatusSchema>;

const componentSchema = z.strictObject({ name: text(120), version: text(80) });
const components = z
  .array(componentSchema)
  .min(1)
  .max(100)
  .refine((list) => new Set(list.map((one) => one.name)).size === list.length, 'each component once');
const features = z
  .array(key)
  .max(100)
  .refine((list) => new Set(list).size === list.length, 'each feature once');

export const newReleaseSchema = z.strictObject({
  name: text(160),
  kind: z.enum(['first-launch', 'version-upgrade', 'hotfix']).default('version-upgrade'),
  recipe: z.strictObject({ key, version: z.int().min(1).max(1_000_000) }).default({ key: 'soft-release', version: 1 }),
  components,
  environment: key.describe('one of the environments of the solution'),
  features: features.default([]).describe('feature keys of the solution that the release touches'),
  notBefore: instantInput.nullable().default(null),
  latestAt: instantInput.nullable().default(null).describe('the latest instant at which it has to be live'),
});
export const changeReleaseSchema = z
  .strictObject({
    name: text(160).optional(),
    components: components.optional().describe('a change ends every sign-off: it was given for other versions'),
    features: features.optional(),
    notBefore: instantInput.nullable().optional(),
    latestAt: instantInput.nullable().optional(),
  })
  .refine((value) => Object.values(value).some((member) => member !== undefined), 'name at least one fact to change');

export const bookedWindowSchema = z.object({ bookingId: z.uuid(), startAt: instantOutput, endAt: instantOutput, zone: z.string() });

export const releaseSummarySchema = z.object({
  releaseId: z.uuid(),
  revision: z.int(),
  name: z.string(),
  kind: z.enum(['first-launch', 'version-upgrade', 'hotfix']),
  status: releaseStatusSchema,
  recipe: z.object({ key: z.string(), version: z.int() }),
  environment: z.string(),
  components: z.array(z.object({ name: z.string(), version: z.string() })),
  features: z.array(z.string()),
  notBefore: nullableInstant,
  latestAt: nullableInstant,
  createdAt: instantOutput,
  createdBy: personSchema,
  liveAt: nullableInstant,
  rolledBackAt: nullableInstant,
  closedAt: nullableInstant,
  outcome: z.enum(['done', 'rolled-back', 'abandoned']).nullable(),
  readiness: z.object({
    ready: z.boolean(),
    done: z.int(),
    total: z.int(),
    blockers: z.array(z.string()),
    hash: z.string(),
    revision: z.int(),
    takenAt: instantOutput,
  }),
  openAdvice: z.int(),
});
export type ReleaseSummary = z.infer<typeof releaseSummarySchema>;

export const releaseItemSchema = z.object({
  key: z.string(),
  version: z.int(),
  title: z.string(),
  section: z.string(),
  side: z.enum(['client', 'vendor', 'both']),
  auditor: z.string(),
  proof: z.array(z.string()),
  freshDays: z.number().nullable(),
  signOff: z.enum(['required', 'by-fact']),
  state: itemStateSchema,
  cause: itemCauseSchema,
  reason: z.string(),
  done: z.boolean(),
  staleAt: nullableInstant,
  tasks: z.array(
    z.object({
      taskId: z.uuid(),
      side: sideSchema,
      status: taskStatusSchema,
      assignee: personSchema.nullable(),
      assignedBecause: z.string(),
      dueAt: nullableInstant,
      completedAt: nullableInstant,
      comment: z.string().nullable(),
    }),
  ),
  review: z
    .object({ reviewId: z.uuid(), status: reviewStatusSchema, auditor: personSchema.nullable(), requestedAt: instantOutput })
    .nullable(),
  signedOff: signOffSchema.nullable().describe('the last decision of an auditor'),
  waiver: waiverSchema.nullable().describe('the last waiver'),
  evidence: z.array(evidenceSchema).describe('present proof: the latest of each kind and subject'),
  evidenceCount: z.int(),
});
export type ReleaseItemView = z.infer<typeof releaseItemSchema>;

export const releaseSchema = releaseSummarySchema.extend({
  sections: z.array(z.object({ key: z.string(), title: z.string(), done: z.int(), total: z.int(), items: z.array(releaseItemSchema) })),
  notApplicable: z.array(z.object({ itemKey: z.string(), title: z.string(), reason: z.string() })),
  blockers: z.array(blockerSchema),
  window: bookedWindowSchema.nullable(),
  decision: decisionSchema.nullable().describe('the latest decision'),
  advice: z.array(adviceSchema).describe('advice that still stands'),
});
export type ReleaseView = z.infer<typeof releaseSchema>;

export const releaseQueryFields = { status: releaseStatusSchema.optional() };
export const goLiveSchema = z.strictObject({ liveAt: instantInput.optional().describe('now when left out') });
export const rollBackSchema = z.strictObject({ reason: text(2000) });
export const closeReleaseSchema = z.strictObject({ reason: text(2000).optional() });
