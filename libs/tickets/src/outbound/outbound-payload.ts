import { z } from 'zod';
import { line, priority, ticketStatus } from '../ticket-words';

export const outboundType = z.enum([
  'ticket.opened',
  'ticket.commented',
  'ticket.escalated',
  'ticket.handed-back',
  'ticket.updated',
  'ticket.resolved',
  'ticket.reopened',
]);
export type OutboundType = z.output<typeof outboundType>;

const message = z.object({ id: z.uuid(), text: z.string(), author: z.string(), line: line.nullable(), at: z.string() });
export type OutboundMessage = z.output<typeof message>;

/** What a desk is told; signed as Standard Webhooks. The receiver may answer `{ reference, url? }`, which becomes its part of the bond. */
export const outboundPayload = z.object({
  type: z.union([outboundType, z.literal('ping')]),
  timestamp: z.string().describe('when it happened, RFC 3339, UTC'),
  data: z.object({
    ticket: z
      .object({
        id: z.uuid(),
        reference: z.string(),
        title: z.string(),
        description: z.string(),
        priority,
        status: ticketStatus,
        line,
        feature: z.string().nullable(),
        isTest: z.boolean(),
      })
      .nullable(),
    references: z.object({ yours: z.string().nullable(), other: z.string().nullable() }),
    message: message.nullable(),
    thread: z.array(message).describe('public messages so far, when the desk hears of the ticket for the first time'),
    reason: z.string().nullable(),
    marker: z.string().describe('give it back in what you send because of this, so that it is not taken for news'),
  }),
});
export type OutboundPayload = z.output<typeof outboundPayload>;
