import { z } from 'zod';
import { instantOutput, nullableInstant } from '../schema-parts';
import { windowAnswer } from '../windows/window-schema';

export const recommendationResponse = z.object({
  id: z.uuid(),
  releaseId: z.uuid(),
  number: z.int().describe('1 for the first of the release'),
  createdAt: instantOutput,
  checkedAt: instantOutput.describe('when it was last found to be still true'),
  supersededAt: nullableInstant,
  changes: z.array(z.string()).describe('what changed since the one before'),
  answer: windowAnswer,
});

export const recommendationSummary = recommendationResponse.omit({ answer: true }).extend({
  windows: z.array(z.object({ startAt: instantOutput, endAt: instantOutput, score: z.number() })),
});

export const recommendationWithHistory = recommendationResponse.extend({
  pending: z.boolean().describe('inputs changed and it is about to be computed again'),
  history: z.array(recommendationSummary).describe('earlier ones, newest first, at most 20'),
});

export type RecommendationWithHistory = z.output<typeof recommendationWithHistory>;
export type RecommendationSummary = z.output<typeof recommendationSummary>;
