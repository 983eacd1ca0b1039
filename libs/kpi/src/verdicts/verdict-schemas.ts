import { z } from 'zod';
import { stages } from './comparison-blocks';

const number = z.number().nullable();
const scheduledStages = Object.keys(stages) as [keyof typeof stages, ...(keyof typeof stages)[]];

export const verdictAnswer = z.object({
  verdictId: z.uuid(),
  releaseId: z.uuid(),
  kpiKey: z.string(),
  version: z.int(),
  kpiName: z.string(),
  unit: z.string(),
  stage: z.enum([...scheduledStages, 'now']),
  verdict: z.enum(['pass', 'warn', 'fail', 'inconclusive']),
  reason: z.string(),
  before: number.describe('mean of the same weekdays and hours of the weeks before; an hour, for counts and sums'),
  after: number,
  changePercent: number,
  worseningPercent: number.describe('the change against the direction: positive is worse'),
  interval: z.object({ lowPercent: z.number(), highPercent: z.number() }).nullable().describe('95 % interval of the worsening'),
  measurementsBefore: z.int(),
  measurementsAfter: z.int(),
  weeksCompared: z.int(),
  afterFrom: z.iso.datetime(),
  afterTo: z.iso.datetime(),
  judgedAt: z.iso.datetime(),
  judgedBy: z.uuid().nullable(),
});
export type VerdictAnswer = z.output<typeof verdictAnswer>;

export const releaseVerdicts = z.object({
  release: z.object({ releaseId: z.uuid(), name: z.string(), environment: z.string(), liveAt: z.iso.datetime() }),
  judgements: z.array(
    z.object({ stage: z.enum(scheduledStages), dueAt: z.iso.datetime(), state: z.enum(['waiting', 'judged', 'cancelled']) }),
  ),
  items: z.array(verdictAnswer).describe('newest first'),
  nextCursor: z.null(),
});
export type ReleaseVerdicts = z.output<typeof releaseVerdicts>;
