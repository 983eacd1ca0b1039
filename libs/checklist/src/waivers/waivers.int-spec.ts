import { readinessChanged } from '@slipway/contracts';
import type { TestCaller } from '@slipway/access/testing';
import { ChecklistStory, type ProblemBody, type Team } from '../testing/checklist-story';
import type { WaiverView } from './waiver-schemas';

let story: ChecklistStory;
let team: Team;
let releaseId: string;

beforeAll(async () => {
  story = await ChecklistStory.start();
});
afterAll(() => story?.stop());
beforeEach(async () => {
  team = await story.team();
  releaseId = (await story.release(team)).releaseId;
});

const ahead = (days: number) => story.t.clock.now().plus({ days }).toISO();
const request = (caller: TestCaller, change: Record<string, unknown> = {}) =>
  story.call<WaiverView & ProblemBody>(caller, 'POST', `/releases/${releaseId}/waivers`, {
    itemKey: 'user-manual',
    reason: 'the video comes two weeks later',
    expiresAt: ahead(14),
    ...change,
  });
const decide = (caller: TestCaller, waiverId: string, decision: string) =>
  story.call<WaiverView & ProblemBody>(caller, 'POST', `/waivers/${waiverId}/decision`, { decision });

describe('waivers', () => {
  it('count once the other side granted them, and end at their expiry without anybody asking', async () => {
    const { status, body } = await request(team.vendorManager);
    expect([status, body.status]).toEqual([201, 'requested']);
    expect((await story.item(team, releaseId, 'user-manual')).state).toBe('no-data');
    expect((await decide(team.vendorManager, body.waiverId, 'grant')).body.code).toBe('same-side');
    expect((await decide(team.business, body.waiverId, 'grant')).status).toBe(403);
    expect((await decide(team.clientManager, body.waiverId, 'grant')).body).toMatchObject({
      status: 'granted',
      decidedBy: { side: 'client' },
    });
    expect((await decide(team.clientManager, body.waiverId, 'refuse')).body.code).toBe('waiver-decided');
    expect(await story.item(team, releaseId, 'user-manual')).toMatchObject({ state: 'waived', done: true, waiver: { status: 'granted' } });
    expect((await story.readiness(team, releaseId)).done).toBe(1);
    story.t.clock.advance({ days: 14 });
    await story.t.dueWork('checklist.readiness');
    expect(await story.item(team, releaseId, 'user-manual')).toMatchObject({
      state: 'no-data',
      done: false,
      waiver: { status: 'expired' },
    });
    const told = (await story.t.events(readinessChanged)).filter((event) => event.data.releaseId === releaseId);
    expect(told.map((event) => event.data.done)).toEqual([0, 1, 0]);
  });

  it('are refused, revoked and asked for one at a time', async () => {
    const first = (await request(team.clientManager)).body;
    expect((await request(team.vendorManager)).body.code).toBe('waiver-open');
    expect((await decide(team.vendorManager, first.waiverId, 'refuse')).body.status).toBe('refused');
    const second = (await request(team.clientManager)).body;
    await decide(team.vendorManager, second.waiverId, 'grant');
    const revoke = () =>
      story.call<WaiverView & ProblemBody>(team.clientManager, 'POST', `/waivers/${second.waiverId}/revoke`, {
        comment: 'not needed any more',
      });
    expect((await revoke()).body).toMatchObject({ status: 'revoked', comment: 'not needed any more' });
    expect((await revoke()).body.code).toBe('waiver-over');
    expect((await story.item(team, releaseId, 'user-manual')).state).toBe('no-data');
    const { items } = (await story.call<{ items: WaiverView[] }>(team.observer, 'GET', `/releases/${releaseId}/waivers?limit=1`)).body;
    expect(items).toMatchObject([{ waiverId: second.waiverId }]);
  });

  it.each([
    ['expiry-in-the-past', { expiresAt: '2026-03-01T00:00:00Z' }, 'expiresAt'],
    ['expiry-too-far', { expiresAt: '2027-03-01T00:00:00Z' }, 'expiresAt'],
    ['unknown-item', { itemKey: 'nonsense' }, 'itemKey'],
  ])('are refused with 422 %s', async (code, change, field) => {
    const { status, body } = await request(team.vendorManager, change);
    expect([status, body.code, body.field]).toEqual([422, code, field]);
  });

  it('need a reason and an expiry, and a release manager', async () => {
    expect((await request(team.vendorManager, { reason: 'because' })).status).toBe(400);
    expect((await request(team.vendorManager, { expiresAt: undefined })).status).toBe(400);
    expect((await request(team.vendorDoer)).status).toBe(403);
    const foreign = await story.team();
    expect((await request(foreign.vendorManager)).status).toBe(404);
    const { waiverId } = (await request(team.vendorManager)).body;
    expect((await decide(foreign.clientManager, waiverId, 'grant')).status).toBe(404);
  });
});
