import { z } from 'zod';
import { key, roleSchema } from '../schema-parts';

export const recipeItemSchema = z.object({
  key: z.string(),
  title: z.string(),
  appliesWhen: z.string().nullable(),
  side: z.enum(['client', 'vendor', 'both']),
  auditor: z.string().describe('the department whose colleague, of either side, reviews the proof'),
  proof: z.array(z.string()),
  freshDays: z.number().nullable().describe('days after which proof is stale; null: never'),
  signOff: z.enum(['required', 'by-fact']),
  fact: z.object({ becomesTrueWhen: z.string(), role: roleSchema }).nullable().describe('for by-fact items: what the product waits for'),
});
export const recipeSchema = z.object({
  key: z.string(),
  version: z.int(),
  sections: z.array(z.object({ key: z.string(), title: z.string(), items: z.array(recipeItemSchema) })),
});
export type RecipeView = z.infer<typeof recipeSchema>;
export const recipeSummarySchema = z.object({ key: z.string(), version: z.int(), sections: z.int(), items: z.int() });
export const recipeParam = z.object({ key, version: z.coerce.number().int().min(1).max(1_000_000) });
