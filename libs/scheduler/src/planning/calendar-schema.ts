import { z } from 'zod';
import { bookingResponse } from '../bookings/booking-schema';
import { instantInput, instantOutput, key, sideSchema } from '../schema-parts';

export const calendarQuery = z.object({
  from: instantInput,
  to: instantInput,
  environment: key.optional(),
  releaseId: z.uuid().optional(),
});

export const calendarResponse = z.object({
  from: instantOutput,
  to: instantOutput,
  zones: z.object({ client: z.string(), vendor: z.string() }),
  freezes: z.array(
    z.object({ freezeId: z.uuid(), reason: z.string(), environment: z.string().nullable(), startAt: instantOutput, endAt: instantOutput }),
  ),
  blackouts: z.array(
    z.object({ userGroupId: z.uuid(), group: z.string(), reason: z.string(), startAt: instantOutput, endAt: instantOutput }),
  ),
  bookings: z.array(
    bookingResponse.pick({ id: true, releaseId: true, releaseName: true, environment: true, status: true, startAt: true, endAt: true }),
  ),
  recommended: z.array(
    z.object({
      releaseId: z.uuid(),
      releaseName: z.string(),
      environment: z.string(),
      rank: z.int(),
      startAt: instantOutput,
      endAt: instantOutput,
      score: z.number(),
    }),
  ),
  load: z.object({
    state: z.enum(['known', 'thin', 'unknown']),
    hours: z
      .array(z.object({ startAt: instantOutput, shareOfPeak: z.number().nullable() }))
      .describe('weighted over features; null = unknown'),
  }),
  users: z.array(z.object({ startAt: instantOutput, atWork: z.number() })).describe('mean users at work in the hour'),
  people: z.array(
    z.object({
      startAt: instantOutput,
      roles: z.array(z.object({ side: sideSchema, role: z.string(), required: z.int(), free: z.int(), unknown: z.int() })),
    }),
  ),
});

export type CalendarView = z.output<typeof calendarResponse>;
