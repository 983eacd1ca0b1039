import { pageQuery } from '@slipway/service-host';
import { z } from 'zod';

const text = z
  .string()
  .min(1)
  .max(200)
  .refine((value) => !value.includes('\0'), 'must not contain NUL');

export const auditQuery = pageQuery.extend({
  subject: text.optional().describe('only entries about this id'),
  action: text.optional().describe('only entries of this action'),
});

const auditEntry = z.object({
  sequence: z.int(),
  id: z.uuid(),
  engagementId: z.uuid(),
  at: z.iso.datetime(),
  actor: z.unknown().describe('a person with side and department, or the part of Slipway that did it'),
  action: z.string(),
  subject: z.string(),
  before: z.unknown(),
  after: z.unknown(),
  previousHash: z.string(),
  hash: z.string().describe('SHA-256 over the hash before and the canonical JSON of the entry'),
});

export const auditPage = z.object({ items: z.array(auditEntry), nextCursor: z.string().nullable() });

export const chainAnswer = z.object({
  intact: z.boolean(),
  entries: z.int().describe('entries checked'),
  headHash: z.string().optional().describe('hash of the newest entry; kept elsewhere it also proves that none was cut off'),
  brokenAtSequence: z.int().optional(),
  reason: z.string().optional(),
});
