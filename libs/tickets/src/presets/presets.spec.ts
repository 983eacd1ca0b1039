import fc from 'fast-check';
import alertmanagerFiring from './fixtures/alertmanager-firing.json';
import githubOpened from './fixtures/github-issues-opened.json';
import jiraCreated from './fixtures/jira-issue-created.json';
import pagerdutyEscalated from './fixtures/pagerduty-incident-escalated.json';
import zendeskTrigger from './fixtures/zendesk-trigger-ticket.json';
import { mapFeature } from './map-words';
import { normalisers, presetName, type PresetName } from './presets';
import type { DeskMapping, TicketChange } from './ticket-change';

const normalise = (preset: PresetName, body: unknown, headers: Record<string, string> = {}, mapping: DeskMapping = {}) =>
  normalisers[preset]({ headers, body, mapping });
function changes(
  preset: PresetName,
  body: unknown,
  headers: Record<string, string> = {},
  mapping: DeskMapping = {},
): readonly TicketChange[] {
  const result = normalise(preset, body, headers, mapping);
  if (!('changes' in result)) throw new Error(JSON.stringify(result));
  return result.changes;
}
const only = (...args: Parameters<typeof changes>): TicketChange => {
  const found = changes(...args);
  expect(found).toHaveLength(1);
  return found[0] as TicketChange;
};

describe('github', () => {
  const issues = { 'x-github-event': 'issues' };
  it('reads a real opened issue', () => {
    expect(only('github', githubOpened, issues)).toMatchObject({
      kind: 'opened',
      reference: 'Codertocat/Hello-World#1',
      url: 'https://github.com/Codertocat/Hello-World/issues/1',
      title: 'Spelling error in the README file',
      description: "It looks like you accidently spelled 'commit' with two 't's.",
      labels: ['bug'],
      reporter: 'Codertocat',
      priority: null,
    });
  });
  it.each([
    ['closed', 'resolved'],
    ['reopened', 'reopened'],
    ['edited', 'updated'],
  ])('reads %s as %s', (action, kind) => {
    expect(only('github', { ...githubOpened, action }, issues).kind).toBe(kind);
  });
  it('reads a priority label', () => {
    const issue = { ...githubOpened.issue, labels: [{ name: 'bug' }, { name: 'priority: critical' }] };
    expect(only('github', { ...githubOpened, issue }, issues).priority).toBe('urgent');
  });
  it('reads a comment, and not one on a pull request', () => {
    const comment = { id: 99262140, body: 'Seen in 2.4 too.', user: { login: 'octocat' }, created_at: '2019-05-15T15:20:21Z' };
    const body = { ...githubOpened, action: 'created', comment };
    const headers = { 'x-github-event': 'issue_comment' };
    expect(only('github', body, headers).message).toEqual({
      id: '99262140',
      text: 'Seen in 2.4 too.',
      author: 'octocat',
      visibility: 'public',
    });
    expect(normalise('github', { ...body, issue: { ...body.issue, pull_request: { url: 'x' } } }, headers)).toHaveProperty('ignored');
  });
  it.each(['ping', 'push', 'pull_request'])('passes over %s', (event) => {
    expect(normalise('github', githubOpened, { 'x-github-event': event })).toHaveProperty('ignored');
  });
  it('says what is missing', () => {
    expect(normalise('github', { action: 'opened', issue: {} }, issues)).toEqual({ unparseable: expect.stringContaining('issue.number') });
  });
});

describe('jira', () => {
  const moved = (from: string, to: string, category = 'indeterminate') => ({
    ...jiraCreated,
    webhookEvent: 'jira:issue_updated',
    issue: { ...jiraCreated.issue, fields: { ...jiraCreated.issue.fields, status: { name: to, statusCategory: { key: category } } } },
    changelog: { items: [{ field: 'status', fromString: from, toString: to }] },
  });
  it('reads a real created issue', () => {
    expect(only('jira', jiraCreated)).toMatchObject({
      kind: 'opened',
      reference: 'TES-41',
      url: 'https://some-instance-test.atlassian.net/browse/TES-41',
      title: 'Unit test summary',
      priority: 'high',
      labels: ['test-label', 'COMP-1'],
      at: '1550286113023',
    });
  });
  it('resolves by name, by category for a name of one’s own, and comes back', () => {
    expect(only('jira', moved('In Progress', 'Done', 'done')).kind).toBe('resolved');
    expect(only('jira', moved('In Progress', 'Shipped to customer', 'done')).kind).toBe('resolved');
    expect(only('jira', moved('Done', 'In Progress')).kind).toBe('reopened');
    expect(only('jira', moved('To Do', 'In Progress'))).toMatchObject({ kind: 'updated', progress: 'in-progress' });
    expect(only('jira', moved('Open', 'Parked'), {}, { statuses: { parked: 'waiting' } })).toMatchObject({
      kind: 'updated',
      progress: 'waiting',
    });
  });
  it('reads a comment in Atlassian’s document format, and tells an inner note', () => {
    const body = {
      type: 'doc',
      version: 1,
      content: [
        {
          type: 'paragraph',
          content: [
            { type: 'text', text: 'Try ' },
            { type: 'text', text: 'again.' },
          ],
        },
        { type: 'paragraph', content: [{ type: 'text', text: 'Thanks' }] },
      ],
    };
    const comment = { id: '10100', body, author: { displayName: 'Asha' }, jsdPublic: false };
    expect(only('jira', { ...jiraCreated, webhookEvent: 'comment_created', comment }).message).toEqual({
      id: '10100',
      text: 'Try again.\nThanks',
      author: 'Asha',
      visibility: 'private',
    });
    expect(
      only('jira', { ...jiraCreated, webhookEvent: 'comment_created', comment: { ...comment, jsdPublic: true } }).message?.visibility,
    ).toBe('public');
    expect(
      only('jira', {
        ...jiraCreated,
        webhookEvent: 'comment_created',
        comment: { ...comment, jsdPublic: true, visibility: { type: 'role', value: 'Administrators' } },
      }).message?.visibility,
    ).toBe('private');
  });
  it('passes over what changes no ticket', () => {
    expect(normalise('jira', { webhookEvent: 'sprint_started' })).toHaveProperty('ignored');
    expect(normalise('jira', {})).toHaveProperty('unparseable');
  });
});

