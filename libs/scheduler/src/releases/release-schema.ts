import { z } from 'zod';
import { instantOutput } from '../schema-parts';

export const releasesResponse = z.object({
  items: z.array(
    z.object({
      releaseId: z.uuid(),
      name: z.string(),
      environment: z.string(),
      status: z.enum(['preparing', 'decided', 'live', 'rolled-back', 'closed']),
      ready: z.boolean(),
      features: z.array(z.string()),
      booking: z.object({ id: z.uuid(), status: z.enum(['proposed', 'booked']), startAt: instantOutput, endAt: instantOutput }).nullable(),
    }),
  ),
  nextCursor: z.string().nullable(),
});

export type ScheduledReleases = z.output<typeof releasesResponse>;
