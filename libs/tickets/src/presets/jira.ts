import { mapPriority, mapStatus, statusChange } from './map-words';
import { at, documentText, listAt, textAt, textsAt } from './read-json';
import type { DeliveryToNormalise, Normalised, Normaliser, TicketChange } from './ticket-change';

function instantOf(body: unknown): string | null {
  const at = textAt(body, 'timestamp');
  return at !== null && /^\d{1,13}$/.test(at) ? at : null;
}

function issueOf({ body, mapping }: DeliveryToNormalise) {
  const self = textAt(body, 'issue', 'self');
  const key = textAt(body, 'issue', 'key');
  const origin = self !== null && URL.canParse(self) ? new URL(self).origin : null;
  return {
    reference: key ?? '',
    url: origin !== null && key !== null ? `${origin}/browse/${key}` : null,
    title: textAt(body, 'issue', 'fields', 'summary'),
    description: documentText(at(body, 'issue', 'fields', 'description')),
    priority: mapPriority(mapping, textAt(body, 'issue', 'fields', 'priority', 'name')),
    labels: [...textsAt(body, null, 'issue', 'fields', 'labels'), ...textsAt(body, 'name', 'issue', 'fields', 'components')],
    reporter: textAt(body, 'issue', 'fields', 'reporter', 'displayName') ?? textAt(body, 'user', 'displayName'),
  };
}

/** A comment of Jira Service Management with `jsdPublic: false`, or one that only a role or group sees, is an inner note. */
const isPrivate = (comment: unknown): boolean => at(comment, 'jsdPublic') === false || at(comment, 'visibility', 'value') !== undefined;

function messageOf(comment: unknown) {
  const text = documentText(at(comment, 'body'));
  if (text === null) return null;
  return {
    id: textAt(comment, 'id'),
    text,
    author: textAt(comment, 'author', 'displayName'),
    visibility: isPrivate(comment) ? ('private' as const) : ('public' as const),
  };
}

/** A move of the status counts by its category (`done`), by the desk's mapping, or by the name. */
function kindOfUpdate({ body, mapping }: DeliveryToNormalise): Pick<TicketChange, 'kind' | 'progress'> {
  const items = listAt(body, 'changelog', 'items');
  const move = items.find((item) => textAt(item, 'field') === 'status');
  if (move === undefined) return { kind: 'updated' };
  const named = mapStatus(mapping, textAt(move, 'toString'));
  const category = mapStatus({}, textAt(body, 'issue', 'fields', 'status', 'statusCategory', 'key'));
  const change = statusChange(named ?? category);
  const before = mapStatus(mapping, textAt(move, 'fromString'));
  const cameBack = change.kind === 'updated' && (before === 'resolved' || before === 'closed');
  return cameBack ? { kind: 'reopened' } : change;
}

/** Jira `jira:issue_*` and `comment_created`; https://developer.atlassian.com/cloud/jira/platform/webhooks/ */
export const jira: Normaliser = (delivery): Normalised => {
  const { body } = delivery;
  const event = textAt(body, 'webhookEvent');
  if (event === null) return { unparseable: 'no webhookEvent' };
  if (!['jira:issue_created', 'jira:issue_updated', 'comment_created'].includes(event))
    return { ignored: `Jira event '${event}' changes no ticket` };
  const issue = issueOf(delivery);
  if (issue.reference === '') return { unparseable: 'no issue.key' };
  const when = instantOf(body);
  const common = { ...issue, at: when === null ? null : when };
  if (event === 'jira:issue_created') return { changes: [{ ...common, kind: 'opened' }] };
  const message = messageOf(at(body, 'comment'));
  if (event === 'comment_created') {
    return message === null ? { unparseable: 'comment.body has no text' } : { changes: [{ ...common, kind: 'commented', message }] };
  }
  const update: TicketChange = { ...common, ...kindOfUpdate(delivery) };
  return { changes: message === null ? [update] : [update, { ...common, kind: 'commented', message }] };
};
