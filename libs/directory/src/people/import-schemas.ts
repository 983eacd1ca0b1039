import { z } from 'zod';

export const importMode = z.enum(['apply', 'check']).default('apply').describe('check tells what would happen and changes nothing');
export const importQuery = z.object({ mode: importMode });
export const importReport = z.object({
  importId: z.uuid(),
  mode: z.enum(['apply', 'check']),
  totals: z.object({ created: z.int(), updated: z.int(), unchanged: z.int(), refused: z.int() }),
  rows: z.array(
    z.object({
      row: z.int(),
      email: z.string().nullable(),
      outcome: z.enum(['created', 'updated', 'unchanged', 'refused']),
      personId: z.uuid().nullable(),
      warnings: z.array(z.string()),
      problems: z.array(z.object({ field: z.string(), detail: z.string(), remedy: z.string() })),
    }),
  ),
});
export type ImportReport = z.output<typeof importReport>;
