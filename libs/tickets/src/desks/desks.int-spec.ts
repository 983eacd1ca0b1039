import { createHmac } from 'node:crypto';
import alertmanagerFiring from '../presets/fixtures/alertmanager-firing.json';
import githubOpened from '../presets/fixtures/github-issues-opened.json';
import jiraCreated from '../presets/fixtures/jira-issue-created.json';
import pagerdutyEscalated from '../presets/fixtures/pagerduty-incident-escalated.json';
import zendeskTrigger from '../presets/fixtures/zendesk-trigger-ticket.json';
import type { PresetName } from '../presets/presets';
import type { ConnectionTestView, InboundDeliveryView, OutboundDeliveryView } from '../index';
import { type Answered, type ConnectedDesk, type Page, SupportWorld } from '../testing/support-world';
import type { Desk } from './desk-schemas';

const hmac = (secret: string, text: string, encoding: 'hex' | 'base64' = 'hex') =>
  createHmac('sha256', secret).update(text).digest(encoding);

describe('desks', () => {
  let world: SupportWorld;
  let client: ConnectedDesk;
  let vendor: ConnectedDesk;

  beforeAll(async () => {
    world = await SupportWorld.start('2026-03-03T08:00:00Z');
    client = await world.connect('first', 'client-servicedesk');
    vendor = await world.connect('second', 'vendor-helpdesk');
  });
  afterAll(() => world.stop());
  beforeEach(async () => {
    vendor.fake.heard.length = 0;
    vendor.fake.answer = () => ({ status: 200 });
  });
  const path = (desk: ConnectedDesk, rest = '') => `/api/tickets/v1/desks/${desk.desk.id}${rest}`;
  const read = async (desk: ConnectedDesk, caller = world.vendorManager) =>
    (await world.t.call<Answered<Desk>>(caller, 'GET', path(desk))).body;
  const patch = async (desk: ConnectedDesk, body: object) => {
    const { revision } = await read(desk);
    return world.t.call<Answered<Desk>>(world.vendorManager, 'PATCH', path(desk), { body, headers: { 'if-match': `"${revision}"` } });
  };
  const escalated = async () => {
    const created = await world.t.call<{ id: string }>(world.firstLine, 'POST', '/api/tickets/v1/tickets', { body: { title: 'Help' } });
    await world.act(world.firstLine, created.body.id, 'escalations', { reason: 'go' });
    return created.body.id;
  };
  const outbound = async (ticketId: string) =>
    (
      await world.t.call<Page<OutboundDeliveryView>>(
        world.vendorManager,
        'GET',
        `/api/tickets/v1/outbound-deliveries?ticketId=${ticketId}&deskId=${vendor.desk.id}`,
      )
    ).body.items;

  it('shows secrets once, keeps them sealed, and writes them into no log or audit', async () => {
    const secrets = [client.desk.inboundSecret, client.desk.outboundSecret] as string[];
    expect(secrets.every((secret) => secret.startsWith('whsec_'))).toBe(true);
    const answers = JSON.stringify([
      await read(client, world.clientManager),
      (await world.t.call(world.clientManager, 'GET', '/api/tickets/v1/desks')).body,
      (await world.t.call(world.clientManager, 'GET', '/api/tickets/v1/audit')).body,
    ]);
    const rows = JSON.stringify(
      await world.t
        .database('tickets')
        .across('look', async (tx) => [
          await tx.query(`SELECT encode(sealed, 'escape') AS sealed FROM tickets.desk_secrets`),
          await tx.query('SELECT * FROM tickets.audit_entries'),
          await tx.query('SELECT * FROM tickets.idempotency_keys'),
        ]),
    );
    for (const secret of secrets) {
      expect(answers).not.toContain(secret);
      expect(rows).not.toContain(secret.slice(6));
    }
  });

  it('belongs to its side: the other side sees neither address nor secrets, and changes nothing', async () => {
    expect(await read(client, world.vendorManager)).toMatchObject({
      key: 'client-servicedesk',
      hookPath: null,
      hookUrl: null,
      outboundUrl: null,
      secrets: [],
    });
    const foreign = await world.t.call<Answered<Desk>>(world.vendorManager, 'POST', path(client, '/inbound-secrets'), { body: {} });
    expect([foreign.status, foreign.body.code]).toEqual([403, 'other-sides-desk']);
    const create = await world.t.call<Answered<Desk>>(world.vendorManager, 'POST', '/api/tickets/v1/desks', {
      body: { line: 'first', key: 'x', name: 'X', preset: 'github' },
    });
    expect(create.status).toBe(403);
  });

  it('refuses addresses that lead inside', async () => {
    for (const outboundUrl of [
      'http://169.254.169.254/latest',
      'http://10.0.0.1/',
      'ftp://desk.example/',
      'http://user:pw@desk.example/',
      'http://[::ffff:7f00:1]/',
    ]) {
      const answer = await world.t.call<Answered<Desk>>(world.vendorManager, 'POST', '/api/tickets/v1/desks', {
        body: { line: 'second', key: 'inner', name: 'X', preset: 'github', outboundUrl },
      });
      expect([outboundUrl, answer.status, answer.body.field]).toEqual([outboundUrl, 400, 'outboundUrl']);
    }
  });

  it('rotates the inbound secret: the old one is good until its overlap ends, at once for 0 hours', async () => {
    const desk = await world.connect('second', 'rotating', { outbound: false });
    const old = desk.fake.secret;
    const say = (secret: string) => desk.fake.say('ping', {}, { secret }).then((answer) => answer.status);
    const rotate = async (overlapHours: number) => {
      const answer = await world.t.call<{ secret: string }>(world.vendorManager, 'POST', path(desk, '/inbound-secrets'), {
        body: { overlapHours },
      });
      expect(answer.status).toBe(201);
      return answer.body.secret;
    };
    const second = await rotate(24);
    expect([await say(old), await say(second)]).toEqual([202, 202]);
    world.t.clock.advance({ hours: 24 });
    expect([await say(old), await say(second)]).toEqual([401, 202]);
    const third = await rotate(0);
    expect([await say(second), await say(third)]).toEqual([401, 202]);
    world.t.clock.set('2026-03-03T08:00:00Z');
  });

  it('signs with both secrets while the outbound one is rotated', async () => {
    const rotated = await world.t.call<{ secret: string }>(world.vendorManager, 'POST', path(vendor, '/outbound-secrets'), { body: {} });
    await escalated();
    await world.settle();
    const heard = vendor.fake.heard[0]!;
    expect([vendor.fake.isSigned(heard, vendor.desk.outboundSecret!), vendor.fake.isSigned(heard, rotated.body.secret)]).toEqual([
      true,
      true,
    ]);
  });

  it('tests the connection', async () => {
    const test = () => world.t.call<ConnectionTestView>(world.vendorManager, 'POST', path(vendor, '/connection-tests'));
    expect((await test()).body).toMatchObject({ ok: true, status: 200, cause: null });
    expect(vendor.fake.types()).toEqual(['ping']);
    vendor.fake.answer = () => ({ status: 500 });
    expect((await test()).body).toMatchObject({ ok: false, status: 500, cause: 'answered 500' });
  });

  it('follows no redirect, tries ten times over 75 h 35 min, then fails, and is sent again on demand with the same id', async () => {
    vendor.fake.answer = () => ({ status: 302, headers: { location: vendor.fake.url } });
    const ticketId = await escalated();
    const startMs = world.t.clock.now().toMillis();
    const dueAfterMinutes: number[] = [];
    for (let attempt = 1; attempt <= 10; attempt += 1) {
      await world.t.dueWork('deliver-outbound');
      const [delivery] = await outbound(ticketId);
      expect(delivery).toMatchObject({ attempts: attempt, lastStatus: 302, status: attempt < 10 ? 'pending' : 'failed' });
      if (delivery!.dueAt !== null) {
        dueAfterMinutes.push((Date.parse(delivery!.dueAt) - startMs) / 60_000);
        await world.t.dueWork('deliver-outbound');
        expect((await outbound(ticketId))[0]!.attempts).toBe(attempt);
        world.t.clock.set(delivery!.dueAt);
      }
    }
    const total = dueAfterMinutes.at(-1)!;
    expect(total).toBeGreaterThanOrEqual(75 * 60 + 35);
    expect(total).toBeLessThanOrEqual((75 * 60 + 36) * 1.1);
    vendor.fake.answer = () => ({ status: 200 });
    const [failed] = await outbound(ticketId);
    const firstId = vendor.fake.heard[0]!.id;
    expect((await world.t.call(world.vendorManager, 'POST', `/api/tickets/v1/outbound-deliveries/${failed!.id}/resends`)).status).toBe(202);
    await world.settle();
    expect((await outbound(ticketId))[0]).toMatchObject({ status: 'delivered', attempts: 1 });
    expect(new Set(vendor.fake.heard.map((heard) => heard.id))).toEqual(new Set([firstId]));
    world.t.clock.set('2026-03-03T08:00:00Z');
  });

  it('a desk that answers 410 is disabled and keeps its rows until it is activated again', async () => {
    vendor.fake.answer = () => ({ status: 410 });
    const ticketId = await escalated();
    await world.settle();
    expect(await read(vendor)).toMatchObject({ status: 'disabled', disabledReason: expect.stringContaining('410'), pendingDeliveries: 1 });
    vendor.fake.answer = () => ({ status: 200 });
    await world.settle();
    expect(vendor.fake.heard).toHaveLength(1);
    expect((await patch(vendor, { status: 'active' })).body).toMatchObject({ status: 'active', disabledReason: null });
    await world.settle();
    expect((await outbound(ticketId))[0]).toMatchObject({ status: 'delivered' });
  });

  it('a paused desk keeps its rows', async () => {
    await patch(vendor, { status: 'paused' });
    const ticketId = await escalated();
    await world.settle();
    expect(vendor.fake.heard).toEqual([]);
    expect((await outbound(ticketId))[0]).toMatchObject({ status: 'pending', attempts: 0 });
    await patch(vendor, { status: 'active' });
    await world.settle();
    expect(vendor.fake.types()).toEqual(['ticket.escalated']);
  });

  it('is removed only while no ticket is bonded to it', async () => {
    const { revision } = await read(vendor);
    const used = await world.t.call<Answered<Desk>>(world.vendorManager, 'DELETE', path(vendor), {
      headers: { 'if-match': `"${revision}"` },
    });
    expect([used.status, used.body.code]).toEqual([409, 'desk-in-use']);
    const unused = await world.connect('second', 'unused', { outbound: false });
    expect((await world.t.call(world.vendorManager, 'DELETE', path(unused), { headers: { 'if-match': '"1"' } })).status).toBe(204);
    expect((await unused.fake.say('ping', {})).status).toBe(404);
  });

  describe('senders', () => {
    const post = async (desk: ConnectedDesk, body: string, headers: Record<string, string>) => {
      const response = await fetch(desk.fake.hookUrl, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', ...headers },
      });
      return { status: response.status, body: (await response.json()) as Answered<{ deliveryId: string; repeated: boolean }> };
    };
    const signed: Record<PresetName, (secret: string, body: string) => Record<string, string>> = {
      github: (secret, body) => ({
        'x-github-event': 'issues',
        'x-github-delivery': 'd-1',
        'x-hub-signature-256': `sha256=${hmac(secret, body)}`,
      }),
      jira: (secret, body) => ({ 'x-hub-signature': `sha256=${hmac(secret, body)}` }),
      pagerduty: (secret, body) => ({ 'x-pagerduty-signature': `v1=${hmac('old', body)},v1=${hmac(secret, body)}` }),
      zendesk: (secret, body) => {
        const at = world.t.clock.now().toISO() as string;
        return { 'x-zendesk-webhook-signature': hmac(secret, at + body, 'base64'), 'x-zendesk-webhook-signature-timestamp': at };
      },
      alertmanager: (secret) => ({ authorization: `Bearer ${secret}` }),
      generic: (secret) => ({ authorization: `Bearer ${secret}` }),
      'standard-webhooks': () => ({}),
    };
    const samples: [PresetName, object, object][] = [
      [
        'github',
        githubOpened,
        { title: 'Spelling error in the README file', references: { client: null, vendor: 'Codertocat/Hello-World#1' } },
      ],
      ['jira', jiraCreated, { title: 'Unit test summary', priority: 'high', references: { client: null, vendor: 'TES-41' } }],
      ['pagerduty', pagerdutyEscalated, { title: 'Critical: Checkout API High Latency', priority: 'urgent' }],
      ['zendesk', zendeskTrigger, { title: 'Hello world', references: { client: null, vendor: '7' } }],
      ['generic', { id: 'G-1', title: 'Generic one' }, { title: 'Generic one' }],
    ];

    it.each(samples)(
      '%s: a real payload with its own signature becomes a ticket; a wrong one is refused',
      async (preset, sample, expected) => {
        const desk = await world.connect('second', `sender-${preset}`, { preset, outbound: false });
        const body = JSON.stringify(sample);
        const refused = await post(desk, body, signed[preset]('another secret than the desk has', body));
        expect([refused.status, refused.body.code]).toEqual([401, 'signature-refused']);
        expect(refused.body.detail).not.toContain(desk.fake.secret);
        const changed = preset === 'generic' ? null : await post(desk, `${body} `, signed[preset](desk.fake.secret, body));
        expect(changed?.status ?? 401).toBe(401);
        expect((await post(desk, body, signed[preset](desk.fake.secret, body))).status).toBe(202);
        expect((await post(desk, body, signed[preset](desk.fake.secret, body))).body.repeated).toBe(true);
        await world.settle();
        expect((await world.tickets(world.secondLine))[0]).toMatchObject({ ...expected, line: 'second' });
      },
    );

    it('alertmanager: every alert a ticket, resolved when it is over, back when it fires again', async () => {
      const desk = await world.connect('second', 'alerts', { preset: 'alertmanager', outbound: false });
      const [first, second] = alertmanagerFiring.alerts;
      const send = async (alerts: object[]) => {
        expect(
          (await post(desk, JSON.stringify({ ...alertmanagerFiring, alerts }), signed.alertmanager(desk.fake.secret, ''))).status,
        ).toBe(202);
        await world.settle();
        return (await world.tickets(world.secondLine, '&q=High%20CPU')).map((ticket) => [ticket.references.vendor, ticket.status]);
      };
      expect(await send([first!, second!])).toEqual([
        ['c2ea85182f28cbd9', 'open'],
        ['a1bc48475b20e73d', 'open'],
      ]);
      expect(await send([{ ...first!, status: 'resolved', endsAt: '2020-02-06T01:00:00Z' }, second!])).toEqual([
        ['c2ea85182f28cbd9', 'open'],
        ['a1bc48475b20e73d', 'resolved'],
      ]);
      expect(await send([{ ...first!, startsAt: '2020-02-06T02:00:00Z' }])).toEqual([
        ['c2ea85182f28cbd9', 'open'],
        ['a1bc48475b20e73d', 'open'],
      ]);
    });

    it('what cannot be read is kept with its cause, listed for its own side only, and can be processed again', async () => {
      const desk = await world.connect('second', 'unreadable', { outbound: false });
      const sent = await desk.fake.say('ticket.opened', { ticket: { title: 'no reference' } });
      await world.settle();
      const id = String(sent.body.deliveryId);
      const list = (caller = world.vendorManager) =>
        world.t.call<Page<InboundDeliveryView>>(caller, 'GET', `/api/tickets/v1/inbound-deliveries?deskId=${desk.desk.id}&status=failed`);
      expect((await list()).body.items).toEqual([expect.objectContaining({ id, status: 'failed', cause: 'no data.ticket.reference' })]);
      expect((await list(world.clientManager)).body.items).toEqual([]);
      expect((await world.t.call(world.clientManager, 'GET', `/api/tickets/v1/inbound-deliveries/${id}`)).status).toBe(404);
      const detail = await world.t.call<InboundDeliveryView & { body: string; headers: object }>(
        world.vendorManager,
        'GET',
        `/api/tickets/v1/inbound-deliveries/${id}`,
      );
      expect(detail.body.body).toContain('no reference');
      expect(Object.keys(detail.body.headers)).not.toContain('webhook-signature');
      expect(
        (await world.t.call<InboundDeliveryView>(world.vendorManager, 'POST', `/api/tickets/v1/inbound-deliveries/${id}/retries`)).body
          .status,
      ).toBe('received');
      expect((await world.t.call(world.vendorManager, 'POST', `/api/tickets/v1/inbound-deliveries/${id}/retries`)).status).toBe(409);
      await world.settle();
      expect((await list()).body.items).toHaveLength(1);
    });

    it('unknown desks, no body, broken JSON and too much of it are 4xx', async () => {
      expect((await world.t.call(null, 'POST', '/api/tickets/v1/hooks/AAAAAAAAAAAAAAAAAAAAAAAAAAA', { body: {} })).status).toBe(404);
      expect((await world.t.call(null, 'POST', '/api/tickets/v1/hooks/x', { body: {} })).status).toBe(400);
      expect((await client.fake.say('', {}, { body: '' })).status).toBe(202);
      expect((await client.fake.say('', {}, { body: '{"a":' })).status).toBe(400);
      expect((await client.fake.say('', {}, { body: JSON.stringify({ a: 'x'.repeat(1_100_000) }) })).status).toBe(413);
    });
  });
});
