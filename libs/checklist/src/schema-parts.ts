import { DateTime } from 'luxon';
import { z } from 'zod';

/** PostgreSQL keeps neither NUL nor lone surrogates. */
export const isStorableText = (value: string): boolean => !/\0|\p{Surrogate}/u.test(value);

export const text = (max: number, min = 1) =>
  z.string().trim().min(min).max(max).refine(isStorableText, 'must not contain NUL characters or lone surrogates');

/** Keys of features, environments, items and kinds. */
export const key = z
  .string()
  .min(1)
  .max(80)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._ -]*$/, 'letters, digits, dot, dash, underscore and blank, starting with a letter or digit');

export const sideSchema = z.enum(['client', 'vendor']);
export const roleSchema = z.enum([
  'release-manager',
  'engineer',
  'auditor',
  'client-admin',
  'first-line',
  'second-line',
  'business',
  'observer',
]);

/** RFC 3339 with offset, between 2000 and 2100. */
export const instantInput = z.iso
  .datetime({ offset: true })
  .max(40)
  .refine((value) => {
    const at = DateTime.fromISO(value, { zone: 'utc' });
    return at.isValid && at.year >= 2000 && at.year <= 2100;
  }, 'an instant between 2000 and 2100');

export const instantOutput = z.string().describe('RFC 3339, UTC, milliseconds');
export const nullableInstant = instantOutput.nullable();

export const listOf = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item), nextCursor: z.string().nullable() });

export const releaseParam = z.object({ releaseId: z.uuid() });

/** A person of the engagement as shown beside what he did or has to do. */
export const personSchema = z.object({ personId: z.uuid(), name: z.string(), side: sideSchema, department: z.string() });
export type Person = z.infer<typeof personSchema>;

export const itemStates = ['pass', 'fail', 'no-data', 'stale', 'waiting-review', 'rework', 'waived', 'not-applicable'] as const;
export const itemStateSchema = z.enum(itemStates);
export type ItemState = z.infer<typeof itemStateSchema>;

export const outcomeSchema = z.enum(['pass', 'fail', 'warn', 'unknown']);
export type Outcome = z.infer<typeof outcomeSchema>;
