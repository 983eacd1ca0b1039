import { mapPriority, mapStatus, statusChange } from './map-words';
import { at, textAt, textsAt } from './read-json';
import type { DeliveryToNormalise, Normalised, Normaliser, TicketChange } from './ticket-change';

const absoluteUrl = (text: string | null): string | null => (text === null ? null : /^https?:\/\//.test(text) ? text : `https://${text}`);

function wordsOf(body: unknown): string[] {
  const tags = textAt(body, 'tags');
  return tags === null ? textsAt(body, null, 'tags') : tags.split(/\s+/);
}

/** What an administrator's trigger posts: flat fields named after Zendesk's placeholders. */
function fromTrigger({ body, mapping }: DeliveryToNormalise, reference: string): Normalised {
  const status = mapStatus(mapping, textAt(body, 'ticket_status'));
  const comment = textAt(body, 'latest_comment') ?? textAt(body, 'comment');
  const common = {
    reference,
    url: absoluteUrl(textAt(body, 'link') ?? textAt(body, 'ticket_url')),
    title: textAt(body, 'ticket_title') ?? textAt(body, 'title'),
    description: textAt(body, 'ticket_description') ?? textAt(body, 'description'),
    priority: mapPriority(mapping, textAt(body, 'ticket_priority') ?? textAt(body, 'priority')),
    labels: wordsOf(body),
    reporter: textAt(body, 'requester_full_name') ?? textAt(body, 'requester_name'),
  };
  const change: TicketChange =
    status === null || status === 'open'
      ? { ...common, kind: 'opened', progress: status, isState: status !== null }
      : { ...common, ...statusChange(status) };
  if (comment === null) return { changes: [change] };
  const message = {
    id: textAt(body, 'latest_comment_id') ?? textAt(body, 'comment_id'),
    text: comment,
    author: textAt(body, 'latest_comment_author') ?? textAt(body, 'current_user_name'),
    visibility:
      at(body, 'comment_is_public') === false || textAt(body, 'comment_is_public') === 'false' ? ('private' as const) : ('public' as const),
  };
  return { changes: [change, { ...common, kind: 'commented', message }] };
}

/** Event subscriptions: `zen:event-type:ticket.*` with `detail` and `event`. */
function fromEvent({ body, mapping }: DeliveryToNormalise, type: string): Normalised {
  const reference = textAt(body, 'detail', 'id');
  if (reference === null) return { unparseable: 'no detail.id' };
  const common = {
    reference,
    title: textAt(body, 'detail', 'subject'),
    description: textAt(body, 'detail', 'description'),
    priority: mapPriority(mapping, textAt(body, 'detail', 'priority')),
    labels: textsAt(body, null, 'detail', 'tags'),
    at: textAt(body, 'time'),
  };
  switch (type) {
    case 'ticket.created':
      return { changes: [{ ...common, kind: 'opened' }] };
    case 'ticket.status_changed': {
      const before = mapStatus(mapping, textAt(body, 'event', 'previous'));
      const now = statusChange(mapStatus(mapping, textAt(body, 'event', 'current')));
      return { changes: [{ ...common, ...(before === 'resolved' && now.kind === 'updated' ? { kind: 'reopened' as const } : now) }] };
    }
    case 'ticket.comment_added': {
      const comment = at(body, 'event', 'comment');
      const text = textAt(comment, 'body');
      if (text === null) return { unparseable: 'event.comment.body is empty' };
      const visibility = at(comment, 'is_public') === true ? ('public' as const) : ('private' as const);
      return {
        changes: [
          {
            ...common,
            kind: 'commented',
            message: { id: textAt(comment, 'id'), text, author: textAt(comment, 'author', 'name'), visibility },
          },
        ],
      };
    }
    case 'ticket.priority_changed':
    case 'ticket.subject_changed':
    case 'ticket.description_changed':
    case 'ticket.tags_changed':
      return { changes: [{ ...common, kind: 'updated' }] };
    default:
      return { ignored: `Zendesk event '${type}' changes no ticket` };
  }
}

/** Zendesk triggers and ticket events; https://developer.zendesk.com/api-reference/webhooks/event-types/ticket-events/ */
export const zendesk: Normaliser = (delivery): Normalised => {
  const type = textAt(delivery.body, 'type');
  if (type?.startsWith('zen:event-type:')) return fromEvent(delivery, type.slice('zen:event-type:'.length));
  const reference = textAt(delivery.body, 'ticket_id') ?? textAt(delivery.body, 'id');
  return reference === null
    ? { unparseable: 'neither a ticket event nor a trigger body with ticket_id' }
    : fromTrigger(delivery, reference);
};
