import { z } from 'zod';
import { instantInput, instantOutput, key, nullableInstant, sideSchema, text } from '../schema-parts';
import { coverSchema, scorePartsSchema, windowParts } from '../windows/window-schema';

export const bookingInput = z.strictObject({
  startAt: instantInput.describe('start of the preparation, on a whole minute'),
  parts: windowParts.optional().describe('default: those of the release’s window plan'),
  holdHours: z.int().min(1).max(336).default(72).describe('the proposal falls away if the other side has not confirmed by then'),
});

export const bookingResponse = z.object({
  id: z.uuid(),
  releaseId: z.uuid(),
  releaseName: z.string(),
  environment: z.string(),
  status: z.enum(['proposed', 'booked', 'withdrawn', 'expired']),
  startAt: instantOutput,
  endAt: instantOutput,
  zone: z.string(),
  parts: windowParts,
  score: z.number(),
  scoreParts: scorePartsSchema,
  cover: coverSchema,
  proposedBy: z.uuid(),
  proposedSide: sideSchema,
  proposedAt: instantOutput,
  holdUntil: nullableInstant,
  confirmations: z.object({ client: z.uuid().nullable(), vendor: z.uuid().nullable() }),
  bookedAt: nullableInstant,
  endedAt: nullableInstant,
  endReason: z.string().nullable(),
  revision: z.int(),
});

export const bookingsQuery = z.object({
  releaseId: z.uuid().optional(),
  environment: key.optional(),
  status: bookingResponse.shape.status.optional(),
});
export const bookingsResponse = z.object({ items: z.array(bookingResponse), nextCursor: z.string().nullable() });
export const withdrawalInput = z.strictObject({ reason: text(500) });

export type BookingInput = z.output<typeof bookingInput>;
export type BookingView = z.output<typeof bookingResponse>;
