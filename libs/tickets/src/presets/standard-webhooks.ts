import { mapPriority, mapStatus, statusChange } from './map-words';
import { at, textAt } from './read-json';
import type { DeliveryToNormalise, Normalised, Normaliser, TicketChange } from './ticket-change';

const kinds: Readonly<Record<string, TicketChange['kind']>> = {
  opened: 'opened',
  created: 'opened',
  updated: 'updated',
  escalated: 'updated',
  commented: 'commented',
  'handed-back': 'commented',
  resolved: 'resolved',
  closed: 'resolved',
  reopened: 'reopened',
};

function messageOf(data: unknown) {
  const text = textAt(data, 'message', 'text');
  if (text === null) return null;
  const visibility = at(data, 'message', 'private') === true ? ('private' as const) : ('public' as const);
  return {
    id: textAt(data, 'message', 'id'),
    text,
    author: textAt(data, 'message', 'author') ?? textAt(data, 'message', 'author', 'name'),
    visibility,
  };
}

const feature = (data: unknown): string[] => {
  const key = textAt(data, 'ticket', 'feature');
  return key === null ? [] : [key];
};

function kindOf({ body, mapping }: DeliveryToNormalise, named: TicketChange['kind']): Pick<TicketChange, 'kind' | 'progress'> {
  if (named !== 'updated') return { kind: named };
  return statusChange(mapStatus(mapping, textAt(body, 'data', 'ticket', 'status')));
}

/** Our own payload the other way round, for bridges and for desks that can shape what they send. */
export const standardWebhooks: Normaliser = (delivery): Normalised => {
  const { body, mapping } = delivery;
  const type = textAt(body, 'type');
  if (type === null) return { unparseable: 'no type' };
  if (type === 'ping') return { ignored: 'it is a ping' };
  const named = type.startsWith('ticket.') ? kinds[type.slice('ticket.'.length)] : undefined;
  if (named === undefined) return { ignored: `type '${type}' changes no ticket` };
  const data = at(body, 'data');
  const reference = textAt(data, 'ticket', 'reference');
  if (reference === null) return { unparseable: 'no data.ticket.reference' };
  const message = messageOf(data);
  if (named === 'commented' && message === null) return { unparseable: 'no data.message.text' };
  return {
    changes: [
      {
        ...kindOf(delivery, named),
        reference,
        url: textAt(data, 'ticket', 'url'),
        title: textAt(data, 'ticket', 'title'),
        description: textAt(data, 'ticket', 'description'),
        priority: mapPriority(mapping, textAt(data, 'ticket', 'priority')),
        labels: feature(data),
        reporter: textAt(data, 'ticket', 'reporter'),
        message,
        marker: textAt(data, 'marker'),
        at: textAt(body, 'timestamp'),
      },
    ],
  };
};
