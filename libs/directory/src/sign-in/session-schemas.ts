import { z } from 'zod';
import { instant, pageOf } from '../input/fields';

export const signInBody = z.object({
  email: z.string().trim().min(3).max(254),
  password: z
    .string()
    .min(1)
    .max(256)
    .refine((text) => !text.includes('\0'), 'must not contain NUL'),
});
export const signedInAnswer = z.object({
  accessToken: z.string().describe('send as Authorization: Bearer …'),
  expiresAt: instant,
  person: z.object({ personId: z.uuid(), name: z.string(), email: z.string(), zone: z.string(), operator: z.boolean() }),
});
export const sessionPage = pageOf(
  z.object({
    sessionId: z.uuid(),
    createdAt: instant,
    lastUsedAt: instant,
    expiresAt: instant,
    userAgent: z.string(),
    current: z.boolean(),
  }),
);
export const sessionPath = z.object({ sessionId: z.uuid() });
export const signInOptions = z.object({
  local: z.boolean(),
  openIdConnect: z.object({ name: z.string(), startUrl: z.string() }).nullable(),
  bootstrapPending: z.boolean(),
});
