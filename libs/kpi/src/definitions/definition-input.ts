import { z } from 'zod';
import { dimensionPattern, featurePattern, maxDimensionLength, maxDimensions, measurePattern } from '../ingestion/measurement-key';
import { aggregates } from './formula';

const isStorable = (value: string): boolean => !/[\u0000\ud800-\udfff]/u.test(value);
/** Text that PostgreSQL stores as it is. */
export const text = (max: number): z.ZodType<string> =>
  z.string().trim().min(1).max(max).refine(isStorable, 'has a NUL or broken character');

export const kpiKey = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'must be lower-case letters, digits and hyphens, at most 64')
  .describe('lower-case letters, digits and hyphens');
export const measureName = z.string().regex(new RegExp(measurePattern), 'must be letters, digits and . _ : / -');
export const featureKey = z.string().regex(new RegExp(featurePattern), 'must be letters, digits and . _ : / -');
export const dimensionName = z.string().regex(new RegExp(dimensionPattern), 'must be a name that dimensions can have');
const dimensionValue = z.string().max(maxDimensionLength).refine(isStorable, 'has a NUL or broken character');

const aggregate = z.strictObject({
  kind: z.literal('aggregate'),
  measure: measureName.describe("the CloudEvents' type"),
  aggregate: z.enum(aggregates).describe('rate: measurements an hour'),
  feature: featureKey.nullish().describe('only measurements of this feature'),
  filters: z
    .record(dimensionName, z.array(dimensionValue).min(1).max(100))
    .refine((filters) => Object.keys(filters).length <= maxDimensions, `at most ${maxDimensions} dimensions`)
    .optional()
    .describe('only measurements whose dimension has one of the values'),
});
const ratio = z.strictObject({
  kind: z.literal('ratio'),
  numerator: aggregate,
  denominator: aggregate,
  scale: z.number().positive().max(1e6).optional().describe('100 for percent'),
});

/** What people propose: everything of a definition but its key and version. */
export const definitionInput = z.strictObject({
  name: text(200),
  description: text(2_000).optional(),
  formula: z.discriminatedUnion('kind', [aggregate, ratio]),
  unit: text(40),
  dimensions: z
    .array(dimensionName)
    .max(maxDimensions)
    .refine((names) => new Set(names).size === names.length, 'names must differ')
    .default([])
    .describe('the dimensions by which it may be cut'),
  direction: z.enum(['higher', 'lower']).describe('which way is better'),
  guardrails: z
    .strictObject({ warnPercent: z.number().positive().max(1_000), failPercent: z.number().positive().max(1_000) })
    .refine(({ warnPercent, failPercent }) => warnPercent <= failPercent, {
      message: 'must not be above failPercent',
      path: ['warnPercent'],
    })
    .describe('how much worse, in percent of before, warns and fails'),
  minimumSample: z.int().min(1).max(1_000_000_000).describe('measurements needed before and after a release for a verdict'),
});
export type DefinitionInput = z.output<typeof definitionInput>;
export const newDefinition = definitionInput.extend({ key: kpiKey });
export type NewDefinition = z.output<typeof newDefinition>;
