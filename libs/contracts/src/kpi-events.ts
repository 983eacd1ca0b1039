import { z } from 'zod';
import { defineEvent } from './define-event';
import { engagementPart, exampleIds, instant, releasePart } from './event-parts';

/** One measurement as accepted at the door. Numbers are finite; `dimensions` are the KPI's cuts. */
export const measurement = z.object({
  /** CloudEvents `source` and `id` together identify a measurement for ever. */
  source: z.string(),
  id: z.string(),
  measure: z.string().describe('what was measured, for example checkout.completed'),
  at: instant,
  value: z.number(),
  feature: z.string().nullable(),
  dimensions: z.record(z.string(), z.string()),
});

export const measurementRecorded = defineEvent({
  type: 'kpi.measurementRecorded.v1',
  topic: 'kpi.measurements',
  summary: 'Measurements were accepted; up to 1,000 a record.',
  key: (data) => data.engagementId,
  schema: z.object({ ...engagementPart, measurements: z.array(measurement).min(1).max(1000) }),
  example: {
    engagementId: exampleIds.engagement,
    measurements: [
      {
        source: '/apps/field-service',
        id: 'a-1',
        measure: 'order.closed',
        at: '2026-03-01T09:15:00Z',
        value: 1,
        feature: 'work-orders',
        dimensions: { region: 'north' },
      },
    ],
  },
});

export const hourClosed = defineEvent({
  type: 'kpi.hourClosed.v1',
  topic: 'kpi.series',
  summary: 'An hour of measurements is complete, or was completed again by late ones (a higher revision replaces the lower).',
  key: (data) => data.engagementId,
  schema: z.object({
    ...engagementPart,
    hourStartAt: instant,
    revision: z.int(),
    series: z.array(
      z.object({
        measure: z.string(),
        feature: z.string().nullable(),
        count: z.int(),
        sum: z.number(),
        min: z.number(),
        max: z.number(),
      }),
    ),
  }),
  example: {
    engagementId: exampleIds.engagement,
    hourStartAt: '2026-03-01T09:00:00Z',
    revision: 1,
    series: [{ measure: 'order.closed', feature: 'work-orders', count: 42, sum: 42, min: 1, max: 1 }],
  },
});

export const definitionAgreed = defineEvent({
  type: 'kpi.definitionAgreed.v1',
  topic: 'kpi.definitions',
  summary: 'Both sides signed a version of a KPI definition; open tells how many proposed definitions still lack a signature.',
  key: (data) => data.engagementId,
  schema: z.object({
    ...engagementPart,
    kpiKey: z.string(),
    version: z.int(),
    name: z.string(),
    signedBy: z.array(z.uuid()),
    agreedAt: instant,
    agreed: z.int(),
    open: z.int(),
  }),
  example: {
    engagementId: exampleIds.engagement,
    kpiKey: 'orders-closed',
    version: 1,
    name: 'Orders closed an hour',
    signedBy: [exampleIds.person, exampleIds.colleague],
    agreedAt: '2026-02-01T10:00:00Z',
    agreed: 3,
    open: 0,
  },
});

export const trackingObserved = defineEvent({
  type: 'kpi.trackingObserved.v1',
  topic: 'kpi.definitions',
  summary: 'Which agreed KPIs receive fresh measurements, looked at when an hour closes and by a sweep.',
  key: (data) => data.engagementId,
  schema: z.object({
    ...engagementPart,
    observedAt: instant,
    agreed: z.int(),
    open: z.int().optional().describe('proposed definitions that still lack a signature'),
    fresh: z.array(z.string()),
    stale: z.array(z.string()).describe('agreed KPIs without a measurement in the last day'),
  }),
  example: { engagementId: exampleIds.engagement, observedAt: '2026-03-01T10:05:00Z', agreed: 3, fresh: ['orders-closed'], stale: [] },
});

export const verdictReached = defineEvent({
  type: 'kpi.verdictReached.v1',
  topic: 'kpi.verdicts',
  summary: 'A KPI was judged after a release, with its numbers.',
  key: (data) => data.releaseId,
  schema: z.object({
    ...releasePart,
    kpiKey: z.string(),
    version: z.int(),
    verdict: z.enum(['pass', 'warn', 'fail', 'inconclusive']),
    reason: z.string(),
    before: z.number().nullable(),
    after: z.number().nullable(),
    judgedAt: instant,
  }),
  example: {
    engagementId: exampleIds.engagement,
    releaseId: exampleIds.release,
    kpiKey: 'orders-closed',
    version: 1,
    verdict: 'pass',
    reason: 'orders closed an hour rose by 4.1 % (target: no fall by more than 5 %)',
    before: 41.2,
    after: 42.9,
    judgedAt: '2026-03-05T10:00:00Z',
  },
});
