import { startTestServices, type TestServices } from '@slipway/access/testing';
import { releaseClosed, windowBooked, windowWithdrawn } from '@slipway/contracts';
import { newId } from '@slipway/service-host';
import { schedulerService } from '../index';
import { createRelease, ok, plannedEngagement, type PlannedEngagement, shapedLoad } from '../testing/planned-engagement';
import type { WindowAnswer } from '../windows/window-schema';
import type { BookingView } from './booking-schema';

const api = '/api/scheduler/v1';
type Refusal = {
  code: string;
  detail: string;
  remedy: string;
  other?: { bookingId: string; startAt: string; endAt: string };
  conflicts?: { kind: string; text: string }[];
};

describe('bookings of windows', () => {
  let t: TestServices;
  let plan: PlannedEngagement;
  let releaseId: string;

  const search = (body: object = {}) =>
    ok(t.call<WindowAnswer>(plan.clientManager, 'POST', `${api}/window-searches`, { body: { environment: 'prod', ...body } }));
  const propose = (startAt: string, release = releaseId, caller = plan.vendorManager) =>
    t.call<BookingView & Refusal>(caller, 'POST', `${api}/releases/${release}/bookings`, { body: { startAt } });
  const confirm = (id: string, caller = plan.clientManager) =>
    t.call<BookingView & Refusal>(caller, 'POST', `${api}/bookings/${id}/confirmations`);
  const freeze = (over: object) =>
    ok(
      t.call<{ id: string }>(plan.clientManager, 'POST', `${api}/freezes`, {
        body: {
          reason: 'month-end close',
          environment: 'prod',
          zone: 'Europe/Berlin',
          startLocal: '2026-03-03T00:00',
          endLocal: '2026-03-04T00:00',
          ...over,
        },
      }),
    );
  beforeAll(async () => {
    t = await startTestServices({ services: [schedulerService], at: '2026-03-02T08:00:00Z' });
  });
  afterAll(() => t.stop());
  beforeEach(async () => {
    t.clock.set('2026-03-02T08:00:00Z');
    plan = await plannedEngagement(t);
    const imported = await t.call(plan.vendorManager, 'POST', `${api}/features/work-orders/load-imports`, {
      raw: shapedLoad(t.clock.now().toMillis(), 5),
      headers: { 'content-type': 'text/csv' },
    });
    expect(imported.status).toBe(200);
    releaseId = await createRelease(t, plan.engagement.engagementId);
  });

  it('books once both sides confirmed, in either order, and tells it once', async () => {
    const startAt = (await search()).windows[0]?.startAt as string;
    const key = newId();
    const send = () =>
      t.call<BookingView>(plan.vendorManager, 'POST', `${api}/releases/${releaseId}/bookings`, {
        body: { startAt },
        headers: { 'idempotency-key': key },
      });
    const proposed = await send();
    expect(proposed).toMatchObject({
      status: 201,
      body: {
        status: 'proposed',
        confirmations: { vendor: plan.vendorManager.personId, client: null },
        holdUntil: '2026-03-05T08:00:00.000Z',
      },
    });
    expect((await send()).body.id).toBe(proposed.body.id);
    expect(await confirm(proposed.body.id, plan.vendorManager)).toMatchObject({ status: 200, body: { status: 'proposed', revision: 1 } });
    expect((await t.events(windowBooked)).filter(({ data }) => data.releaseId === releaseId)).toEqual([]);
    const booked = await confirm(proposed.body.id);
    expect(booked).toMatchObject({ status: 200, body: { status: 'booked', bookedAt: '2026-03-02T08:00:00.000Z', holdUntil: null } });
    expect(booked.headers.get('etag')).toBe('"2"');
    await confirm(proposed.body.id);
    const told = (await t.events(windowBooked)).filter(({ data }) => data.releaseId === releaseId);
    expect(told).toHaveLength(1);
    expect(told[0]?.data).toMatchObject({
      startAt,
      zone: 'Europe/Berlin',
      confirmedBy: { client: plan.clientManager.personId, vendor: plan.vendorManager.personId },
    });
    const listed = await ok(t.call<{ items: { booking: unknown }[] }>(plan.clientManager, 'GET', `${api}/releases`));
    expect(listed.items[0]?.booking).toMatchObject({ id: proposed.body.id, status: 'booked' });
    expect((await propose(startAt)).body).toMatchObject({ code: 'release-has-booking' });
  });

  it('never lets two windows of one environment overlap, even when asked at once', async () => {
    const { engagementId } = plan.engagement;
    const startAt = (await search()).windows[0]?.startAt as string;
    await ok(t.call(plan.vendorManager, 'PUT', `${api}/required-roles`, { headers: { 'if-match': '"1"' }, body: { items: [] } }));
    const others = [
      releaseId,
      await createRelease(t, engagementId),
      await createRelease(t, engagementId),
      await createRelease(t, engagementId),
    ];
    const answers = await Promise.all(others.map((release) => propose(startAt, release)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    const won = answers.find(({ status }) => status === 201)?.body as BookingView;
    for (const { body } of answers.filter(({ status }) => status === 409)) {
      expect(body).toMatchObject({ code: 'window-overlaps', other: { bookingId: won.id, startAt: won.startAt, endAt: won.endAt } });
    }
    const free = answers.findIndex(({ status }) => status === 409);
    expect((await propose(won.endAt, others[free])).status).toBe(201);
    const elsewhere = await createRelease(t, engagementId, { environment: 'uat' });
    expect((await propose(startAt, elsewhere)).status).toBe(201);
    const insert = t.database('scheduler').inEngagement(engagementId, (tx) =>
      tx.query(
        `INSERT INTO scheduler.bookings SELECT gen_random_uuid(), engagement_id, gen_random_uuid(), environment, 1, 'booked', start_at + interval '1 minute', end_at, zone, parts, score, score_parts, cover,
           proposed_by, proposed_side, proposed_at, hold_until, confirmed_client, confirmed_vendor, booked_at, ended_at, end_reason FROM scheduler.bookings WHERE id = $1`,
        [won.id],
      ),
    );
    await expect(insert).rejects.toThrow('environment_taken');
  });

  it('counts people of a window as busy for other releases, and judges again at confirmation', async () => {
    const { engagementId } = plan.engagement;
    const startAt = (await search()).windows[0]?.startAt as string;
    const proposed = await propose(startAt);
    expect(proposed.status).toBe(201);
    const elsewhere = await createRelease(t, engagementId, { environment: 'uat' });
    const refused = await propose(startAt, elsewhere);
    expect(refused).toMatchObject({ status: 422, body: { code: 'window-refused' } });
    expect(refused.body.conflicts?.some(({ kind, text }) => kind === 'cover' && text.includes('busy'))).toBe(true);
    await freeze({
      startLocal: `${startAt.slice(0, 10)}T00:00`,
      endLocal: `${startAt.slice(0, 10)}T23:59`,
      zone: 'UTC',
      reason: 'audit day',
    });
    const confirmed = await confirm(proposed.body.id);
    expect(confirmed).toMatchObject({
      status: 422,
      body: { code: 'window-refused', detail: expect.stringContaining('audit day') as string },
    });
  });

  it('withdraws with a reason, expires what was not confirmed, and frees the environment', async () => {
    const startAt = (await search()).windows[0]?.startAt as string;
    const first = (await propose(startAt)).body;
    const withdraw = (body: object) =>
      t.call<BookingView & Refusal>(plan.clientManager, 'POST', `${api}/bookings/${first.id}/withdrawal`, { body });
    expect((await withdraw({})).status).toBe(400);
    expect(await withdraw({ reason: 'the client moved its close' })).toMatchObject({
      status: 200,
      body: { status: 'withdrawn', endReason: 'the client moved its close' },
    });
    expect((await withdraw({ reason: 'again' })).body.code).toBe('booking-ended');
    expect((await confirm(first.id)).body.code).toBe('booking-ended');
    const second = (await propose(startAt)).body;
    t.clock.set('2026-03-05T08:00:00Z');
    if (Date.parse(second.holdUntil as string) > t.clock.now().toMillis()) throw new Error('the hold should have ended');
    expect((await confirm(second.id)).body.code).toBe('booking-ended');
    expect(await t.dueWork('holds')).toBeGreaterThanOrEqual(1);
    const expired = await ok(t.call<BookingView>(plan.clientManager, 'GET', `${api}/bookings/${second.id}`));
    expect(expired).toMatchObject({ status: 'expired', endReason: 'the client did not confirm the window in time' });
    const told = (await t.events(windowWithdrawn)).filter(({ data }) => data.releaseId === releaseId);
    expect(told.map(({ data }) => data.bookingId)).toEqual([first.id, second.id]);
  });

  it('withdraws what is ahead when the release ends, and recommends nothing more', async () => {
    const { engagementId } = plan.engagement;
    const { id } = (await propose((await search()).windows[0]?.startAt as string)).body;
    await t.publish(releaseClosed, { engagementId, releaseId, outcome: 'abandoned' as const, closedAt: '2026-03-02T09:00:00Z' });
    expect(await ok(t.call(plan.clientManager, 'GET', `${api}/bookings/${id}`))).toMatchObject({
      status: 'withdrawn',
      endReason: 'the release was closed: abandoned',
    });
    const again = await t.call<Refusal>(plan.vendorManager, 'POST', `${api}/releases/${releaseId}/recommendation`);
    expect(again.body.code).toBe('release-closed');
    expect((await propose('2026-03-10T02:00:00Z')).body.code).toBe('release-closed');
  });

  it('shows nothing of one engagement to another, and refuses roles that may not', async () => {
    const other = await plannedEngagement(t);
    const { id } = (await propose((await search()).windows[0]?.startAt as string)).body;
    const { id: freezeId } = await freeze({});
    const foreign: [string, string, object?][] = [
      ['GET', `${api}/bookings/${id}`],
      ['POST', `${api}/bookings/${id}/confirmations`],
      ['POST', `${api}/bookings/${id}/withdrawal`, { reason: 'mine' }],
      ['GET', `${api}/releases/${releaseId}/recommendation`],
      ['GET', `${api}/releases/${releaseId}/bookings`],
      ['GET', `${api}/releases/${releaseId}/window-plan`],
      ['POST', `${api}/releases/${releaseId}/bookings`, { startAt: '2026-03-10T02:00:00Z' }],
      ['DELETE', `${api}/freezes/${freezeId}`],
      ['GET', `${api}/people/${plan.operations.personId}`],
    ];
    for (const [method, path, body] of foreign) {
      expect([path, (await t.call(other.clientManager, method, path, body ? { body } : {})).status]).toEqual([path, 404]);
    }
    const lists = await Promise.all(
      ['bookings', 'freezes', 'releases'].map((name) => ok(t.call<{ items: unknown[] }>(other.clientManager, 'GET', `${api}/${name}`))),
    );
    expect(lists.map(({ items }) => items.length)).toEqual([0, 0, 0]);
    const [engineer] = plan.engineers as [(typeof plan.engineers)[0]];
    expect((await confirm(id, engineer)).status).toBe(403);
    expect((await t.call(engineer, 'POST', `${api}/freezes`, { body: {} })).status).toBe(403);
    expect((await t.call(null, 'GET', `${api}/bookings`)).status).toBe(401);
  });
});