describe('pagerduty', () => {
  const event = (event_type: string, data: object = {}) => ({
    event: { ...pagerdutyEscalated.event, event_type, data: { ...pagerdutyEscalated.event.data, ...data } },
  });
  it('reads a real escalated incident', () => {
    expect(only('pagerduty', pagerdutyEscalated)).toMatchObject({
      kind: 'updated',
      reference: 'Q3B15VLMF3ASBD',
      title: 'Critical: Checkout API High Latency',
      priority: 'urgent',
      labels: ['Default Service'],
    });
  });
  it.each([
    ['incident.triggered', 'opened'],
    ['incident.acknowledged', 'updated'],
    ['incident.resolved', 'resolved'],
    ['incident.reopened', 'reopened'],
  ])('reads %s as %s', (type, kind) => {
    expect(only('pagerduty', event(type)).kind).toBe(kind);
  });
  it('takes the urgency where no priority is set', () => {
    expect(only('pagerduty', event('incident.triggered', { priority: null })).priority).toBe('high');
  });
  it('reads a note of the incident it belongs to', () => {
    const note = {
      event: {
        ...pagerdutyEscalated.event,
        event_type: 'incident.annotated',
        data: { id: 'PN1', type: 'incident_note', content: 'Rolled back.', incident: { id: 'Q3B15VLMF3ASBD', summary: 'Latency' } },
      },
    };
    expect(only('pagerduty', note)).toMatchObject({
      kind: 'commented',
      reference: 'Q3B15VLMF3ASBD',
      message: { id: 'PN1', text: 'Rolled back.' },
    });
  });
  it('passes over pings and services', () => {
    expect(normalise('pagerduty', { event: { event_type: 'pagey.ping', data: {} } })).toHaveProperty('ignored');
    expect(normalise('pagerduty', event('service.updated'))).toHaveProperty('ignored');
  });
});

describe('zendesk', () => {
  const zen = (type: string, event: object = {}) => ({
    type: `zen:event-type:${type}`,
    id: '2b24ef10',
    time: '2026-03-04T05:33:18Z',
    subject: 'zen:ticket:35436',
    detail: {
      id: '35436',
      subject: 'Cannot pay',
      description: 'The button is grey.',
      priority: 'URGENT',
      status: 'OPEN',
      tags: ['billing'],
    },
    event,
  });
  it('reads a real trigger', () => {
    expect(only('zendesk', zendeskTrigger)).toMatchObject({
      kind: 'opened',
      reference: '7',
      url: 'https://asdf1640.zendesk.com/agent/tickets/7',
      title: 'Hello world',
      priority: 'normal',
      reporter: 'testerzulip',
      labels: ['change_address', 'help', 'order'],
    });
    expect(only('zendesk', { ...zendeskTrigger, ticket_status: 'Solved' }).kind).toBe('resolved');
    expect(only('zendesk', { ...zendeskTrigger, ticket_status: 'Pending' })).toMatchObject({ kind: 'updated', progress: 'waiting' });
  });
  it('reads ticket events', () => {
    expect(only('zendesk', zen('ticket.created'))).toMatchObject({
      kind: 'opened',
      reference: '35436',
      title: 'Cannot pay',
      priority: 'urgent',
      labels: ['billing'],
    });
    expect(only('zendesk', zen('ticket.status_changed', { current: 'SOLVED', previous: 'OPEN' })).kind).toBe('resolved');
    expect(only('zendesk', zen('ticket.status_changed', { current: 'OPEN', previous: 'SOLVED' })).kind).toBe('reopened');
    const comment = { id: '1', body: 'We look into it.', is_public: true, author: { name: 'Ada' } };
    expect(only('zendesk', zen('ticket.comment_added', { comment })).message).toEqual({
      id: '1',
      text: 'We look into it.',
      author: 'Ada',
      visibility: 'public',
    });
  });
  it('takes a comment for private unless it says that it is public', () => {
    const visibilityOf = (is_public: unknown) =>
      only('zendesk', zen('ticket.comment_added', { comment: { id: '1', body: 'x', is_public } })).message?.visibility;
    expect([false, undefined, 'yes'].map(visibilityOf)).toEqual(['private', 'private', 'private']);
  });
});

