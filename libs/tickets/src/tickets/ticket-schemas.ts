import { pageQuery } from '@slipway/service-host';
import { z } from 'zod';
import { line, longText, priority, shortText, side, ticketStatus, visibility } from '../ticket-words';

const instant = z.string().describe('RFC 3339, UTC, milliseconds');
const body = (max: number) => longText(max).refine((value) => value.trim() !== '', 'must not be blank');
const feature = shortText(80);

export const ticketSummary = z.object({
  id: z.uuid(),
  number: z.int(),
  reference: z.string(),
  title: z.string(),
  priority,
  status: ticketStatus,
  line,
  side,
  assigneeId: z.uuid().nullable(),
  assigneeName: z.string().nullable(),
  feature: z.string().nullable(),
  releaseId: z.uuid().nullable(),
  isTest: z.boolean(),
  unrouted: z.string().nullable().describe('why nobody is assigned'),
  waitingOn: side.nullable(),
  nextDueAt: instant.nullable(),
  openedAt: instant,
  updatedAt: instant,
  resolvedAt: instant.nullable(),
  revision: z.int(),
});
export type TicketSummary = z.output<typeof ticketSummary>;

export const ticketView = ticketSummary.extend({
  description: z.string(),
  reporter: z.object({ name: z.string(), side, deskId: z.uuid().nullable(), personId: z.uuid().nullable() }),
  references: z.object({ client: z.string().nullable(), vendor: z.string().nullable() }),
  bonds: z.array(
    z.object({
      deskId: z.uuid(),
      deskKey: z.string(),
      line,
      reference: z.string().nullable(),
      url: z.string().nullable(),
      bondedAt: instant,
    }),
  ),
  messages: z.array(
    z.object({
      id: z.uuid(),
      at: instant,
      side,
      line,
      author: z.string(),
      visibility,
      text: z.string(),
      via: z.enum(['person', 'desk', 'system']),
    }),
  ),
  history: z.array(
    z.object({
      id: z.uuid(),
      at: instant,
      side: z.enum(['client', 'vendor', 'system']),
      kind: z.string(),
      actor: z.string(),
      text: z.string(),
      detail: z.record(z.string(), z.unknown()),
    }),
  ),
  clocks: z.array(
    z.object({
      id: z.uuid(),
      kind: z.enum(['response', 'update', 'resolution']),
      line,
      side,
      state: z.enum(['running', 'paused', 'met', 'missed', 'stopped']),
      calendar: z.enum(['working-hours', 'around-the-clock']),
      targetMinutes: z.number(),
      startedAt: instant,
      dueAt: instant.nullable(),
      remainingMinutes: z.number().nullable(),
      metAt: instant.nullable(),
      missedAt: instant.nullable(),
    }),
  ),
  trip: z.array(line),
  deliveries: z.array(
    z.object({
      id: z.uuid(),
      deskKey: z.string(),
      type: z.string(),
      status: z.enum(['pending', 'delivered', 'failed']),
      attempts: z.int(),
      dueAt: instant.nullable(),
      cause: z.string().nullable(),
    }),
  ),
});
export type TicketView = z.output<typeof ticketView>;

const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
export const ticketQuery = pageQuery.extend({
  line: line.optional(),
  status: ticketStatus.optional(),
  priority: priority.optional(),
  assigneeId: z.union([z.uuid(), z.literal('me'), z.literal('none')]).optional(),
  releaseId: z.uuid().optional(),
  feature: feature.optional(),
  isTest: flag.optional(),
  open: flag.optional().describe('true: neither resolved nor closed'),
  q: shortText(200).optional().describe('words in the title, a reference of ours or of a desk'),
});
export type TicketQuery = z.output<typeof ticketQuery>;

export const ticketCreate = z.object({
  title: shortText(300),
  description: longText(20_000).default(''),
  priority: priority.default('normal'),
  feature: feature.nullable().default(null),
  releaseId: z.uuid().nullable().default(null),
});
export const ticketPatch = z
  .object({
    title: shortText(300),
    description: longText(20_000),
    priority,
    feature: feature.nullable(),
    releaseId: z.uuid().nullable(),
    status: z.enum(['open', 'in-progress', 'waiting', 'closed']),
  })
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, 'name at least one member to change');
export const messageCreate = z.object({ text: body(20_000), visibility: visibility.default('public') });
export const assignment = z.object({ assigneeId: z.uuid().nullable() });
export const escalation = z.object({ reason: shortText(1000), assigneeId: z.uuid().optional() });
export const handBack = z.object({ text: body(20_000) });
export const resolution = z.object({ text: body(20_000).optional() });
export const reopening = z.object({ reason: shortText(1000) });
export const ticketParam = z.object({ ticketId: z.uuid() });
