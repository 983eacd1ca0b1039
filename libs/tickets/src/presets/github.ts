import { mapPriority } from './map-words';
import { at, textAt, textsAt } from './read-json';
import type { DeliveryToNormalise, Normalised, Normaliser, TicketChange } from './ticket-change';

const kinds: Readonly<Record<string, TicketChange['kind']>> = {
  opened: 'opened',
  closed: 'resolved',
  reopened: 'reopened',
  edited: 'updated',
  labeled: 'updated',
  unlabeled: 'updated',
  transferred: 'updated',
};

/** A pull request speaks of issues too: `issue.pull_request` tells. */
const speaksOfIssue = (body: unknown): boolean => at(body, 'issue') !== undefined && at(body, 'issue', 'pull_request') === undefined;

function firstMapped({ body, mapping }: DeliveryToNormalise) {
  const labels = textsAt(body, 'name', 'issue', 'labels');
  const words = labels.map((label) => label.replace(/^(priority|prio|severity)\s*[:/-]\s*/i, ''));
  return { labels, priority: words.map((word) => mapPriority(mapping, word)).find((found) => found !== null) ?? null };
}

/** GitHub `issues` and `issue_comment` (X-GitHub-Event); https://docs.github.com/webhooks/webhook-events-and-payloads */
export const github: Normaliser = (delivery): Normalised => {
  const { headers, body } = delivery;
  const event = headers['x-github-event'] ?? (at(body, 'comment') === undefined ? 'issues' : 'issue_comment');
  if (event === 'ping') return { ignored: 'GitHub pinged' };
  if (event !== 'issues' && event !== 'issue_comment') return { ignored: `GitHub event '${event}' says nothing about a ticket` };
  if (at(body, 'issue', 'pull_request') !== undefined) return { ignored: 'it is about a pull request' };
  const action = textAt(body, 'action');
  const repository = textAt(body, 'repository', 'full_name');
  const number = textAt(body, 'issue', 'number');
  if (!speaksOfIssue(body) || repository === null || number === null)
    return { unparseable: 'no issue with repository.full_name and issue.number' };
  const common = { reference: `${repository}#${number}`, url: textAt(body, 'issue', 'html_url'), title: textAt(body, 'issue', 'title') };
  if (event === 'issue_comment') {
    if (action !== 'created') return { ignored: `comment was ${action ?? 'changed'}` };
    const text = textAt(body, 'comment', 'body');
    if (text === null) return { unparseable: 'comment.body is empty' };
    const message = {
      id: textAt(body, 'comment', 'id'),
      text,
      author: textAt(body, 'comment', 'user', 'login'),
      visibility: 'public' as const,
    };
    return { changes: [{ kind: 'commented', ...common, message, at: textAt(body, 'comment', 'created_at') }] };
  }
  const kind = kinds[action ?? ''];
  if (kind === undefined) return { ignored: `issue was ${action ?? 'changed'}` };
  return {
    changes: [
      {
        kind,
        ...common,
        ...firstMapped(delivery),
        description: textAt(body, 'issue', 'body'),
        reporter: textAt(body, 'issue', 'user', 'login'),
        at: textAt(body, 'issue', kind === 'resolved' ? 'closed_at' : 'updated_at'),
      },
    ],
  };
};
