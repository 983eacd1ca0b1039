import { newId } from '@slipway/service-host';
import { startTestServices, type TestServices } from '@slipway/access/testing';
import { releaseClosed, releaseWentLive, verdictReached } from '@slipway/contracts';
import { kpiService } from '../index';
import { cloudEvent, fourWeeksOfLoad, type SampleEvent } from '../testing/cloud-events';
import { agree, ordersClosed, send, settled, team, type Team } from '../testing/kpi-flow';
import type { ReleaseVerdicts } from './verdict-schemas';

const requests = {
  ...ordersClosed,
  key: 'requests',
  name: 'Requests',
  unit: 'requests/s',
  formula: { kind: 'aggregate', measure: 'api.requests', aggregate: 'avg' },
  guardrails: { warnPercent: 20, failPercent: 60 },
};
const liveAt = '2026-03-02T00:00:00.000Z';

describe('verdicts', () => {
  let t: TestServices;
  let people: Team;
  let releaseId: string;
  beforeAll(async () => {
    t = await startTestServices({ services: [kpiService] });
  });
  beforeEach(async () => {
    t.clock.set('2026-03-02T00:05:00Z');
    people = await team(t);
    releaseId = newId();
  });
  afterAll(() => t?.stop());

  const path = (): string => `/api/kpi/v1/releases/${releaseId}/verdicts`;
  const goLive = (): Promise<void> =>
    t.publish(releaseWentLive, {
      engagementId: people.engagementId,
      releaseId,
      name: 'Field service 2.4',
      environment: 'prod',
      features: ['orders'],
      liveAt,
    });
  const view = async (): Promise<ReleaseVerdicts> => (await t.call<ReleaseVerdicts>(people.observer, 'GET', path())).body;
  const told = async (): Promise<unknown[]> =>
    (await t.events(verdictReached)).filter(({ data }) => data.releaseId === releaseId).map(({ data }) => [data.kpiKey, data.verdict]);
  /** The real load of the four weeks before, and a day after the release: the week before, times a factor. */
  const measure = async (factor: number): Promise<void> => {
    const before = fourWeeksOfLoad(Date.parse(liveAt));
    const after = before.slice(-7 * 24, -6 * 24).map(({ data }, i): SampleEvent => {
      const time = new Date(Date.parse(liveAt) + i * 3_600_000).toISOString();
      return cloudEvent(`after-${i}`, time, { type: 'api.requests', data: { ...data, value: (data.value ?? 0) * factor } });
    });
    await send(t, people.vendorEngineer, before);
    t.clock.set('2026-03-03T00:05:00Z');
    await send(t, people.vendorEngineer, after);
    await settled(t);
  };

  it('judges by itself after a day, three days and a week, on real load, and tells the verdict', async () => {
    await agree(t, people, requests);
    await goLive();
    await goLive();
    expect((await view()).judgements).toEqual([
      { stage: 'PT24H', dueAt: '2026-03-03T00:10:00.000Z', state: 'waiting' },
      { stage: 'PT72H', dueAt: '2026-03-05T00:10:00.000Z', state: 'waiting' },
      { stage: 'P7D', dueAt: '2026-03-09T00:10:00.000Z', state: 'waiting' },
    ]);
    await measure(1);
    expect(await t.dueWork('judge-releases')).toBe(0);
    t.clock.set('2026-03-03T00:10:00Z');
    expect(await t.dueWork('judge-releases')).toBe(1);
    const { items, judgements } = await view();
    expect(judgements.map(({ state }) => state)).toEqual(['judged', 'waiting', 'waiting']);
    expect(items).toEqual([
      expect.objectContaining({
        kpiKey: 'requests',
        version: 1,
        stage: 'PT24H',
        verdict: 'pass',
        weeksCompared: 4,
        measurementsAfter: 24,
        judgedBy: null,
      }),
    ]);
    expect(await told()).toEqual([['requests', 'pass']]);
    expect(await t.dueWork('judge-releases')).toBe(0);
  });

  it('fails what broke far beyond its natural spread', async () => {
    await agree(t, people, requests);
    await goLive();
    await measure(0.2);
    const answer = await t.call<ReleaseVerdicts>(people.vendorManager, 'POST', path());
    expect(answer.status).toBe(201);
    expect(answer.body.items[0]).toMatchObject({ stage: 'now', verdict: 'fail', judgedBy: people.vendorManager.personId });
    expect(answer.body.items[0]?.worseningPercent).toBeGreaterThan(60);
    expect(answer.body.items[0]?.reason).toContain('more than the agreed 60 %');
    expect(await told()).toEqual([['requests', 'fail']]);
  });

  it('is inconclusive without data, never pass', async () => {
    await agree(t, people, requests);
    await goLive();
    t.clock.set('2026-03-03T00:10:00Z');
    await t.dueWork('judge-releases');
    expect((await view()).items[0]).toMatchObject({
      verdict: 'inconclusive',
      before: null,
      after: null,
      interval: null,
      reason: 'nothing was measured after the release',
    });
    t.clock.set('2026-03-02T00:30:00Z');
    const early = await t.call<ReleaseVerdicts>(people.clientManager, 'POST', path());
    expect(early.body.items.some(({ reason }) => reason.startsWith('only 0 full hours'))).toBe(true);
  });

  it('does not judge on after a roll-back', async () => {
    await agree(t, people, requests);
    await goLive();
    await t.publish(releaseClosed, {
      engagementId: people.engagementId,
      releaseId,
      outcome: 'rolled-back' as const,
      closedAt: '2026-03-02T09:00:00.000Z',
    });
    t.clock.set('2026-03-20T00:00:00Z');
    await t.dueWork('judge-releases');
    const { items, judgements } = await view();
    expect([items, judgements.map(({ state }) => state)]).toEqual([[], ['cancelled', 'cancelled', 'cancelled']]);
  });

  it('judges on request of release managers only, in their engagement, and only what is agreed and live', async () => {
    expect((await t.call(people.vendorManager, 'POST', path())).status).toBe(404);
    await goLive();
    expect((await t.call<{ code: string }>(people.vendorManager, 'POST', path())).body.code).toBe('nothing-to-judge');
    expect((await t.call(people.vendorEngineer, 'POST', path())).status).toBe(403);
    const other = await team(t);
    expect((await t.call(other.vendorManager, 'POST', path())).status).toBe(404);
    expect((await t.call(other.vendorManager, 'GET', path())).status).toBe(404);
    expect((await t.call(people.observer, 'GET', '/api/kpi/v1/releases/not-a-uuid/verdicts')).status).toBe(400);
  });
});
