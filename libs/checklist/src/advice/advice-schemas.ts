import { z } from 'zod';
import { instantOutput, nullableInstant } from '../schema-parts';

export const adviceSchema = z.object({
  adviceId: z.uuid(),
  releaseId: z.uuid(),
  advice: z.enum(['hold', 'roll-back']),
  signal: z.string().describe('what spoke: kpi:<key> or surge'),
  reason: z.string(),
  numbers: z.record(z.string(), z.number()),
  at: instantOutput,
  endedAt: nullableInstant,
  endedBecause: z.string().nullable(),
});
export type AdviceView = z.infer<typeof adviceSchema>;
