import { z } from 'zod';
import { itemStateSchema, nullableInstant, personSchema, sideSchema, text } from '../schema-parts';
import { proofSchema } from '../evidence/evidence-schemas';

export const taskStatuses = ['open', 'rework', 'done'] as const;
export const taskStatusSchema = z.enum(taskStatuses);
export type TaskStatus = z.infer<typeof taskStatusSchema>;

export const taskSchema = z.object({
  taskId: z.uuid(),
  releaseId: z.uuid(),
  releaseName: z.string(),
  itemKey: z.string(),
  title: z.string(),
  section: z.string(),
  proof: z.array(z.string()),
  signOff: z.enum(['required', 'by-fact']),
  side: sideSchema,
  status: taskStatusSchema,
  itemState: itemStateSchema,
  itemReason: z.string(),
  assignee: personSchema.nullable(),
  assignedBecause: z.string(),
  dueAt: nullableInstant,
  completedAt: nullableInstant,
  completedBy: personSchema.nullable(),
  comment: z.string().nullable().describe('the last word of the doer or of the auditor who sent it back'),
  revision: z.int(),
});
export type TaskView = z.infer<typeof taskSchema>;

export const taskQueryFields = {
  assignee: z.union([z.literal('me'), z.literal('nobody'), z.uuid()]).optional(),
  releaseId: z.uuid().optional(),
  side: sideSchema.optional(),
  status: taskStatusSchema.optional(),
};
export const assignTaskSchema = z.strictObject({ assigneeId: z.uuid(), reason: text(500).optional() });
export const completeTaskSchema = z.strictObject({
  comment: text(2000).optional(),
  proof: z.array(proofSchema).max(10).default([]).describe('recorded with the completion; may be empty when proof is there already'),
});
export const taskParam = z.object({ taskId: z.uuid() });
