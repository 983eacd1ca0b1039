import { mapPriority } from './map-words';
import { at, textAt } from './read-json';
import type { Normalised, Normaliser, TicketChange } from './ticket-change';

const kinds: Readonly<Record<string, Pick<TicketChange, 'kind' | 'progress'>>> = {
  'incident.triggered': { kind: 'opened' },
  'incident.acknowledged': { kind: 'updated', progress: 'in-progress' },
  'incident.unacknowledged': { kind: 'updated', progress: 'open' },
  'incident.escalated': { kind: 'updated' },
  'incident.delegated': { kind: 'updated' },
  'incident.reassigned': { kind: 'updated' },
  'incident.priority_updated': { kind: 'updated' },
  'incident.resolved': { kind: 'resolved' },
  'incident.reopened': { kind: 'reopened' },
};

/** An annotation's data is the note; its incident stands beside it. */
function annotation(event: unknown, reference: string): Normalised {
  const text = textAt(event, 'data', 'content') ?? textAt(event, 'data', 'message');
  if (text === null) return { unparseable: 'event.data.content is empty' };
  const incident = at(event, 'data', 'incident');
  const message = { id: textAt(event, 'data', 'id'), text, author: textAt(event, 'agent', 'summary'), visibility: 'public' as const };
  return {
    changes: [
      {
        kind: 'commented',
        reference,
        url: textAt(incident, 'html_url'),
        title: textAt(incident, 'summary'),
        message,
        at: textAt(event, 'occurred_at'),
      },
    ],
  };
}

/** PagerDuty V3 webhook subscriptions; https://developer.pagerduty.com/docs/webhooks-overview */
export const pagerduty: Normaliser = ({ body, mapping }): Normalised => {
  const event = at(body, 'event');
  const type = textAt(event, 'event_type');
  if (type === null) return { unparseable: 'no event.event_type' };
  if (type === 'pagey.ping') return { ignored: 'PagerDuty pinged' };
  const note = type === 'incident.annotated' || type === 'incident.status_update_published';
  const reference = note ? textAt(event, 'data', 'incident', 'id') : textAt(event, 'data', 'id');
  const known = kinds[type];
  if (!note && known === undefined) return { ignored: `PagerDuty event '${type}' changes no ticket` };
  if (reference === null) return { unparseable: 'no incident id in event.data' };
  if (note) return annotation(event, reference);
  const word = textAt(event, 'data', 'priority', 'summary') ?? textAt(event, 'data', 'urgency');
  const service = textAt(event, 'data', 'service', 'summary');
  return {
    changes: [
      {
        ...(known as Pick<TicketChange, 'kind' | 'progress'>),
        reference,
        url: textAt(event, 'data', 'html_url'),
        title: textAt(event, 'data', 'title') ?? textAt(event, 'data', 'summary'),
        priority: mapPriority(mapping, word),
        labels: service === null ? [] : [service],
        reporter: textAt(event, 'agent', 'summary'),
        at: textAt(event, 'occurred_at'),
      },
    ],
  };
};
