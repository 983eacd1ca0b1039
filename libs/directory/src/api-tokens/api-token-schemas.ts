import { z } from 'zod';
import { instant, line, pageOf, permission } from '../input/fields';

export const apiTokenBody = z.object({
  name: line(100).describe('what uses it'),
  scopes: z
    .array(permission)
    .min(1)
    .max(200)
    .transform((scopes) => [...new Set(scopes)].sort()),
  expiresInDays: z.int().min(1).max(365),
});
export const apiTokenPath = z.object({ tokenId: z.uuid() });
export const apiTokenAnswer = z.object({
  tokenId: z.uuid(),
  name: z.string(),
  personId: z.uuid(),
  scopes: z.array(z.string()),
  prefix: z.string().describe('how the token begins, to recognise it'),
  createdAt: instant,
  expiresAt: instant,
  lastUsedAt: instant.nullable().describe('to the minute'),
  revokedAt: instant.nullable(),
});
export const apiTokenPage = pageOf(apiTokenAnswer);
export const createdApiToken = apiTokenAnswer.extend({
  token: z.string().nullable().describe('shown this once; null when an Idempotency-Key replays the answer'),
});
export const exchangeBody = z.object({ token: z.string().min(1).max(200) });
export const exchangeAnswer = z.object({ accessToken: z.string(), expiresAt: instant });

export type ApiToken = z.output<typeof apiTokenAnswer>;
export type ApiTokenBody = z.output<typeof apiTokenBody>;
