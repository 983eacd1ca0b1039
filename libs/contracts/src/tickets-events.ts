import { z } from 'zod';
import { defineEvent } from './define-event';
import { engagementPart, exampleIds, instant, releasePart } from './event-parts';

const line = z.enum(['first', 'second']);
const ticketFacts = {
  ...engagementPart,
  ticketId: z.uuid(),
  revision: z.int(),
  title: z.string(),
  priority: z.enum(['urgent', 'high', 'normal', 'low']),
  line,
  isTest: z.boolean().describe('a test ticket proves that the support lines work'),
  at: instant,
};
const exampleTicket = {
  engagementId: exampleIds.engagement,
  ticketId: exampleIds.ticket,
  revision: 1,
  title: 'Work order cannot be closed',
  priority: 'high' as const,
  line: 'first' as const,
  isTest: false,
  at: '2026-03-03T07:10:00Z',
};
const topic = 'tickets.tickets';
const key = (data: { ticketId: string }) => data.ticketId;

export const ticketOpened = defineEvent({
  type: 'tickets.ticketOpened.v1',
  topic,
  key,
  summary: 'A desk or a person opened a ticket.',
  schema: z.object({ ...ticketFacts, desk: z.string().nullable(), externalRef: z.string().nullable(), feature: z.string().nullable() }),
  example: { ...exampleTicket, desk: 'client-servicedesk', externalRef: 'NW-1042', feature: 'work-orders' },
});
export const ticketRouted = defineEvent({
  type: 'tickets.ticketRouted.v1',
  topic,
  key,
  summary: 'A ticket got its line and assignee, by a rule that is named, or is unrouted with a reason.',
  schema: z.object({ ...ticketFacts, rule: z.string(), assigneeId: z.uuid().nullable(), reason: z.string() }),
  example: { ...exampleTicket, rule: 'client-first-line', assigneeId: exampleIds.person, reason: 'opened by the client desk' },
});
export const ticketEscalated = defineEvent({
  type: 'tickets.ticketEscalated.v1',
  topic,
  key,
  summary: 'A ticket went from the first to the second line, by a person or by the clock.',
  schema: z.object({ ...ticketFacts, by: z.enum(['person', 'clock']), reason: z.string() }),
  example: { ...exampleTicket, line: 'second', by: 'clock', reason: 'first response not given within 60 business minutes' },
});
export const ticketAnswered = defineEvent({
  type: 'tickets.ticketAnswered.v1',
  topic,
  key,
  summary: 'A line answered in public; private notes are never events.',
  schema: z.object({ ...ticketFacts, answeredBy: line }),
  example: { ...exampleTicket, line: 'second', answeredBy: 'second' },
});
export const ticketResolved = defineEvent({
  type: 'tickets.ticketResolved.v1',
  topic,
  key,
  summary: 'A ticket was resolved; trip names the desks and lines it went through, in order.',
  schema: z.object({ ...ticketFacts, trip: z.array(z.string()), desks: z.array(z.string()) }),
  example: { ...exampleTicket, trip: ['first', 'second', 'first'], desks: ['client-servicedesk', 'vendor-helpdesk'] },
});
export const ticketReopened = defineEvent({
  type: 'tickets.ticketReopened.v1',
  topic,
  key,
  summary: 'A resolved ticket came back.',
  schema: z.object({ ...ticketFacts, reason: z.string() }),
  example: { ...exampleTicket, reason: 'the client desk reopened it' },
});
export const targetMissed = defineEvent({
  type: 'tickets.targetMissed.v1',
  topic,
  key,
  summary: 'A clock ran out before its target was met.',
  schema: z.object({ ...ticketFacts, clock: z.enum(['response', 'update', 'resolution']), dueAt: instant }),
  example: { ...exampleTicket, clock: 'response', dueAt: '2026-03-03T08:10:00Z' },
});

export const surgeDetected = defineEvent({
  type: 'tickets.surgeDetected.v1',
  topic: 'tickets.hypercare',
  summary: 'During hypercare more tickets came than the agreed limit: hold or roll back is advised.',
  key: (data) => data.releaseId,
  schema: z.object({
    ...releasePart,
    windowMinutes: z.int(),
    tickets: z.int(),
    limit: z.int(),
    urgent: z.int(),
    reason: z.string(),
    at: instant,
  }),
  example: {
    engagementId: exampleIds.engagement,
    releaseId: exampleIds.release,
    windowMinutes: 60,
    tickets: 14,
    limit: 5,
    urgent: 3,
    reason: '14 tickets in 60 minutes, the limit is 5',
    at: '2026-03-03T09:00:00Z',
  },
});
