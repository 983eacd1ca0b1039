import { ticketAnswered, ticketEscalated, ticketOpened, ticketResolved, ticketRouted } from '@slipway/contracts';
import { type ConnectedDesk, SupportWorld } from '../testing/support-world';

describe('a ticket between two desks', () => {
  let world: SupportWorld;
  let client: ConnectedDesk;
  let vendor: ConnectedDesk;

  beforeAll(async () => {
    world = await SupportWorld.start('2026-03-03T08:00:00Z');
    client = await world.connect('first', 'client-servicedesk', { mapping: { features: { billing: 'invoices' } } });
    vendor = await world.connect('second', 'vendor-helpdesk');
  });
  afterAll(() => world.stop());
  beforeEach(() => {
    client.fake.heard.length = 0;
    vendor.fake.heard.length = 0;
  });
  const latest = async () => (await world.tickets())[0]!;
  const open = async (reference: string, title: string) => {
    const answer = await client.fake.say('ticket.opened', {
      ticket: { reference, title, description: 'The button is grey.', priority: 'P2', feature: 'Billing', reporter: 'Hanna' },
    });
    expect(answer.status).toBe(202);
    await world.settle();
    return latest();
  };

  it('goes first line, second line and back, with both references and without an echo', async () => {
    const opened = await open('NW-1042', 'Work order cannot be closed');
    expect(opened).toMatchObject({
      title: 'Work order cannot be closed',
      priority: 'high',
      feature: 'invoices',
      line: 'first',
      side: 'client',
      assigneeName: 'Fiona',
      reporter: { name: 'Hanna', side: 'client', deskId: client.desk.id },
      references: { client: 'NW-1042', vendor: null },
      trip: ['first'],
    });
    expect(client.fake.heard).toEqual([]);

    await world.act(world.firstLine, opened.id, 'messages', { text: 'We look into it.' });
    await world.act(world.firstLine, opened.id, 'escalations', { reason: 'needs the vendor' });
    await world.settle();
    expect(vendor.fake.types()).toEqual(['ticket.escalated']);
    expect(vendor.fake.heard[0]?.payload.data).toMatchObject({
      ticket: { title: 'Work order cannot be closed', description: 'The button is grey.', line: 'second', priority: 'high' },
      references: { yours: null, other: 'NW-1042' },
      thread: [{ text: 'We look into it.', author: 'Fiona', line: 'first' }],
      reason: 'needs the vendor',
    });
    expect(vendor.fake.isSigned(vendor.fake.heard[0]!, vendor.desk.outboundSecret!)).toBe(true);
    const vendorReference = `vendor-helpdesk-${opened.reference}`;
    expect((await latest()).references).toEqual({ client: 'NW-1042', vendor: vendorReference });

    // The vendor's desk tells of the ticket it opened and of the comments it was given: its own webhooks about our doing.
    await vendor.fake.say('ticket.opened', { ticket: { reference: vendorReference, title: 'Work order cannot be closed' } });
    await vendor.fake.say('ticket.commented', {
      ticket: { reference: vendorReference },
      message: { id: 'c1', text: '> We look into it.' },
    });
    await vendor.fake.say('ticket.commented', { ticket: { reference: vendorReference }, message: { id: 'c2', text: 'NEEDS THE VENDOR' } });
    await world.settle();
    expect(await world.tickets()).toHaveLength(1);
    expect((await latest()).messages).toHaveLength(1);

    client.fake.heard.length = 0;
    const answer = { ticket: { reference: vendorReference }, message: { id: 'c3', text: 'Fixed in 2.4.1, please try.', author: 'Sunil' } };
    await vendor.fake.say('ticket.commented', answer);
    await world.settle();
    expect(client.fake.types()).toEqual(['ticket.commented']);
    expect(client.fake.heard[0]?.payload.data).toMatchObject({
      references: { yours: 'NW-1042', other: vendorReference },
      message: { text: 'Fixed in 2.4.1, please try.', author: 'Sunil', line: 'second' },
    });
    // The client's desk echoes it: nothing moves any more.
    await client.fake.say('ticket.commented', {
      ticket: { reference: 'NW-1042' },
      message: { id: 'e1', text: 'Fixed in 2.4.1, please try.' },
    });
    await world.settle();
    expect(client.fake.heard).toHaveLength(1);
    expect(vendor.fake.heard).toHaveLength(1);

    await vendor.fake.say('ticket.resolved', { ticket: { reference: vendorReference } });
    await world.settle();
    await client.fake.say('ticket.resolved', { ticket: { reference: 'NW-1042' } });
    await world.settle();
    const resolved = await latest();
    expect(resolved).toMatchObject({ status: 'resolved', line: 'first', trip: ['first', 'second', 'first'], assigneeName: 'Fiona' });
    expect(client.fake.types()).toEqual(['ticket.commented', 'ticket.resolved']);
    expect(vendor.fake.types()).toEqual(['ticket.escalated']);
    expect(resolved.history.map((entry) => `${entry.side} ${entry.kind}`)).toEqual([
      'client opened',
      'system routed',
      'client commented',
      'client escalated',
      'vendor commented',
      'vendor resolved',
    ]);
    expect(resolved.clocks.every((clock) => clock.state === 'met' || clock.state === 'stopped')).toBe(true);

    const of = <D extends { ticketId: string }>(events: { data: D }[]) =>
      events.map((event) => event.data).filter((data) => data.ticketId === opened.id);
    expect(of(await world.t.events(ticketOpened))).toEqual([
      expect.objectContaining({ desk: 'client-servicedesk', externalRef: 'NW-1042', feature: 'invoices', line: 'first' }),
    ]);
    expect(of(await world.t.events(ticketRouted)).map((data) => [data.rule, data.assigneeId])).toEqual([
      ['client-first-line', world.firstLine.personId],
      ['escalated-to-second-line', world.secondLine.personId],
    ]);
    expect(of(await world.t.events(ticketEscalated))).toEqual([
      expect.objectContaining({ by: 'person', reason: 'needs the vendor', line: 'second' }),
    ]);
    expect(of(await world.t.events(ticketAnswered)).map((data) => data.answeredBy)).toEqual(['first', 'second']);
    expect(of(await world.t.events(ticketResolved))).toEqual([
      expect.objectContaining({ trip: ['first', 'second', 'first'], desks: ['client-servicedesk', 'vendor-helpdesk'], isTest: false }),
    ]);
  });

  it('keeps everything while the vendor’s desk is down, and hands it on in order when it is back', async () => {
    const ticket = await open('NW-2000', 'Printer on fire');
    await vendor.fake.down();
    await world.act(world.firstLine, ticket.id, 'escalations', { reason: 'smoke' });
    await world.act(world.firstLine, ticket.id, 'messages', { text: 'one' });
    await world.act(world.firstLine, ticket.id, 'messages', { text: 'two' });
    await world.settle();
    expect(vendor.fake.heard).toEqual([]);
    expect((await latest()).deliveries.filter((row) => row.deskKey === 'vendor-helpdesk').map((row) => [row.status, row.attempts])).toEqual(
      [
        ['pending', 1],
        ['pending', 0],
        ['pending', 0],
      ],
    );
    await vendor.fake.up();
    await world.settle();
    expect(vendor.fake.heard).toEqual([]);
    world.t.clock.advance({ seconds: 6 });
    await world.settle();
    expect(vendor.fake.types()).toEqual(['ticket.escalated', 'ticket.commented', 'ticket.commented']);
    expect(vendor.fake.texts()).toEqual(['one', 'two']);
  });

  it('takes a delivery once however often it comes, also at the same time', async () => {
    const body = { ticket: { reference: 'NW-3000', title: 'Sent often' } };
    const answers = await Promise.all(Array.from({ length: 8 }, () => client.fake.say('ticket.opened', body, { id: 'same' })));
    expect(answers.map((answer) => answer.status)).toEqual(Array(8).fill(202));
    expect(new Set(answers.map((answer) => answer.body.deliveryId)).size).toBe(1);
    expect(answers.filter((answer) => answer.body.repeated === false)).toHaveLength(1);
    await world.settle();
    expect((await world.tickets(world.firstLine, '&q=Sent%20often')).length).toBe(1);
  });

  it('makes one ticket of deliveries out of order', async () => {
    const at = (minutes: number) => world.t.clock.now().plus({ minutes }).toISO();
    const say = (type: string, timestamp: string | null, data: object) =>
      client.fake.say(type, {}, { body: JSON.stringify({ type, timestamp, data: { ticket: { reference: 'NW-4000' }, ...data } }) });
    await say('ticket.resolved', at(-1), {});
    await say('ticket.commented', at(-2), { message: { id: 'm1', text: 'Still broken' } });
    await say('ticket.opened', at(-3), { ticket: { reference: 'NW-4000', title: 'Came last', description: 'opened first' } });
    await world.settle();
    expect(await latest()).toMatchObject({
      title: 'Came last',
      description: 'opened first',
      status: 'resolved',
      messages: [{ text: 'Still broken' }],
    });
    await say('ticket.reopened', at(0), {});
    await world.settle();
    expect((await latest()).status).toBe('open');
    await say('ticket.resolved', at(-1), { ticket: { reference: 'NW-4000' } });
    await world.settle();
    expect((await latest()).status).toBe('open');
  });

  it('waits for the bond when the vendor’s desk speaks before its answer has named the ticket', async () => {
    const ticket = await open('NW-5000', 'Named late');
    vendor.fake.answer = () => ({ status: 202 });
    await world.act(world.firstLine, ticket.id, 'escalations', { reason: 'go' });
    await world.settle();
    await vendor.fake.say('ticket.commented', { ticket: { reference: 'V-77' }, message: { id: 'early', text: 'On it.' } });
    await world.settle();
    expect((await latest()).id).toBe(ticket.id);
    expect((await latest()).messages).toEqual([]);
    await vendor.fake.say('ticket.opened', { ticket: { reference: 'V-77', title: 'Named late' } });
    await world.settle();
    world.t.clock.advance({ seconds: 6 });
    await world.settle();
    expect(await latest()).toMatchObject({
      id: ticket.id,
      references: { client: 'NW-5000', vendor: 'V-77' },
      messages: [{ text: 'On it.' }],
    });
    vendor.fake.answer = (heard) => ({ status: 200, body: JSON.stringify({ reference: vendor.fake.referenceOf(heard.payload) }) });
  });

  it('lets no private note out, neither of a person nor of a desk', async () => {
    const ticket = await open('NW-6000', 'Confidential');
    await world.act(world.firstLine, ticket.id, 'escalations', { reason: 'go' });
    await world.settle();
    const reference = `vendor-helpdesk-${ticket.reference}`;
    await world.act(world.firstLine, ticket.id, 'messages', { text: 'SECRET of the client', visibility: 'private' });
    await world.act(world.secondLine, ticket.id, 'messages', { text: 'SECRET of the vendor', visibility: 'private' });
    await vendor.fake.say('ticket.commented', {
      ticket: { reference },
      message: { id: 'p1', text: 'SECRET of the vendor’s desk', private: true },
    });
    await world.settle();
    await world.act(world.secondLine, ticket.id, 'resolutions', { text: 'Done.' });
    await world.settle();
    const said = [...client.fake.heard, ...vendor.fake.heard].map((heard) => heard.body.toString()).join();
    expect(said).toContain('Done.');
    expect(said).not.toContain('SECRET');
    const textsOf = async (caller: typeof world.firstLine) =>
      (await world.ticket(ticket.id, caller)).messages.map((message) => message.text);
    expect(await textsOf(world.firstLine)).toEqual(['SECRET of the client', 'Done.']);
    expect(await textsOf(world.secondLine)).toEqual(['SECRET of the vendor', 'SECRET of the vendor’s desk', 'Done.']);
    const kinds = (await world.ticket(ticket.id, world.firstLine)).history.filter((entry) => entry.kind === 'noted');
    expect(kinds.map((entry) => entry.side)).toEqual(['client']);
    expect(
      await world.t
        .database('tickets')
        .inEngagement(world.engagementId, (tx) => tx.query(`SELECT text FROM tickets.ticket_messages WHERE visibility = 'private'`)),
    ).toEqual([]);
    expect(
      await world.t
        .database('tickets')
        .across('look', (tx) => tx.query(`SELECT text FROM tickets.ticket_messages WHERE visibility = 'private'`)),
    ).toEqual([]);
  });

  it('two desks that echo whatever they are told come to rest', async () => {
    const ticket = await open('NW-7000', 'Echo');
    await world.act(world.firstLine, ticket.id, 'escalations', { reason: 'go' });
    await world.settle();
    let echoes = 0;
    for (const { fake } of [client, vendor]) {
      fake.answer = async ({ payload }) => {
        const { message } = payload.data;
        const reference = fake === client.fake ? 'NW-7000' : `vendor-helpdesk-${ticket.reference}`;
        echoes += 1;
        await fake.say(payload.type, {
          ticket: { reference },
          ...(message ? { message: { id: `echo-${echoes}`, text: `  ${message.text.toUpperCase()}` } } : {}),
        });
        return { status: 200 };
      };
    }
    await client.fake.say('ticket.commented', { ticket: { reference: 'NW-7000' }, message: { id: 'a', text: 'Does it work?' } });
    await vendor.fake.say('ticket.commented', {
      ticket: { reference: `vendor-helpdesk-${ticket.reference}` },
      message: { id: 'b', text: 'It does.' },
    });
    await vendor.fake.say('ticket.resolved', { ticket: { reference: `vendor-helpdesk-${ticket.reference}` } });
    await world.settle();
    const after = await world.ticket(ticket.id);
    expect(after.messages.map((message) => message.text)).toEqual(['Does it work?', 'It does.']);
    expect(after.status).toBe('resolved');
    expect(echoes).toBe(3);
  });
});
