import { isZone } from '@slipway/business-time';
import { z } from 'zod';
import { aggregates } from '../definitions/formula';
import { dimensionName, featureKey, kpiKey, measureName } from '../definitions/definition-input';
import { maxDimensions } from '../ingestion/measurement-key';
import { grains } from './bucket-bounds';
import { parseFilters } from './parse-filters';

const instantQuery = z.iso
  .datetime({ offset: true })
  .refine((text) => Date.parse(text) >= Date.UTC(1970, 0, 1) && Date.parse(text) < Date.UTC(2200, 0, 1), 'must lie between 1970 and 2199');
const groupName = z.union([z.literal('feature'), dimensionName]);

export const seriesQuery = z
  .object({
    kpi: kpiKey.optional().describe('a KPI; or name a measure'),
    version: z.coerce.number().int().min(1).max(1_000_000).optional().describe('of the KPI; the agreed one when left out'),
    measure: measureName.optional(),
    aggregate: z.enum(aggregates).optional().describe('of the measure; sum when left out'),
    feature: featureKey.optional(),
    from: instantQuery,
    to: instantQuery,
    grain: z.enum(grains).default('hour'),
    zone: z.string().max(64).refine(isZone, 'must be an IANA time zone').default('UTC').describe('in which days and weeks begin'),
    groupBy: z
      .string()
      .max(300)
      .optional()
      .describe('dimensions, or feature, separated by commas')
      .transform((list) => (list ? list.split(',') : []))
      .pipe(
        z
          .array(groupName)
          .max(maxDimensions)
          .refine((names) => new Set(names).size === names.length, 'names must differ'),
      ),
    filter: z
      .union([z.string().max(2_000), z.array(z.string().max(2_000)).max(20)])
      .optional()
      .describe('dimension:value,value; may be repeated')
      .transform((given, context) => {
        const parsed = parseFilters(given === undefined ? [] : Array.isArray(given) ? given : [given]);
        if (typeof parsed['fault'] !== 'string') return parsed as Record<string, string[]>;
        context.addIssue({ code: 'custom', message: parsed['fault'] });
        return z.NEVER;
      }),
  })
  .refine(({ kpi, measure }) => (kpi === undefined) !== (measure === undefined), {
    message: 'name either a KPI or a measure',
    path: ['kpi'],
  })
  .refine(({ from, to }) => Date.parse(from) < Date.parse(to), { message: 'must lie after from', path: ['to'] });
export type SeriesQuery = z.output<typeof seriesQuery>;

const number = z.number().nullable();
export const seriesAnswer = z.object({
  kpi: z.object({ key: z.string(), version: z.int(), name: z.string(), unit: z.string() }).nullable(),
  measure: z.string().nullable(),
  aggregate: z.string().describe('an aggregate, or ratio'),
  unit: z.string().nullable(),
  grain: z.enum(grains),
  zone: z.string(),
  groupBy: z.array(z.string()),
  buckets: z.array(z.iso.datetime()).describe('when each bucket starts'),
  series: z.array(
    z.object({
      group: z.record(z.string(), z.string().nullable()),
      values: z.array(number).describe('null where nothing was measured'),
      counts: z.array(number).describe('measurements behind each value'),
    }),
  ),
  otherGroups: z.int().describe('groups that were left out as smaller'),
  approximateEdges: z.boolean().describe('a day begins within an hour of UTC: such an hour belongs to the day in which it starts'),
});
export type SeriesAnswer = z.output<typeof seriesAnswer>;

export const measurePage = z.object({
  items: z.array(
    z.object({
      measure: z.string(),
      features: z.array(z.string().nullable()),
      dimensions: z.array(z.string()),
      lastMeasuredAt: z.iso.datetime().nullable(),
      hours: z.int().describe('hours with measurements'),
    }),
  ),
  nextCursor: z.string().nullable(),
});
export type MeasurePage = z.output<typeof measurePage>;
