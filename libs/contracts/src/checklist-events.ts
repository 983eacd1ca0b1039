import { z } from 'zod';
import { defineEvent } from './define-event';
import { exampleIds, instant, releasePart, side } from './event-parts';

const releaseFacts = {
  ...releasePart,
  revision: z.int(),
  name: z.string(),
  environment: z.string(),
  components: z.array(z.object({ name: z.string(), version: z.string() })),
  features: z.array(z.string()).describe('feature keys of the solution that this release touches'),
  status: z.enum(['preparing', 'decided', 'live', 'rolled-back', 'closed']),
};
const exampleFacts = {
  engagementId: exampleIds.engagement,
  releaseId: exampleIds.release,
  revision: 1,
  name: 'Field service 2.4',
  environment: 'prod',
  components: [{ name: 'api', version: '2.4.0' }],
  features: ['work-orders'],
  status: 'preparing' as const,
};

export const releaseCreated = defineEvent({
  type: 'checklist.releaseCreated.v1',
  topic: 'checklist.releases',
  summary: 'A release was created from a recipe.',
  key: (data) => data.releaseId,
  schema: z.object(releaseFacts),
  example: exampleFacts,
});

export const releaseChanged = defineEvent({
  type: 'checklist.releaseChanged.v1',
  topic: 'checklist.releases',
  summary: 'Facts or status of a release changed.',
  key: (data) => data.releaseId,
  schema: z.object(releaseFacts),
  example: { ...exampleFacts, revision: 2 },
});

export const readinessChanged = defineEvent({
  type: 'checklist.readinessChanged.v1',
  topic: 'checklist.releases',
  summary: 'A release became ready to ship, or stopped being ready, or its blockers changed.',
  key: (data) => data.releaseId,
  schema: z.object({ ...releasePart, revision: z.int(), ready: z.boolean(), done: z.int(), total: z.int(), blockers: z.array(z.string()) }),
  example: {
    engagementId: exampleIds.engagement,
    releaseId: exampleIds.release,
    revision: 7,
    ready: false,
    done: 24,
    total: 25,
    blockers: ['moment-chosen'],
  },
});

export const decisionRecorded = defineEvent({
  type: 'checklist.decisionRecorded.v1',
  topic: 'checklist.releases',
  summary: 'Both sides decided go, go with conditions, or no-go on one readiness snapshot.',
  key: (data) => data.releaseId,
  schema: z.object({
    ...releasePart,
    decisionId: z.uuid(),
    outcome: z.enum(['go', 'go-with-conditions', 'no-go']),
    readinessHash: z.string(),
    decidedAt: instant,
  }),
  example: {
    engagementId: exampleIds.engagement,
    releaseId: exampleIds.release,
    decisionId: exampleIds.decision,
    outcome: 'go',
    readinessHash: 'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9',
    decidedAt: '2026-03-02T10:00:00Z',
  },
});

export const releaseWentLive = defineEvent({
  type: 'checklist.releaseWentLive.v1',
  topic: 'checklist.releases',
  summary: 'A release is in use; hypercare and verdicts start.',
  key: (data) => data.releaseId,
  schema: z.object({ ...releasePart, name: z.string(), environment: z.string(), features: z.array(z.string()), liveAt: instant }),
  example: {
    engagementId: exampleIds.engagement,
    releaseId: exampleIds.release,
    name: 'Field service 2.4',
    environment: 'prod',
    features: ['work-orders'],
    liveAt: '2026-03-03T03:00:00Z',
  },
});

export const releaseClosed = defineEvent({
  type: 'checklist.releaseClosed.v1',
  topic: 'checklist.releases',
  summary: 'A release ended: done, rolled back or abandoned.',
  key: (data) => data.releaseId,
  schema: z.object({ ...releasePart, outcome: z.enum(['done', 'rolled-back', 'abandoned']), closedAt: instant }),
  example: { engagementId: exampleIds.engagement, releaseId: exampleIds.release, outcome: 'done', closedAt: '2026-03-17T09:00:00Z' },
});

const taskFacts = { ...releasePart, taskId: z.uuid(), itemKey: z.string(), side };
const exampleTask = {
  engagementId: exampleIds.engagement,
  releaseId: exampleIds.release,
  taskId: exampleIds.task,
  itemKey: 'delivery-pipeline',
  side: 'vendor' as const,
};

export const taskAssigned = defineEvent({
  type: 'checklist.taskAssigned.v1',
  topic: 'checklist.tasks',
  summary: 'Somebody was asked to make an item true.',
  key: (data) => data.taskId,
  schema: z.object({ ...taskFacts, assigneeId: z.uuid(), dueAt: instant.nullable() }),
  example: { ...exampleTask, assigneeId: exampleIds.person, dueAt: '2026-02-20T16:00:00Z' },
});

export const taskCompleted = defineEvent({
  type: 'checklist.taskCompleted.v1',
  topic: 'checklist.tasks',
  summary: 'The doer says that the work on an item is done; its proof goes to review.',
  key: (data) => data.taskId,
  schema: z.object({ ...taskFacts, completedBy: z.uuid(), completedAt: instant }),
  example: { ...exampleTask, completedBy: exampleIds.person, completedAt: '2026-02-18T12:00:00Z' },
});

export const reviewRequested = defineEvent({
  type: 'checklist.reviewRequested.v1',
  topic: 'checklist.tasks',
  summary: 'An auditor of another department was asked to check the proof of an item.',
  key: (data) => data.reviewId,
  schema: z.object({
    ...releasePart,
    reviewId: z.uuid(),
    itemKey: z.string(),
    department: z.string(),
    auditorId: z.uuid().nullable(),
    dueAt: instant.nullable(),
  }),
  example: {
    engagementId: exampleIds.engagement,
    releaseId: exampleIds.release,
    reviewId: exampleIds.review,
    itemKey: 'delivery-pipeline',
    department: 'development',
    auditorId: exampleIds.colleague,
    dueAt: null,
  },
});
