import { z } from 'zod';
import { Problem } from '../problems/problem';

/** Query of every list: `limit` 1 to 200, 50 when left out; `cursor` as the page before gave it. */
export const pageQuery = z.object({
  cursor: z.string().min(1).max(2000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** The opaque form of the sort key after which the next page starts. */
export function encodeCursor(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** @throws Problem 400 on the field `cursor` */
export function decodeCursor<T>(schema: z.ZodType<T>, cursor: string): T {
  const parsed = schema.safeParse(read(cursor));
  if (parsed.success) return parsed.data;
  throw Problem.invalid('cursor', 'The cursor is not one that this list gave.', 'Use nextCursor of the page before, or leave it out.');
}

function read(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
