import { startTestServices, type TestServices } from '@slipway/access/testing';
import { readinessChanged, windowRecommended } from '@slipway/contracts';
import { BusyTimes } from '../calendars/busy-times.service';
import { schedulerService } from '../index';
import type { CalendarView } from '../planning/calendar-schema';
import type { RecommendationWithHistory } from '../recommendations/recommendation-schema';
import { createRelease, ok, plannedEngagement, type PlannedEngagement, shapedLoad } from '../testing/planned-engagement';
import type { WindowAnswer } from '../windows/window-schema';

const api = '/api/scheduler/v1';
type Refusal = {
  code: string;
  detail: string;
  remedy: string;
  other?: { bookingId: string; startAt: string; endAt: string };
  conflicts?: { kind: string; text: string }[];
};

describe('from inputs to recommended windows', () => {
  let t: TestServices;
  let plan: PlannedEngagement;
  let releaseId: string;

  const search = (body: object = {}) =>
    ok(t.call<WindowAnswer>(plan.clientManager, 'POST', `${api}/window-searches`, { body: { environment: 'prod', ...body } }));
  const recommendation = () =>
    ok(t.call<RecommendationWithHistory>(plan.clientManager, 'GET', `${api}/releases/${releaseId}/recommendation`));
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
  const busy = (personId: string, ...times: [string, string][]) =>
    t.database('scheduler').inEngagement(plan.engagement.engagementId, (tx) =>
      t.get(BusyTimes).replace(tx, plan.engagement.engagementId, personId, {
        startMs: t.clock.now().toMillis(),
        endMs: t.clock.now().plus({ days: 400 }).toMillis(),
        uploadedMs: t.clock.now().toMillis(),
        busy: times.map(([from, to]) => ({ startMs: Date.parse(from), endMs: Date.parse(to), kind: 'busy' as const })),
        events: times.length,
        skipped: 0,
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

  it('ranks different windows with their parts, cover and what the others lose by', async () => {
    const answer = await search({ take: 4 });
    expect(answer).toMatchObject({
      zone: 'Europe/Berlin',
      totalMinutes: 180,
      loadState: 'known',
      relaxations: [],
      startsConsidered: 14 * 96 - 11,
    });
    expect(answer.windows).toHaveLength(4);
    const [best, second] = answer.windows as [WindowAnswer['windows'][0], WindowAnswer['windows'][0]];
    expect(best.losesBy).toBeNull();
    expect(second.losesBy?.text.length).toBeGreaterThan(0);
    expect(best.parts).toMatchObject({ usersDisturbedHours: 0, sparePeople: 0 });
    expect(best.parts.expectedShareOfPeak).toBeLessThan(0.1);
    expect(Date.parse(best.endAt) - Date.parse(best.startAt)).toBe(180 * 60_000);
    const engineers = best.cover.find(({ role }) => role === 'engineer');
    expect(engineers?.people).toHaveLength(2);
    const named = best.cover.flatMap(({ people }) => people.map(({ personId }) => personId));
    expect(new Set(named).size).toBe(4);
    expect(best.reasons.join()).toContain('no users are at work');
  });

  it('obeys freezes, and says that it was them', async () => {
    await freeze({ startLocal: '2026-03-02T00:00', endLocal: '2026-03-03T00:00', rrule: 'FREQ=DAILY' });
    const answer = await search();
    expect(answer.windows).toEqual([]);
    expect(answer.excluded[0]).toEqual({ reason: 'freeze: month-end close', starts: answer.startsConsidered });
    expect(answer.relaxations).toEqual([
      expect.objectContaining({ kind: 'ignore-closure', text: expect.stringContaining('month-end close') as string }),
    ]);
    const state = (environment: string) =>
      ok(
        t.call<{ state: string; nextChangeAt: string | null }>(
          plan.vendorManager,
          'GET',
          `${api}/freezes/state?environment=${environment}`,
        ),
      );
    expect(await state('prod')).toMatchObject({ state: 'closed', nextChangeAt: null });
    expect(await state('uat')).toMatchObject({ state: 'open', nextChangeAt: null });
    expect((await search({ environment: 'uat' })).windows.length).toBeGreaterThan(0);
  });

  it('finds the one meeting that is in the way, and what else would help; each proposal really works', async () => {
    const [asha, bala, chitra] = plan.engineers.map(({ personId }) => personId) as [string, string, string];
    const always: [string, string] = ['2026-03-02T00:00:00Z', '2026-03-30T00:00:00Z'];
    await busy(bala, always);
    await busy(chitra, ['2026-03-02T00:00:00Z', '2026-03-05T10:00:00Z'], ['2026-03-05T12:00:00Z', '2026-03-30T00:00:00Z']);
    await busy(
      plan.vendorManager.personId,
      ['2026-03-02T00:00:00Z', '2026-03-05T10:00:00Z'],
      ['2026-03-05T12:30:00Z', '2026-03-30T00:00:00Z'],
    );
    const answer = await search();
    expect(answer.windows).toEqual([]);
    const kinds = answer.relaxations.map(({ kind }) => kind);
    expect(kinds).toContain('shorter');
    expect(kinds).toContain('longer-horizon');
    expect(kinds).not.toContain('ignore-closure');
    const shorter = answer.relaxations.find(({ kind }) => kind === 'shorter');
    expect(shorter).toMatchObject({ minutes: 60, startAt: '2026-03-05T10:00:00.000Z', endAt: '2026-03-05T12:00:00.000Z' });
    const again = await search({ parts: { preparationMinutes: 30, cutoverMinutes: 60, rollbackMinutes: 30, watchMinutes: 0 } });
    expect(again.windows[0]?.startAt).toBe(shorter?.startAt);
    await busy(plan.vendorManager.personId);
    await busy(chitra, ['2026-03-04T12:00:00Z', '2026-03-04T13:00:00Z']);
    await busy(asha, ['2026-03-02T00:00:00Z', '2026-03-04T11:00:00Z'], ['2026-03-04T14:00:00Z', '2026-03-30T00:00:00Z']);
    const moved = (await search()).relaxations.find(({ kind }) => kind === 'move-meeting');
    expect(moved).toMatchObject({
      personId: chitra,
      startAt: '2026-03-04T11:00:00.000Z',
      text: 'if Chitra moves the meeting of 2026-03-04T12:00:00.000Z',
    });
    await busy(chitra);
    expect((await search()).windows.map(({ startAt }) => startAt)).toEqual(['2026-03-04T11:00:00.000Z']);
  });

  it('recommends when a release is created, says what changed, and is silent when nothing really did', async () => {
    expect((await t.call<Refusal>(plan.clientManager, 'GET', `${api}/releases/${releaseId}/recommendation`)).body.code).toBe(
      'no-recommendation-yet',
    );
    expect(await t.dueWork('recommend')).toBeGreaterThan(0);
    const first = await recommendation();
    expect(first).toMatchObject({ number: 1, pending: false, history: [] });
    expect(first.changes).toEqual(expect.arrayContaining(['the first recommendation', 'the release was created']));
    await t.publish(readinessChanged, { ...readinessChanged.example, engagementId: plan.engagement.engagementId, releaseId });
    expect((await recommendation()).pending).toBe(true);
    await t.dueWork('recommend');
    expect(await recommendation()).toMatchObject({ id: first.id, number: 1, pending: false });
    const best = first.answer.windows[0]?.startAt as string;
    const day = best.slice(0, 10);
    await freeze({
      startLocal: `${day}T00:00`,
      endLocal: `${new Date(Date.parse(day) + 2 * 86_400_000).toISOString().slice(0, 10)}T00:00`,
    });
    t.clock.advance({ minutes: 1 });
    await t.dueWork('recommend');
    const second = await recommendation();
    expect(second.number).toBe(2);
    expect(second.changes[0]).toContain('is no longer possible: freeze “month-end close”');
    expect(second.changes).toContain('a new freeze: month-end close');
    expect(second.history).toEqual([expect.objectContaining({ number: 1, supersededAt: '2026-03-02T08:01:00.000Z' })]);
    const told = (await t.events(windowRecommended)).filter(({ data }) => data.releaseId === releaseId);
    expect(told.map(({ data }) => data.windows[0]?.startAt)).toEqual([best, second.answer.windows[0]?.startAt]);
    t.clock.advance({ hours: 2 });
    await t.dueWork('recommend');
    expect((await recommendation()).checkedAt).not.toBe(second.checkedAt);
  });

  it('shows a week as the page needs it', async () => {
    await freeze({});
    await t.dueWork('recommend');
    const view = await ok(
      t.call<CalendarView>(
        plan.clientManager,
        'GET',
        `${api}/calendar?from=2026-03-02T00:00:00Z&to=2026-03-09T00:00:00Z&releaseId=${releaseId}`,
      ),
    );
    expect(view.freezes).toEqual([
      expect.objectContaining({ reason: 'month-end close', startAt: '2026-03-02T23:00:00.000Z', endAt: '2026-03-03T23:00:00.000Z' }),
    ]);
    expect(view.people).toHaveLength(168);
    expect(view.people[30]?.roles).toEqual([
      { side: 'vendor', role: 'release-manager', required: 1, free: 1, unknown: 0 },
      { side: 'vendor', role: 'engineer', required: 2, free: 4, unknown: 0 },
      { side: 'client', role: 'operations', required: 1, free: 1, unknown: 0 },
    ]);
    expect(view.load.hours).toHaveLength(168);
    expect(view.users.find(({ startAt }) => startAt === '2026-03-04T10:00:00.000Z')?.atWork).toBe(400);
    expect(view.users.find(({ startAt }) => startAt === '2026-03-08T10:00:00.000Z')?.atWork).toBe(0);
    expect(view.zones).toEqual({ client: 'Europe/Berlin', vendor: 'Asia/Kolkata' });
    expect((await t.call(plan.clientManager, 'GET', `${api}/calendar?from=2026-03-02T00:00:00Z&to=2026-06-09T00:00:00Z`)).status).toBe(400);
  });

  it('keeps the wishes of a release with If-Match and recommends by them', async () => {
    const path = `${api}/releases/${releaseId}/window-plan`;
    const current = await t.call<Record<string, unknown>>(plan.vendorManager, 'GET', path);
    expect(current.headers.get('etag')).toBe('"0"');
    const { releaseId: _, revision: __, ...wish } = current.body;
    const put = (headers: Record<string, string>, over: object) =>
      t.call<Refusal>(plan.vendorManager, 'PUT', path, { headers, body: { ...wish, ...over } });
    expect((await put({}, {})).status).toBe(428);
    expect((await put({ 'if-match': '"4"' }, {})).status).toBe(412);
    expect((await put({ 'if-match': '"0"' }, { gridMinutes: 7 })).status).toBe(400);
    expect((await put({ 'if-match': '"0"' }, { latestAt: '2026-03-02T07:00:00Z' })).status).toBe(200);
    await t.dueWork('recommend');
    const { answer } = await recommendation();
    expect(answer.windows).toEqual([]);
    expect(answer.notes).toContain('The latest end lies in the past.');
  });

  it('refuses what cannot be searched, with the field and the remedy', async () => {
    const refused = async (body: object) => {
      const { status, body: problem } = await t.call<{ code: string; field?: string; remedy?: string }>(
        plan.clientManager,
        'POST',
        `${api}/window-searches`,
        { body },
      );
      return { status, code: problem.code, field: problem.field };
    };
    expect(await refused({ environment: 'moon' })).toEqual({ status: 422, code: 'unknown-environment', field: 'environment' });
    expect(
      await refused({
        environment: 'prod',
        horizonDays: 1,
        parts: { preparationMinutes: 0, cutoverMinutes: 1500, rollbackMinutes: 0, watchMinutes: 0 },
      }),
    ).toMatchObject({ status: 422, code: 'window-longer-than-horizon' });
    expect(await refused({ environment: 'prod', weights: { load: 0, users: 0, engineers: 0 } })).toMatchObject({ status: 400 });
    expect(await refused({ environment: 'prod', notBefore: '2026-03-05T00:00:00Z', latestAt: '2026-03-04T00:00:00+00:00' })).toMatchObject({
      status: 400,
      field: 'latestAt',
    });
    expect(await refused({ environment: 'prod\u0000' })).toMatchObject({ status: 400 });
    expect((await search({ requiredRoles: [{ side: 'client', role: 'nobody-has-this', people: 1 }] })).windows).toEqual([]);
  });
});
