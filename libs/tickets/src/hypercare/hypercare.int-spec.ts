import { releaseClosed, releaseWentLive, surgeDetected, ticketResolved } from '@slipway/contracts';
import { newId } from '@slipway/service-host';
import type { Desk } from '../desks/desk-schemas';
import type { TestTicketView } from '../index';
import { type Answered, type Page, SupportWorld } from '../testing/support-world';
import type { TicketView } from '../tickets/ticket-schemas';
import type { HypercareView } from './hypercare-schemas';

const root = '/api/tickets/v1';

describe('hypercare', () => {
  let world: SupportWorld;
  beforeAll(async () => {
    world = await SupportWorld.start('2026-03-03T08:00:00Z');
  });
  afterAll(() => world.stop());
  const goLive = async (features = ['work-orders']) => {
    const releaseId = newId();
    await world.t.publish(releaseWentLive, {
      engagementId: world.engagementId,
      releaseId,
      name: '2.4',
      environment: 'prod',
      features,
      liveAt: world.t.clock.now().toISO() as string,
    });
    return releaseId;
  };
  const read = async (releaseId: string) =>
    (await world.t.call<Answered<HypercareView>>(world.observer, 'GET', `${root}/hypercare/${releaseId}`)).body;
  const open = (body: object) =>
    world.t.call<Answered<TicketView>>(world.firstLine, 'POST', `${root}/tickets`, { body: { title: 'Broken', ...body } });
  const change = async (releaseId: string, body: object) => {
    const { revision } = await read(releaseId);
    return world.t.call<Answered<HypercareView>>(world.vendorManager, 'PATCH', `${root}/hypercare/${releaseId}`, {
      body,
      headers: { 'if-match': `"${revision}"` },
    });
  };

  it('starts with the release, takes its tickets by feature and tells a surge once', async () => {
    const releaseId = await goLive();
    expect(await read(releaseId)).toMatchObject({
      status: 'active',
      until: '2026-03-17T08:00:00.000Z',
      limitPerHour: 5,
      totalTickets: 0,
      exit: { met: false },
    });
    expect((await change(releaseId, { limitPerHour: 2 })).body.limitPerHour).toBe(2);
    expect((await change(releaseId, { limitPerHour: 0 })).body.field).toBe('limitPerHour');
    const first = await open({ feature: 'work-orders', priority: 'urgent' });
    expect(first.body.releaseId).toBe(releaseId);
    expect((await open({ feature: 'invoices' })).body.releaseId).toBeNull();
    await open({ feature: 'work-orders' });
    const surges = async () =>
      (await world.t.events(surgeDetected)).map((event) => event.data).filter((data) => data.releaseId === releaseId);
    expect(await surges()).toEqual([]);
    await open({ releaseId });
    await open({ releaseId });
    expect(await surges()).toEqual([
      expect.objectContaining({ tickets: 3, urgent: 1, limit: 2, windowMinutes: 60, reason: '3 tickets in 60 minutes, the limit is 2' }),
    ]);
    expect(await read(releaseId)).toMatchObject({
      ticketsLastHour: 4,
      urgentLastHour: 1,
      openTickets: 4,
      surges: [{ tickets: 3, limit: 2 }],
    });
    world.t.clock.advance({ minutes: 61 });
    expect(await read(releaseId)).toMatchObject({ ticketsLastHour: 0, totalTickets: 4 });
    await world.t.publish(releaseClosed, {
      engagementId: world.engagementId,
      releaseId,
      outcome: 'done' as const,
      closedAt: world.t.clock.now().toISO() as string,
    });
    expect(await read(releaseId)).toMatchObject({ status: 'ended', endReason: 'the release ended: done' });
    expect((await open({ feature: 'work-orders' })).body.releaseId).toBeNull();
  });

  it('ends by its exit rule: by itself when time is over, by a person only when nothing speaks against it', async () => {
    const releaseId = await goLive(['reports']);
    const ticket = await open({ releaseId, priority: 'urgent' });
    const exit = async () => {
      const { revision } = await read(releaseId);
      return world.t.call<Answered<HypercareView>>(world.clientManager, 'POST', `${root}/hypercare/${releaseId}/exits`, {
        body: { reason: 'calm' },
        headers: { 'if-match': `"${revision}"` },
      });
    };
    const early = await exit();
    expect([early.status, early.body.code, early.body.blockers.length]).toEqual([409, 'exit-rule-unmet', 2]);
    world.t.clock.advance({ days: 15 });
    await world.t.dueWork('hypercare-exit');
    expect(await read(releaseId)).toMatchObject({ status: 'active', exit: { met: false, blockers: ['1 urgent ticket is open'] } });
    await world.act(world.firstLine, ticket.body.id, 'resolutions');
    world.t.clock.advance({ hours: 6 });
    await world.t.dueWork('hypercare-exit');
    expect(await read(releaseId)).toMatchObject({ status: 'ended', endReason: 'its exit rule was met' });
    expect((await exit()).body.code).toBe('hypercare-ended');
  });

  it('is unknown for a release that never went live', async () => {
    expect((await world.t.call<Answered<HypercareView>>(world.observer, 'GET', `${root}/hypercare/${newId()}`)).status).toBe(404);
  });
});

