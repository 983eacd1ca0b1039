import { targetMissed, ticketEscalated } from '@slipway/contracts';
import { newId } from '@slipway/service-host';
import { defaultTargets } from '../clocks/targets';
import { type Answered, type Page, SupportWorld } from '../testing/support-world';
import type { TargetsView } from '../index';
import type { TicketSummary, TicketView } from './ticket-schemas';

describe('tickets over REST', () => {
  let world: SupportWorld;
  let foreign: SupportWorld;
  beforeAll(async () => {
    world = await SupportWorld.start('2026-03-03T08:00:00Z');
    foreign = await SupportWorld.within(world.t);
  });
  afterAll(() => world.stop());
  const root = '/api/tickets/v1';
  const create = (body: object, headers: Record<string, string> = {}, caller = world.firstLine) =>
    world.t.call<Answered<TicketView>>(caller, 'POST', `${root}/tickets`, { body, headers });
  const opened = async (body: object = {}, caller = world.firstLine): Promise<TicketView> =>
    (await create({ title: 'Help', ...body }, {}, caller)).body;

  it('opens on the side’s own line, numbers them, and repeats an Idempotency-Key', async () => {
    const first = await create({ title: 'First' }, { 'idempotency-key': 'k1' });
    expect([first.status, first.headers.get('etag')]).toEqual([201, '"1"']);
    expect(first.body).toMatchObject({ line: 'first', assigneeName: 'Fiona', status: 'open', reporter: { name: 'Fiona', side: 'client' } });
    const again = await create({ title: 'First' }, { 'idempotency-key': 'k1' });
    expect(again.body.id).toBe(first.body.id);
    const vendors = await opened({ title: 'Seen in the logs' }, world.secondLine);
    expect(vendors).toMatchObject({ line: 'second', assigneeName: 'Sunil', number: first.body.number + 1 });
  });

  it('lists with filters and pages, newest first', async () => {
    for (const priority of ['low', 'urgent', 'low']) await opened({ title: `Filter ${priority}`, priority, feature: 'reports' });
    const list = async (query: string) =>
      (await world.t.call<Answered<Page<TicketSummary>>>(world.observer, 'GET', `${root}/tickets?${query}`)).body;
    expect((await list('feature=reports&priority=low')).items).toHaveLength(2);
    expect((await list('q=filter%20URG')).items.map((item) => item.title)).toEqual(['Filter urgent']);
    const page = await list('feature=reports&limit=2');
    const next = await list(`feature=reports&limit=2&cursor=${page.nextCursor}`);
    expect([...page.items, ...next.items].map((item) => item.priority)).toEqual(['low', 'urgent', 'low']);
    expect(next.nextCursor).toBeNull();
    const any = page.items[0] as TicketSummary;
    expect((await list(`q=${any.reference}`)).items.map((item) => item.id)).toEqual([any.id]);
    expect((await list('assigneeId=none')).items).toEqual([]);
    expect(
      (await world.t.call<Answered<Page<TicketSummary>>>(world.firstLine, 'GET', `${root}/tickets?assigneeId=me&limit=1`)).body.items,
    ).toHaveLength(1);
  });

  it('keeps engagements apart', async () => {
    const ticket = await opened();
    for (const [method, path, body] of [
      ['GET', `/tickets/${ticket.id}`, undefined],
      ['PATCH', `/tickets/${ticket.id}`, { title: 'x' }],
      ['POST', `/tickets/${ticket.id}/messages`, { text: 'x' }],
      ['POST', `/tickets/${ticket.id}/escalations`, { reason: 'x' }],
      ['POST', `/tickets/${ticket.id}/resolutions`, {}],
      ['GET', `/test-tickets/${ticket.id}`, undefined],
    ] as const) {
      const answer = await world.t.call<Answered<TicketView>>(foreign.clientManager, method, root + path, {
        ...(body ? { body } : {}),
        headers: { 'if-match': '"1"' },
      });
      expect([path, answer.status]).toEqual([path, 404]);
    }
    expect((await world.t.call<Page<TicketSummary>>(foreign.clientManager, 'GET', `${root}/tickets`)).body.items).toEqual([]);
  });

  it('asks for permissions and revisions', async () => {
    const ticket = await opened();
    const at = (action: string, caller = world.observer, headers: Record<string, string> = { 'if-match': '"1"' }) =>
      world.t.call<Answered<TicketView>>(caller, 'POST', `${root}/tickets/${ticket.id}/${action}`, {
        body: action === 'assignments' ? { assigneeId: null } : { reason: 'x', text: 'x' },
        headers,
      });
    for (const action of ['messages', 'assignments', 'escalations', 'hand-backs', 'resolutions', 'reopenings'])
      expect([action, (await at(action)).status]).toEqual([action, 403]);
    expect((await at('hand-backs', world.firstLine)).body.code).toBe('other-sides-line');
    expect((await at('hand-backs', world.secondLine)).body.code).toBe('not-second-line');
    expect((await at('escalations', world.firstLine, {})).status).toBe(428);
    expect((await at('escalations', world.firstLine, { 'if-match': '"7"' })).status).toBe(412);
    expect((await world.t.call<Answered<TicketView>>(null, 'GET', `${root}/tickets`)).status).toBe(401);
    expect((await world.t.call<Answered<TicketView>>(world.observer, 'POST', `${root}/test-tickets`, { body: {} })).status).toBe(403);
  });

  it('says which field is wrong', async () => {
    for (const [body, field] of [
      [{}, 'title'],
      [{ title: ' ' }, 'title'],
      [{ title: 'x'.repeat(301) }, 'title'],
      [{ title: 'x', priority: 'huge' }, 'priority'],
      [{ title: 'x', releaseId: 'nope' }, 'releaseId'],
      [{ title: 'x', description: 1 }, 'description'],
    ] as const) {
      const answer = await create(body);
      expect([answer.status, answer.body.field]).toEqual([400, field]);
    }
    expect(
      (
        await world.t.call<Answered<TicketView>>(world.firstLine, 'POST', `${root}/tickets`, {
          raw: '{"title":"a\\u0000b"}',
          headers: { 'content-type': 'application/json' },
        })
      ).status,
    ).toBe(400);
    expect((await world.t.call<Answered<Page<TicketSummary>>>(world.firstLine, 'GET', `${root}/tickets?cursor=zzz`)).body.field).toBe(
      'cursor',
    );
    expect((await world.t.call<Answered<Page<TicketSummary>>>(world.firstLine, 'GET', `${root}/tickets?q=%00`)).status).toBe(400);
    expect((await world.t.call<Answered<TicketView>>(world.firstLine, 'GET', `${root}/tickets/nope`)).status).toBe(400);
    expect((await world.t.call<Answered<TicketView>>(world.firstLine, 'GET', `${root}/tickets/${newId()}`)).status).toBe(404);
  });

  it('assigns within the line only', async () => {
    const ticket = await opened();
    const other = await world.t.call<Answered<TicketView>>(world.firstLine, 'POST', `${root}/tickets/${ticket.id}/assignments`, {
      body: { assigneeId: world.secondLine.personId },
      headers: { 'if-match': '"1"' },
    });
    expect([other.status, other.body.field]).toEqual([422, 'assigneeId']);
    expect(await world.act(world.firstLine, ticket.id, 'assignments', { assigneeId: world.clientManager.personId })).toMatchObject({
      assigneeName: 'Carla',
    });
    expect(await world.act(world.firstLine, ticket.id, 'assignments', { assigneeId: null })).toMatchObject({
      assigneeName: null,
      unrouted: 'nobody is assigned',
    });
  });

  it('goes through its life: escalate, wait, answer, hand back, resolve, reopen, close', async () => {
    const { id } = await opened({ priority: 'high' });
    const patch = async (caller: typeof world.firstLine, body: object) => {
      const { revision } = await world.ticket(id, caller);
      return (
        await world.t.call<Answered<TicketView>>(caller, 'PATCH', `${root}/tickets/${id}`, {
          body,
          headers: { 'if-match': `"${revision}"` },
        })
      ).body;
    };
    const clocks = (ticket: TicketView) =>
      ticket.clocks.map((clock) => `${clock.line} ${clock.kind} ${clock.state}`).filter((text) => /running|paused/.test(text));
    expect(clocks(await world.act(world.firstLine, id, 'escalations', { reason: 'go' })).sort()).toEqual([
      'first resolution paused',
      'second resolution running',
      'second response running',
      'second update running',
    ]);
    const waiting = await patch(world.secondLine, { status: 'waiting' });
    expect([waiting.waitingOn, ...clocks(waiting)].sort()).toEqual([
      'client',
      'first resolution paused',
      'second resolution paused',
      'second response paused',
      'second update paused',
    ]);
    const resumed = await world.act(world.firstLine, id, 'messages', { text: 'Here is the log.' });
    expect([resumed.status, resumed.waitingOn]).toEqual(['in-progress', null]);
    const back = await world.act(world.secondLine, id, 'hand-backs', { text: 'Use the new button.' });
    expect(back).toMatchObject({ line: 'first', assigneeName: 'Fiona', trip: ['first', 'second', 'first'] });
    expect(clocks(back)).toEqual(['first resolution running', 'first update running']);
    expect((await patch(world.firstLine, { status: 'closed' })).code).toBe('not-resolved');
    expect(await world.act(world.firstLine, id, 'resolutions')).toMatchObject({ status: 'resolved', nextDueAt: null });
    expect(await world.act(world.firstLine, id, 'reopenings', { reason: 'it came back' })).toMatchObject({ status: 'open', line: 'first' });
    await world.act(world.firstLine, id, 'resolutions');
    expect((await patch(world.firstLine, { status: 'closed' })).status).toBe('closed');
  });

  describe('clocks', () => {
    it('run in the client’s business time and escalate by themselves', async () => {
      world.t.clock.set('2026-03-06T15:30:00Z');
      const { id, clocks } = await opened({ priority: 'high', title: 'Friday evening' });
      expect(clocks.find((clock) => clock.kind === 'response')?.dueAt).toBe('2026-03-09T08:30:00.000Z');
      world.t.clock.set('2026-03-09T08:29:59Z');
      await world.t.dueWork('clocks');
      expect((await world.ticket(id)).line).toBe('first');
      world.t.clock.set('2026-03-09T08:30:00Z');
      await world.t.dueWork('clocks');
      const escalated = await world.ticket(id);
      expect(escalated).toMatchObject({ line: 'second', trip: ['first', 'second'], assigneeName: 'Sunil' });
      expect(escalated.clocks.find((clock) => clock.line === 'first' && clock.kind === 'response')).toMatchObject({
        state: 'missed',
        missedAt: '2026-03-09T08:30:00.000Z',
      });
      const reason = 'first response not given within 60 business minutes by the first line';
      const own = <Fact extends { ticketId: string }>(events: { data: Fact }[]) =>
        events.map((event) => event.data).filter((data) => data.ticketId === id);
      expect(own(await world.t.events(targetMissed))).toEqual([
        expect.objectContaining({ clock: 'response', dueAt: '2026-03-09T08:30:00.000Z' }),
      ]);
      expect(own(await world.t.events(ticketEscalated))).toEqual([expect.objectContaining({ by: 'clock', reason })]);
      await world.t.dueWork('clocks');
      expect(own(await world.t.events(targetMissed))).toHaveLength(1);
    });

    it('take agreed targets, with fractions of minutes, around the clock', async () => {
      const before = await world.t.call<Answered<TargetsView>>(world.observer, 'GET', `${root}/targets`);
      expect(before.body).toEqual({ ...defaultTargets, revision: 0 });
      const low = {
        calendar: 'around-the-clock',
        first: { responseMinutes: 0.05, updateMinutes: null, resolutionMinutes: null },
        second: { responseMinutes: null, updateMinutes: null, resolutionMinutes: null },
      };
      const put = (body: object, etag = '"0"') =>
        world.t.call<Answered<TargetsView>>(world.vendorManager, 'PUT', `${root}/targets`, { body, headers: { 'if-match': etag } });
      const wanted = { ...defaultTargets, priorities: { ...defaultTargets.priorities, low } };
      expect(
        (await put({ ...wanted, calendars: { ...wanted.calendars, client: { ...wanted.calendars.client, zone: 'Mars/Olympus' } } })).body
          .field,
      ).toContain('calendars.client');
      expect((await put({ ...wanted, escalateOn: ['never'] })).status).toBe(400);
      expect((await put(wanted)).body.revision).toBe(1);
      expect((await put(wanted)).status).toBe(412);
      world.t.clock.set('2026-03-08T03:00:00Z');
      const { id } = await opened({ priority: 'low' });
      world.t.clock.set('2026-03-08T03:00:03Z');
      await world.t.dueWork('clocks');
      expect((await world.ticket(id)).line).toBe('second');
    });
  });
});