describe('alertmanager', () => {
  it('reads a real notification: every alert a ticket', () => {
    const found = changes('alertmanager', alertmanagerFiring);
    expect(found.map(({ kind, reference, priority }) => [kind, reference, priority])).toEqual([
      ['opened', 'a1bc48475b20e73d', 'urgent'],
      ['opened', 'c2ea85182f28cbd9', 'urgent'],
    ]);
    expect(found[0]?.title).toBe('High CPU Temperature on andromeda - High CPU core temperature');
  });
  it('reads resolved alerts within a group that still fires', () => {
    const alerts = alertmanagerFiring.alerts.map((alert, index) =>
      index === 0 ? { ...alert, status: 'resolved', endsAt: '2020-02-06T01:00:00Z' } : alert,
    );
    expect(changes('alertmanager', { ...alertmanagerFiring, alerts }).map(({ kind }) => kind)).toEqual(['resolved', 'opened']);
  });
  it('names an alert by its labels when an old version sends no fingerprint', () => {
    expect(only('alertmanager', { alerts: [{ status: 'firing', labels: { b: '2', a: '1' } }] }).reference).toBe('a=1,b=2');
  });
});

describe('standard-webhooks', () => {
  it('reads our own kind of payload', () => {
    const body = {
      type: 'ticket.commented',
      timestamp: '2026-03-03T08:00:00Z',
      data: {
        ticket: { reference: 'V-9', title: 'x', status: 'in progress' },
        message: { id: 'm1', text: 'Fixed in 2.4.1', author: 'Ravi' },
        marker: 'slw:abc',
      },
    };
    expect(only('standard-webhooks', body)).toMatchObject({
      kind: 'commented',
      reference: 'V-9',
      marker: 'slw:abc',
      message: { id: 'm1', visibility: 'public' },
    });
    expect(only('standard-webhooks', { type: 'ticket.updated', data: { ticket: { reference: 'V-9', status: 'resolved' } } }).kind).toBe(
      'resolved',
    );
    expect(normalise('standard-webhooks', { type: 'ticket.commented', data: { ticket: { reference: 'V-9' } } })).toHaveProperty(
      'unparseable',
    );
  });
});

describe('generic', () => {
  it('finds common fields', () => {
    expect(only('generic', { id: 17, subject: 'Broken', severity: 'P2', state: 'open' })).toMatchObject({
      kind: 'opened',
      reference: '17',
      title: 'Broken',
      priority: 'high',
    });
  });
  it('takes the desk’s pointers and words', () => {
    const mapping: DeskMapping = {
      fields: { reference: '/incident/no', title: '/incident/what~1why', status: '/incident/phase' },
      statuses: { Erledigt: 'resolved' },
    };
    expect(only('generic', { incident: { no: 'I-1', 'what/why': 'Druck', phase: 'erledigt' } }, {}, mapping)).toMatchObject({
      kind: 'resolved',
      reference: 'I-1',
      title: 'Druck',
    });
    expect(normalise('generic', { id: 1 }, {}, mapping)).toEqual({ unparseable: 'no reference at /incident/no' });
  });
  it('tells a private comment', () => {
    expect(only('generic', { id: 1, comment: { id: 2, body: 'inner', private: true } }).message?.visibility).toBe('private');
  });
});

describe('every preset', () => {
  it('answers anything without throwing, and only with text that can be stored', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...presetName.options),
        fc.jsonValue({ maxDepth: 4 }),
        fc.constantFrom('issues', 'issue_comment', ''),
        (preset, body, event) => {
          const result = normalise(preset, body, { 'x-github-event': event });
          expect(Object.keys(result)).toHaveLength(1);
        },
      ),
      { numRuns: 500 },
    );
    const dirty = { id: 'a\u0000b', title: 'half \ud800 pair', status: 'open' };
    expect(only('generic', dirty)).toMatchObject({ reference: 'ab', title: 'half \ufffd pair' });
  });
  it('maps labels to features without case', () => {
    expect(mapFeature({ features: { Billing: 'invoices' } }, ['x', 'billing'])).toBe('invoices');
    expect(mapFeature({}, ['constructor'])).toBeNull();
  });
});
