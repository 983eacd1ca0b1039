import { z } from 'zod';
import { presetName } from '../presets/presets';
import { mappedFields } from '../presets/ticket-change';
import { isStorable, line, priority, shortText, side } from '../ticket-words';

const word = shortText(100);
const pointer = z
  .string()
  .max(200)
  .regex(/^(\/[^/]*)*$/, 'is a JSON pointer such as /ticket/id')
  .refine(isStorable, 'must not contain NUL characters');
const atMost = (count: number) => (map: object) => Object.keys(map).length <= count;

export const mapping = z.object({
  priorities: z.record(word, priority).refine(atMost(50), 'at most 50 entries').optional(),
  statuses: z
    .record(word, z.enum(['open', 'in-progress', 'waiting', 'resolved', 'closed']))
    .refine(atMost(50), 'at most 50 entries')
    .optional(),
  features: z.record(word, shortText(80)).refine(atMost(200), 'at most 200 entries').optional(),
  fields: z.partialRecord(z.enum(mappedFields), pointer).optional(),
});

const secret = z
  .string()
  .min(16, 'a secret needs at least 16 characters')
  .max(256)
  .regex(/^[\x21-\x7e]+$/, 'printable ASCII without blanks');
const outboundUrl = z
  .url({ protocol: /^https?$/ })
  .max(2000)
  .refine(isStorable, 'must not contain NUL characters');

export const deskCreate = z.object({
  line,
  key: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and dashes, at most 63'),
  name: shortText(200),
  preset: presetName,
  inboundSecret: secret
    .optional()
    .describe('left out: one is made; GitHub, Jira and Alertmanager take it, PagerDuty and Zendesk give you theirs'),
  outboundUrl: outboundUrl.optional(),
  outboundSecret: secret.optional(),
  mapping: mapping.default({}),
});
export type DeskCreate = z.output<typeof deskCreate>;

export const deskPatch = z
  .object({ name: shortText(200), status: z.enum(['active', 'paused']), outboundUrl: outboundUrl.nullable(), mapping })
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, 'name at least one member to change');
export type DeskPatch = z.output<typeof deskPatch>;

export const secretFacts = z.object({
  id: z.uuid(),
  direction: z.enum(['inbound', 'outbound']),
  createdAt: z.string(),
  expiresAt: z.string().nullable(),
});

export const desk = z.object({
  id: z.uuid(),
  line,
  side,
  key: z.string(),
  name: z.string(),
  preset: presetName,
  status: z.enum(['active', 'paused', 'disabled']),
  disabledReason: z.string().nullable(),
  hookPath: z.string().nullable(),
  hookUrl: z.string().nullable(),
  outboundUrl: z.string().nullable(),
  mapping,
  secrets: z.array(secretFacts),
  pendingDeliveries: z.int(),
  failedDeliveries: z.int(),
  revision: z.int(),
  createdAt: z.string(),
});
export type Desk = z.output<typeof desk>;
export const deskCreated = desk.extend({ inboundSecret: z.string().nullable(), outboundSecret: z.string().nullable() });

export const secretCreate = z.object({
  secret: secret.optional(),
  overlapHours: z.number().finite().min(0).max(168).default(24).describe('how long the secrets before it stay valid'),
});
export const secretCreated = z.object({ secret: z.string().nullable(), secrets: z.array(secretFacts) });
export const connectionTest = z.object({
  ok: z.boolean(),
  status: z.int().nullable(),
  durationMs: z.int(),
  cause: z.string().nullable(),
  at: z.string(),
});
export const deskParam = z.object({ deskId: z.uuid() });
export const listOf = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item), nextCursor: z.string().nullable() });
