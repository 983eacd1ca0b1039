import { membershipChanged, readinessChanged, releaseChanged, releaseCreated, taskAssigned } from '@slipway/contracts';
import { newId } from '@slipway/service-host';
import { ChecklistStory, itemsOf, type ProblemBody, type Team } from '../testing/checklist-story';
import type { ReleaseSummary, ReleaseView } from './release-schemas';

let story: ChecklistStory;
let team: Team;
const wanted = {
  name: 'Field service 2.4',
  components: [{ name: 'api', version: '2.4.0' }],
  environment: 'prod',
  features: ['work-orders'],
};

beforeAll(async () => {
  story = await ChecklistStory.start();
  team = await story.team();
});
afterAll(() => story?.stop());

describe('creating a release', () => {
  it('makes 25 items with a task for each doing side, and tells', async () => {
    const { status, body, headers } = await story.call<ReleaseView>(team.vendorManager, 'POST', '/releases', {
      ...wanted,
      latestAt: '2026-04-01T00:00:00+02:00',
    });
    expect(status).toBe(201);
    expect(headers.get('etag')).toBe('"1"');
    const items = itemsOf(body);
    expect(items).toHaveLength(25);
    expect(body.sections).toHaveLength(8);
    expect(items.every((item) => item.tasks.length === (item.side === 'both' ? 2 : 1))).toBe(true);
    expect(items.flatMap((item) => item.tasks).every((task) => task.assignee?.side === task.side)).toBe(true);
    expect(items.every((item) => item.state === 'no-data' && !item.done)).toBe(true);
    expect(items[0]?.tasks.map((task) => task.dueAt)).toEqual(['2026-03-27T16:00:00.000Z', '2026-03-27T11:30:00.000Z']);
    expect(body.readiness).toMatchObject({ ready: false, done: 0, total: 25, revision: 1 });
    expect(body.blockers).toHaveLength(25);
    const ofThis = <D extends { releaseId: string }>(events: { data: D }[]) =>
      events.map((one) => one.data).filter((data) => data.releaseId === body.releaseId);
    expect(ofThis(await story.t.events(releaseCreated))).toMatchObject([{ name: 'Field service 2.4', revision: 1, status: 'preparing' }]);
    expect(ofThis(await story.t.events(taskAssigned))).toHaveLength(items.flatMap((item) => item.tasks).length);
    expect(ofThis(await story.t.events(readinessChanged))).toMatchObject([{ ready: false, done: 0, total: 25 }]);
  });

  it('makes 24 items where the solution has no mobile app, and says which does not apply', async () => {
    const other = await story.team({ solution: { name: 'Web only', hasMobileApp: false, features: [], environments: ['prod'] } });
    const release = await story.release(other, { features: [] });
    expect(itemsOf(release)).toHaveLength(24);
    expect(release.notApplicable).toEqual([
      expect.objectContaining({ itemKey: 'mobile-distribution', reason: 'Does not apply: the solution has no mobile app.' }),
    ]);
  });

  it('is done once for one Idempotency-Key', async () => {
    const key = { 'idempotency-key': newId() };
    const first = await story.call<ReleaseView>(team.clientManager, 'POST', '/releases', wanted, key);
    const second = await story.call<ReleaseView>(team.clientManager, 'POST', '/releases', wanted, key);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body.releaseId).toBe(first.body.releaseId);
  });

  it.each([
    ['unknown-environment', { environment: 'moon' }, 'environment'],
    ['unknown-feature', { features: ['work-orders', 'teleport'] }, 'features'],
    ['unknown-recipe', { recipe: { key: 'soft-release', version: 99 } }, 'recipe'],
    ['deadline-order', { notBefore: '2026-04-02T00:00:00Z', latestAt: '2026-04-01T00:00:00Z' }, 'latestAt'],
  ])('answers 422 %s with the field and what to do', async (code, change, field) => {
    const { status, body } = await story.call<ProblemBody>(team.vendorManager, 'POST', '/releases', { ...wanted, ...change });
    expect(status).toBe(422);
    expect(body).toMatchObject({ code, field });
    expect(body.remedy.length).toBeGreaterThan(5);
  });

  it.each([
    [{ name: 'a\u0000b' }],
    [{ name: '' }],
    [{ name: 'x'.repeat(161) }],
    [{ name: '\ud800' }],
    [{ components: [] }],
    [
      {
        components: [
          { name: 'api', version: '1' },
          { name: 'api', version: '2' },
        ],
      },
    ],
    [{ latestAt: '0000-01-01T00:00:00Z' }],
    [{ latestAt: 'soon' }],
    [{ surprise: true }],
    [{ kind: 'big-bang' }],
    [{ recipe: { key: 'soft-release', version: 1e15 } }],
    [{ latestAt: 5 }],
  ])('answers 400 for %j', async (change) => {
    const { status, body } = await story.call<ProblemBody>(team.vendorManager, 'POST', '/releases', { ...wanted, ...change });
    expect(status).toBe(400);
    expect(body.remedy).toBeTruthy();
  });

  it('is for release managers', async () => {
    for (const caller of [team.vendorDoer, team.business, team.observer]) {
      expect((await story.call<ProblemBody>(caller, 'POST', '/releases', wanted)).status).toBe(403);
    }
    expect((await story.call<ProblemBody>(null, 'POST', '/releases', wanted)).status).toBe(401);
  });
});

