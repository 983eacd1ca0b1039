import { z } from 'zod';

export const acceptedAnswer = z.object({
  accepted: z.int().describe('taken durably; those sent before are stored once all the same'),
  refused: z.array(
    z.object({
      position: z.int().describe('index in the array, or line, from 0'),
      id: z.string().nullable(),
      field: z.string(),
      detail: z.string(),
      remedy: z.string(),
    }),
  ),
});
export type AcceptedAnswer = z.output<typeof acceptedAnswer>;

const cloudEvent = {
  type: 'object',
  required: ['specversion', 'id', 'source', 'type', 'time'],
  properties: {
    specversion: { type: 'string', const: '1.0' },
    id: { type: 'string', minLength: 1, maxLength: 256, description: 'with source unique for ever' },
    source: { type: 'string', minLength: 1, maxLength: 512 },
    type: { type: 'string', maxLength: 128, description: 'the measure, for example order.closed' },
    time: { type: 'string', format: 'date-time', description: 'when it was measured; up to 400 days ago, at most an hour ahead' },
    data: {
      type: 'object',
      properties: {
        value: { type: 'number', description: '1 when left out' },
        feature: { type: 'string', nullable: true },
        dimensions: { type: 'object', maxProperties: 8, additionalProperties: { type: 'string', maxLength: 200 } },
      },
    },
  },
};

/** The body for the API description; it is read by readBatch, not by Nest. */
export const eventsBody = { anyOf: [{ type: 'array', minItems: 1, maxItems: 10_000, items: cloudEvent }, cloudEvent] };
