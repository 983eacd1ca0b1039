import { z } from 'zod';
import { defineEvent } from './define-event';
import { exampleIds, instant, releasePart, zone } from './event-parts';

export const windowRecommended = defineEvent({
  type: 'scheduler.windowRecommended.v1',
  topic: 'scheduler.windows',
  summary: 'The best windows for a release changed.',
  key: (data) => data.releaseId,
  schema: z.object({
    ...releasePart,
    recommendationId: z.uuid(),
    environment: z.string(),
    windows: z.array(z.object({ startAt: instant, endAt: instant, score: z.number() })),
    reason: z.string().describe('what made it change'),
    at: instant,
  }),
  example: {
    engagementId: exampleIds.engagement,
    releaseId: exampleIds.release,
    recommendationId: exampleIds.recommendation,
    environment: 'prod',
    windows: [{ startAt: '2026-03-03T02:00:00Z', endAt: '2026-03-03T05:00:00Z', score: 0.91 }],
    reason: 'a new freeze covers the former best window',
    at: '2026-02-20T04:00:00Z',
  },
});

export const windowBooked = defineEvent({
  type: 'scheduler.windowBooked.v1',
  topic: 'scheduler.windows',
  summary: 'Both sides confirmed a window; the environment is theirs for [startAt, endAt).',
  key: (data) => data.releaseId,
  schema: z.object({
    ...releasePart,
    bookingId: z.uuid(),
    environment: z.string(),
    startAt: instant,
    endAt: instant,
    zone,
    confirmedBy: z.object({ client: z.uuid(), vendor: z.uuid() }),
    bookedAt: instant,
  }),
  example: {
    engagementId: exampleIds.engagement,
    releaseId: exampleIds.release,
    bookingId: exampleIds.booking,
    environment: 'prod',
    startAt: '2026-03-03T02:00:00Z',
    endAt: '2026-03-03T05:00:00Z',
    zone: 'Europe/Berlin',
    confirmedBy: { client: exampleIds.colleague, vendor: exampleIds.person },
    bookedAt: '2026-02-21T09:00:00Z',
  },
});

export const windowWithdrawn = defineEvent({
  type: 'scheduler.windowWithdrawn.v1',
  topic: 'scheduler.windows',
  summary: 'A booked or proposed window is no longer meant.',
  key: (data) => data.releaseId,
  schema: z.object({ ...releasePart, bookingId: z.uuid(), reason: z.string(), at: instant }),
  example: {
    engagementId: exampleIds.engagement,
    releaseId: exampleIds.release,
    bookingId: exampleIds.booking,
    reason: 'the client moved its month-end close',
    at: '2026-02-22T09:00:00Z',
  },
});