describe('reading and changing', () => {
  it('shows nothing of another engagement', async () => {
    const foreign = await story.team();
    const { releaseId, sections } = await story.release(team);
    const taskId = sections[0]?.items[0]?.tasks[0]?.taskId;
    const paths = ['', '/readiness', '/readiness-snapshots', '/evidence', '/waivers', '/decisions', '/advice'].map(
      (path) => `/releases/${releaseId}${path}`,
    );
    for (const path of [...paths, `/tasks/${taskId}`]) {
      expect([path, (await story.call(foreign.vendorManager, 'GET', path)).status]).toEqual([path, 404]);
      expect([path, (await story.call(team.observer, 'GET', path)).status]).toEqual([path, 200]);
    }
    expect((await story.call<{ items: unknown[] }>(foreign.observer, 'GET', '/releases')).body.items).toEqual([]);
    expect((await story.call<{ items: unknown[] }>(foreign.observer, 'GET', '/tasks')).body.items).toEqual([]);
    const patch = await story.call(foreign.vendorManager, 'PATCH', `/releases/${releaseId}`, { name: 'mine' }, { 'if-match': '*' });
    expect(patch.status).toBe(404);
  });

  it('pages through releases and filters by status', async () => {
    const own = await story.team();
    const made: string[] = [];
    for (let index = 0; index < 5; index += 1) {
      made.unshift((await story.release(own)).releaseId);
      story.t.clock.advance({ seconds: index % 2 });
    }
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: { items: ReleaseSummary[]; nextCursor: string | null } = (
        await story.call<{ items: ReleaseSummary[]; nextCursor: string | null }>(
          own.observer,
          'GET',
          `/releases?limit=2${cursor ? `&cursor=${cursor}` : ''}`,
        )
      ).body;
      seen.push(...page.items.map((item) => item.releaseId));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(made);
    expect((await story.call<{ items: unknown[] }>(own.observer, 'GET', '/releases?status=live')).body.items).toEqual([]);
    expect((await story.call<ProblemBody>(own.observer, 'GET', '/releases?cursor=eyJh')).body).toMatchObject({
      code: 'invalid-input',
      field: 'cursor',
    });
    expect((await story.call<ProblemBody>(own.observer, 'GET', '/releases?status=flying')).status).toBe(400);
  });

  it('changes facts only with the ETag that was read', async () => {
    const { releaseId } = await story.release(team);
    const path = `/releases/${releaseId}`;
    expect((await story.call(team.vendorManager, 'PATCH', path, { name: 'B' })).status).toBe(428);
    expect((await story.call(team.vendorManager, 'PATCH', path, { name: 'B' }, { 'if-match': '"7"' })).status).toBe(412);
    const done = await story.call<ReleaseView>(team.vendorManager, 'PATCH', path, { name: 'B', latestAt: null }, { 'if-match': '"1"' });
    expect(done.status).toBe(200);
    expect(done.headers.get('etag')).toBe('"2"');
    expect(done.body).toMatchObject({ name: 'B', revision: 2 });
    expect((await story.call<ProblemBody>(team.vendorManager, 'PATCH', path, {}, { 'if-match': '"2"' })).status).toBe(400);
    const told = (await story.t.events(releaseChanged)).filter((event) => event.data.releaseId === releaseId);
    expect(told.map((event) => event.data)).toMatchObject([{ name: 'B', revision: 2 }]);
  });

  it('answers 400 for ids that are none and 404 for unknown ones', async () => {
    expect((await story.call(team.observer, 'GET', '/releases/nonsense')).status).toBe(400);
    for (const path of ['releases', 'tasks', 'reviews', 'evidence', 'decisions']) {
      expect((await story.call(team.observer, 'GET', `/${path}/${newId()}`)).status).toBe(404);
    }
    expect((await story.call(team.observer, 'GET', '/recipes/soft-release/versions/2')).status).toBe(404);
    expect((await story.call(team.observer, 'GET', '/recipes/soft-release/versions/1')).status).toBe(200);
    expect((await story.call<{ items: unknown[] }>(team.observer, 'GET', '/recipes')).body.items).toEqual([
      { key: 'soft-release', version: 1, sections: 8, items: 25 },
    ]);
  });

  it('knows the people by what the directory said last', async () => {
    const { releaseId } = await story.release(team);
    await story.t.publish(membershipChanged, {
      ...membershipChanged.example,
      engagementId: team.engagementId,
      personId: team.vendorManager.personId,
      name: 'Asha Rao-Iyer',
      side: 'vendor' as const,
      department: 'delivery',
      roles: ['release-manager'],
      revision: 50,
    });
    expect((await story.read(team, releaseId)).createdBy.name).toBe('Asha Rao-Iyer');
  });
});