describe('a test ticket', () => {
  let world: SupportWorld;
  beforeAll(async () => {
    world = await SupportWorld.start('2026-03-03T08:00:00Z');
  });
  afterAll(() => world.stop());
  const start = () => world.t.call<Answered<TestTicketView>>(world.vendorManager, 'POST', `${root}/test-tickets`, { body: {} });
  const states = async (id: string) => {
    const { body } = await world.t.call<Answered<TestTicketView>>(world.observer, 'GET', `${root}/test-tickets/${id}`);
    return [body.steps.map((step) => step.state).join(' '), body.trip.join(' '), body.complete];
  };

  it('needs a desk on both lines', async () => {
    expect((await start()).body.code).toBe('desk-missing');
    await world.connect('first', 'client-servicedesk');
    expect((await start()).body).toMatchObject({ code: 'desk-missing', detail: 'The second line has no active desk.' });
  });

  it('goes through both desks and back, and proves it by an event', async () => {
    const vendor = await world.connect('second', 'vendor-helpdesk');
    const client = (await world.t.call<Page<Desk>>(world.clientManager, 'GET', `${root}/desks`)).body.items.find(
      (desk) => desk.line === 'first',
    ) as Desk;
    const { status, body } = await start();
    expect([status, body.complete, body.trip]).toEqual([201, false, ['first']]);
    expect(await states(body.id)).toEqual(['waiting waiting waiting waiting', 'first', false]);
    await world.settle();
    expect(await states(body.id)).toEqual(['done done waiting waiting', 'first second', false]);
    expect(vendor.fake.heard[0]?.payload.data.ticket).toMatchObject({ isTest: true });
    const reference = vendor.fake.referenceOf(vendor.fake.heard[0]!.payload);
    await vendor.fake.say('ticket.commented', { ticket: { reference }, message: { id: 'a', text: 'We see it.' } });
    await world.settle();
    expect(await states(body.id)).toEqual(['done done done done', 'first second first', true]);
    const told = (await world.t.events(ticketResolved)).map((event) => event.data).filter((data) => data.ticketId === body.id);
    expect(told).toEqual([
      expect.objectContaining({ isTest: true, trip: ['first', 'second', 'first'], desks: [client.key, 'vendor-helpdesk'] }),
    ]);
    const ticket = await world.ticket(body.id);
    expect(ticket.clocks).toEqual([]);
    expect(ticket.references.client).toContain('client-servicedesk');
  });

  it('stops where a desk is away, and goes on when it is back', async () => {
    const { body } = await start();
    const vendor = (await world.t.call<Page<Desk>>(world.vendorManager, 'GET', `${root}/desks`)).body.items.find(
      (desk) => desk.line === 'second',
    ) as Desk;
    await world.t.call<Desk>(world.vendorManager, 'PATCH', `${root}/desks/${vendor.id}`, {
      body: { status: 'paused' },
      headers: { 'if-match': `"${vendor.revision}"` },
    });
    await world.settle();
    expect(await states(body.id)).toEqual(['done waiting waiting waiting', 'first second', false]);
    const paused = (await world.t.call<Desk>(world.vendorManager, 'GET', `${root}/desks/${vendor.id}`)).body;
    await world.t.call<Desk>(world.vendorManager, 'PATCH', `${root}/desks/${vendor.id}`, {
      body: { status: 'active' },
      headers: { 'if-match': `"${paused.revision}"` },
    });
    await world.settle();
    expect(await states(body.id)).toEqual(['done done waiting waiting', 'first second', false]);
  });

  it('is worked by people where a desk has no address', async () => {
    const other = await SupportWorld.within(world.t);
    await other.connect('first', 'c', { outbound: false });
    await other.connect('second', 'v', { outbound: false });
    const { body } = await world.t.call<Answered<TestTicketView>>(other.firstLine, 'POST', `${root}/test-tickets`, { body: {} });
    await world.settle();
    await other.act(other.secondLine, body.id, 'messages', { text: 'Here we are.' });
    await world.settle();
    expect((await world.t.call<Answered<TestTicketView>>(other.firstLine, 'GET', `${root}/test-tickets/${body.id}`)).body).toMatchObject({
      complete: true,
      trip: ['first', 'second', 'first'],
    });
  });
});
