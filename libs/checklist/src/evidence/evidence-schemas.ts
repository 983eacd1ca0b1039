import { z } from 'zod';
import { instantInput, instantOutput, isStorableText, key, nullableInstant, outcomeSchema, personSchema, text } from '../schema-parts';

const isStorable = (value: unknown): boolean => {
  if (typeof value === 'string') return isStorableText(value);
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isStorable);
  if (value !== null && typeof value === 'object')
    return Object.entries(value).every(([name, member]) => isStorableText(name) && isStorable(member));
  return true;
};
const isWebLink = (value: string): boolean => {
  const url = URL.canParse(value) ? new URL(value) : null;
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:') && !url.username && !url.password;
};

/** What shows that an item is (not) true. At least one of `body`, `link` and `statement` is needed. */
export const newEvidenceFields = {
  kind: key.describe('for example pipeline-run, restore-drill, manual'),
  subject: text(200)
    .default('release')
    .describe('what it is about, for example environment:prod; newer proof of the same kind and subject supersedes older'),
  outcome: outcomeSchema,
  measuredAt: instantInput.optional().describe('when it was observed; now when left out; at most 5 minutes ahead'),
  source: text(200).default('person').describe('where it comes from, for example https://ci.example/run/42'),
  producerId: z.uuid().optional().describe('the member who produced it; the caller when left out'),
  statement: text(4000).optional(),
  link: z
    .string()
    .max(2000)
    .refine((value) => isStorableText(value) && isWebLink(value), 'an http or https address without credentials')
    .optional(),
  body: z
    .record(z.string().max(200), z.json())
    .refine(isStorable, 'must not contain NUL characters, lone surrogates or numbers that are not finite')
    .refine((value) => JSON.stringify(value).length <= 65_536, 'at most 64 KiB of JSON')
    .optional(),
};
const showsSomething = (value: { body?: unknown; link?: unknown; statement?: unknown }): boolean =>
  value.body !== undefined || value.link !== undefined || value.statement !== undefined;
const showSomething = 'give a statement, a link or a body: proof has to show something';

export const newEvidenceSchema = z
  .strictObject({ itemKey: key, ...newEvidenceFields })
  .refine(showsSomething, { message: showSomething, path: ['statement'] });
export type NewEvidence = z.infer<typeof newEvidenceSchema>;

export const proofSchema = z.strictObject(newEvidenceFields).refine(showsSomething, { message: showSomething, path: ['statement'] });
export type NewProof = z.infer<typeof proofSchema>;

export const evidenceSchema = z.object({
  evidenceId: z.uuid(),
  releaseId: z.uuid(),
  itemKey: z.string(),
  kind: z.string(),
  subject: z.string(),
  outcome: outcomeSchema,
  measuredAt: instantOutput,
  receivedAt: instantOutput,
  validUntil: nullableInstant,
  source: z.string(),
  byProduct: z.boolean().describe('observed by the product itself'),
  producer: personSchema.nullable(),
  recordedBy: personSchema.nullable(),
  statement: z.string().nullable(),
  link: z.string().nullable(),
  body: z.record(z.string(), z.unknown()).nullable(),
  hash: z.string().describe('SHA-256 of the canonical content'),
});
export type EvidenceView = z.infer<typeof evidenceSchema>;

export const evidenceQueryFields = { itemKey: key.optional() };
export const evidenceParam = z.object({ evidenceId: z.uuid() });
