import { z } from 'zod';
import { instantOutput, key, zoneSchema } from '../schema-parts';

export const featureParam = z.object({ key });

export const loadImportQuery = z.object({
  zone: zoneSchema.optional().describe('zone of timestamps that carry no offset; default: the zone of the client'),
});

export const refusedRow = z.object({ row: z.int().describe('line of the file, from 1'), reason: z.string(), text: z.string() });

export const loadImportReport = z.object({
  feature: z.string(),
  delimiter: z.string(),
  zone: z.string(),
  zoneSource: z.enum(['offset in the file', 'query', 'engagement']),
  timestampColumn: z.string(),
  valueColumn: z.string(),
  resolutionMinutes: z.number().nullable().describe('most frequent step between rows'),
  rows: z.int(),
  accepted: z.int(),
  refused: z.int(),
  refusedRows: z.array(refusedRow).describe('the first 200'),
  duplicates: z.int().describe('later rows of the same instant; the last one counts'),
  shiftedByDst: z.int().describe('local times that do not exist on a DST night, refused'),
  hours: z.int().describe('hours written'),
  missingHours: z.int().describe('hours between first and last without any row; unknown, not zero'),
  firstHourAt: instantOutput.nullable(),
  lastHourAt: instantOutput.nullable(),
  notes: z.array(z.string()),
});

export const loadSlot = z.object({
  weekday: z.int().describe('1 = Monday … 7 = Sunday; public holidays count as Sundays'),
  hour: z.int(),
  mean: z.number().nullable().describe('expected load in the unit of the source; null = never seen'),
  spread: z.number().nullable().describe('weighted standard deviation'),
  samples: z.int(),
  shareOfPeak: z.number().nullable(),
});

export const loadProfileResponse = z.object({
  feature: z.string(),
  revision: z.int().describe('grows with every change of the underlying hours'),
  zone: z.string(),
  holidayRegion: z.string(),
  source: z.enum(['measured', 'imported', 'none']),
  state: z.enum(['known', 'thin', 'unknown']).describe('thin: under two weeks of history; unknown: none, which is not quiet'),
  confidence: z.number().describe('0 … 1'),
  historyDays: z.number(),
  hours: z.int(),
  peak: z.number().nullable(),
  reasons: z.array(z.string()),
  slots: z.array(loadSlot).describe('168 slots, Monday 00:00 first, in the zone of the client'),
});

export const featureLoads = z.object({
  items: z.array(
    loadProfileResponse.pick({ feature: true, source: true, state: true, confidence: true, historyDays: true, hours: true }).extend({
      name: z.string(),
      weight: z.number(),
      lastHourAt: instantOutput.nullable(),
    }),
  ),
  nextCursor: z.string().nullable(),
});

export type LoadImportReport = z.output<typeof loadImportReport>;
export type LoadProfileResponse = z.output<typeof loadProfileResponse>;
export type FeatureLoads = z.output<typeof featureLoads>;
