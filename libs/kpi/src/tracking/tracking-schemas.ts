import { z } from 'zod';

const number = z.number().nullable();
export const trackingAnswer = z.object({
  observedAt: z.iso.datetime(),
  agreed: z.int(),
  open: z.int().describe('proposals that still lack a signature'),
  kpis: z.array(
    z.object({
      key: z.string(),
      version: z.int(),
      name: z.string(),
      unit: z.string(),
      direction: z.enum(['higher', 'lower']),
      lastMeasuredAt: z.iso.datetime().nullable(),
      fresh: z.boolean().describe('measured within the last day'),
      last24h: number,
      previous24h: number,
      changePercent: number,
    }),
  ),
});
export type TrackingAnswer = z.output<typeof trackingAnswer>;
