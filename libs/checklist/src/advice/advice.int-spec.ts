import { surgeDetected, verdictReached } from '@slipway/contracts';
import { newId } from '@slipway/service-host';
import { ChecklistStory, type Team } from '../testing/checklist-story';
import type { AdviceView } from './advice-schemas';

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

const verdict = (verdictIs: 'pass' | 'fail' | 'inconclusive', judgedAt = story.now()) =>
  story.t.publish(verdictReached, { ...verdictReached.example, engagementId: team.engagementId, releaseId, verdict: verdictIs, judgedAt });
const surge = (change: Partial<typeof surgeDetected.example> = {}) =>
  story.t.publish(surgeDetected, { ...surgeDetected.example, engagementId: team.engagementId, releaseId, at: story.now(), ...change });
const goLive = async () => {
  const { hash } = await story.readiness(team, releaseId);
  const conditions = { vote: 'go-with-conditions', conditions: 'all later' };
  const { body } = await story.call<{ decisionId: string }>(team.vendorManager, 'POST', `/releases/${releaseId}/decisions`, {
    readinessHash: hash,
  });
  for (const caller of [team.vendorManager, team.clientManager])
    await story.call(caller, 'POST', `/decisions/${body.decisionId}/votes`, conditions);
  await story.call(team.vendorManager, 'POST', `/releases/${releaseId}/live`, {});
};

describe('advice', () => {
  it('holds before going live and rolls back after, with the reason and the numbers', async () => {
    await verdict('fail');
    expect((await story.read(team, releaseId)).advice).toMatchObject([
      { advice: 'hold', signal: 'kpi:orders-closed', numbers: { before: 41.2, after: 42.9 } },
    ]);
    await goLive();
    story.t.clock.advance({ minutes: 10 });
    await verdict('fail');
    await surge({ urgent: 3, tickets: 14, limit: 5 });
    const release = await story.read(team, releaseId);
    expect(release.openAdvice).toBe(2);
    expect(release.advice.map((one) => [one.signal, one.advice]).sort()).toEqual([
      ['kpi:orders-closed', 'roll-back'],
      ['surge', 'roll-back'],
    ]);
    const { items } = (await story.call<{ items: AdviceView[] }>(team.observer, 'GET', `/releases/${releaseId}/advice`)).body;
    expect(items).toHaveLength(3);
    expect(items.filter((one) => one.endedAt !== null)).toMatchObject([{ advice: 'hold', endedBecause: 'a newer signal took its place' }]);
  });

  it('ends when the KPI is good again; inconclusive and older verdicts change nothing', async () => {
    await verdict('fail');
    await verdict('inconclusive');
    await verdict('pass', story.t.clock.now().minus({ hours: 1 }).toISO() as string);
    expect((await story.read(team, releaseId)).advice).toHaveLength(1);
    story.t.clock.advance({ minutes: 1 });
    await verdict('pass');
    expect((await story.read(team, releaseId)).advice).toEqual([]);
  });

  it('is not given on releases of others or on none', async () => {
    const other = await story.team();
    await story.t.publish(verdictReached, {
      ...verdictReached.example,
      engagementId: other.engagementId,
      releaseId,
      verdict: 'fail' as const,
      judgedAt: story.now(),
    });
    await story.t.publish(verdictReached, {
      ...verdictReached.example,
      engagementId: team.engagementId,
      releaseId: newId(),
      verdict: 'fail' as const,
      judgedAt: story.now(),
    });
    expect((await story.read(team, releaseId)).advice).toEqual([]);
  });
});
