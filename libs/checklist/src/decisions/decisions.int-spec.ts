import { decisionRecorded, releaseChanged, releaseClosed, releaseWentLive } from '@slipway/contracts';
import type { TestCaller } from '@slipway/access/testing';
import { newId } from '@slipway/service-host';
import { ChecklistStory, type ProblemBody, type Team } from '../testing/checklist-story';
import type { ReleaseView } from '../releases/release-schemas';
import type { DecisionView } from './decision-schemas';

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

type Decided = DecisionView & ProblemBody;
const open = async (caller: TestCaller = team.vendorManager, hash?: string) =>
  story.call<Decided>(caller, 'POST', `/releases/${releaseId}/decisions`, {
    readinessHash: hash ?? (await story.readiness(team, releaseId)).hash,
  });
const vote = (caller: TestCaller, decisionId: string, body: unknown) =>
  story.call<Decided>(caller, 'POST', `/decisions/${decisionId}/votes`, body);
const act = (path: string, body: unknown = {}, caller: TestCaller = team.vendorManager) =>
  story.call<ReleaseView & ProblemBody>(caller, 'POST', `/releases/${releaseId}/${path}`, body);
const go = async () => {
  const { decisionId } = (await open()).body;
  await vote(team.vendorManager, decisionId, { vote: 'go' });
  return vote(team.clientManager, decisionId, { vote: 'go' });
};

describe('from ready to live', () => {
  it('goes when every item is true and both sides say so', async () => {
    await story.makeReady(team, releaseId);
    const readiness = await story.readiness(team, releaseId);
    expect(readiness).toMatchObject({ ready: true, verdict: 'ready', done: 25, total: 25, blockers: [] });
    const { body: decision, status } = await open();
    expect(status).toBe(201);
    expect(decision).toMatchObject({ status: 'open', ready: true, readinessHash: readiness.hash, waitingFor: ['client', 'vendor'] });
    expect((await vote(team.business, decision.decisionId, { vote: 'go' })).body.waitingFor).toEqual(['client', 'vendor']);
    expect((await vote(team.vendorManager, decision.decisionId, { vote: 'go' })).body.waitingFor).toEqual(['client']);
    expect((await vote(team.vendorManager, decision.decisionId, { vote: 'go' })).body.code).toBe('already-voted');
    expect((await act('live')).body.code).toBe('wrong-status');
    const complete = (await vote(team.clientManager, decision.decisionId, { vote: 'go' })).body;
    expect(complete).toMatchObject({ status: 'complete', outcome: 'go', waitingFor: [] });
    expect(complete.votes.map((one) => `${one.by.side} ${one.role}`).sort()).toEqual([
      'client business',
      'client release-manager',
      'vendor release-manager',
    ]);
    const ofThis = <D extends { releaseId: string }>(events: { data: D }[]) =>
      events.map((event) => event.data).filter((data) => data.releaseId === releaseId);
    expect(ofThis(await story.t.events(decisionRecorded))).toMatchObject([{ outcome: 'go', readinessHash: readiness.hash }]);

    expect((await act('live', { liveAt: story.t.clock.now().plus({ minutes: 6 }).toISO() })).body).toMatchObject({
      code: 'live-in-the-future',
      field: 'liveAt',
    });
    const live = (await act('live')).body;
    expect(live).toMatchObject({ status: 'live', liveAt: story.now(), readiness: { ready: true } });
    expect(ofThis(await story.t.events(releaseWentLive))).toMatchObject([
      { environment: 'prod', features: ['work-orders'], liveAt: story.now() },
    ]);
    expect((await act('live')).body.code).toBe('wrong-status');
    story.t.clock.advance({ days: 40 });
    expect(await story.readiness(team, releaseId)).toMatchObject({ ready: true, done: 25 });
    expect((await act('rollback', { reason: 'orders fell' })).body).toMatchObject({ status: 'rolled-back' });
    expect((await act('close')).body).toMatchObject({ status: 'closed', outcome: 'rolled-back' });
    expect(ofThis(await story.t.events(releaseClosed))).toMatchObject([{ outcome: 'rolled-back' }]);
    expect(ofThis(await story.t.events(releaseChanged)).map((data) => data.status)).toEqual(['decided', 'live', 'rolled-back', 'closed']);
    expect(
      (
        await story.call<ProblemBody>(team.vendorDoer, 'POST', `/releases/${releaseId}/evidence`, {
          itemKey: 'user-manual',
          kind: 'manual',
          outcome: 'pass',
          statement: 'x',
        })
      ).body.code,
    ).toBe('wrong-status');
  });

  it('does not go live when an item was lost since the go', async () => {
    await story.makeReady(team, releaseId);
    await go();
    story.t.clock.advance({ days: 1 });
    const refused = await act('live');
    expect([refused.status, refused.body.code]).toEqual([409, 'readiness-lost']);
    expect(refused.body.blockers).toEqual(['fault-side-board', 'kpis-tracked']);
    expect((await story.read(team, releaseId)).status).toBe('decided');
  });

  it('does not go live with other versions than were decided on', async () => {
    await story.makeReady(team, releaseId);
    await go();
    const { revision } = await story.read(team, releaseId);
    await story.call(
      team.vendorManager,
      'PATCH',
      `/releases/${releaseId}`,
      { components: [{ name: 'api', version: '2.5.0' }] },
      { 'if-match': `"${revision}"` },
    );
    expect((await act('live')).body.code).toBe('decided-other-versions');
  });
});

describe('decisions', () => {
  it('refuse go while something is missing, and take conditions for what is open but not for what fails', async () => {
    const { decisionId } = (await open()).body;
    const refused = await vote(team.vendorManager, decisionId, { vote: 'go' });
    expect([refused.status, refused.body.code]).toEqual([409, 'not-ready']);
    expect(refused.body.blockers).toHaveLength(25);
    expect((await vote(team.vendorManager, decisionId, { vote: 'go-with-conditions' })).status).toBe(400);
    const conditions = { vote: 'go-with-conditions', conditions: 'everything within two weeks' };
    expect((await vote(team.vendorManager, decisionId, conditions)).status).toBe(201);
    const complete = await vote(team.clientManager, decisionId, conditions);
    expect(complete.body).toMatchObject({ status: 'complete', outcome: 'go-with-conditions' });
    expect((await act('live')).body.status).toBe('live');
    expect((await act('close')).body).toMatchObject({ outcome: 'done' });
  });

  it('refuse conditions on an item that fails', async () => {
    await story.definitionsAgreed(team, { agreed: 1, open: 1 });
    const { decisionId } = (await open()).body;
    const refused = await vote(team.vendorManager, decisionId, { vote: 'go-with-conditions', conditions: 'later' });
    expect(refused.body).toMatchObject({ code: 'failing-items', blockers: ['kpis-agreed'] });
  });

  it('no-go needs a reason and leaves the release in preparation', async () => {
    const { decisionId } = (await open()).body;
    expect((await vote(team.vendorManager, decisionId, { vote: 'no-go' })).status).toBe(400);
    await vote(team.vendorManager, decisionId, { vote: 'no-go', reason: 'nothing is done' });
    const complete = await vote(team.clientManager, decisionId, { vote: 'no-go', reason: 'indeed' });
    expect(complete.body.outcome).toBe('no-go');
    expect((await story.read(team, releaseId)).status).toBe('preparing');
    expect((await act('live')).body.code).toBe('wrong-status');
    expect((await vote(team.business, decisionId, { vote: 'no-go', reason: 'late' })).body.code).toBe('decision-over');
  });

  it('are about one readiness: the old hash is refused, and a move supersedes an open decision', async () => {
    const { hash } = await story.readiness(team, releaseId);
    const { decisionId } = (await open()).body;
    await story.testTicket(team);
    const refused = await vote(team.vendorManager, decisionId, { vote: 'no-go', reason: 'moved' });
    expect([refused.status, refused.body.code]).toEqual([409, 'snapshot-moved']);
    expect((await story.call<DecisionView>(team.observer, 'GET', `/decisions/${decisionId}`)).body.status).toBe('superseded');
    expect((await open(team.vendorManager, hash)).body.code).toBe('snapshot-moved');
    expect((await open()).status).toBe(201);
  });

  it('are refused when time alone moved readiness, before any sweep ran', async () => {
    await story.tracking(team);
    const { decisionId } = (await open()).body;
    story.t.clock.advance({ days: 1 });
    expect((await vote(team.vendorManager, decisionId, { vote: 'no-go', reason: 'stale' })).body.code).toBe('snapshot-moved');
  });

  it('are opened once when two open at the same time, and completed once when two vote at the same time', async () => {
    const { hash } = await story.readiness(team, releaseId);
    const opened = await Promise.all([open(team.vendorManager, hash), open(team.clientManager, hash)]);
    expect(opened.map((answer) => answer.status).sort()).toEqual([201, 409]);
    expect(opened.find((answer) => answer.status === 409)?.body.code).toBe('decision-open');
    const decisionId = opened.find((answer) => answer.status === 201)?.body.decisionId ?? '';
    const second = await story.t.member({ engagementId: team.engagementId, side: 'client', department: 'it', roles: ['release-manager'] });
    await vote(team.vendorManager, decisionId, { vote: 'no-go', reason: 'a' });
    const votes = await Promise.all([
      vote(team.clientManager, decisionId, { vote: 'no-go', reason: 'b' }),
      vote(second, decisionId, { vote: 'no-go', reason: 'c' }),
    ]);
    expect(votes.map((answer) => answer.status).sort()).toEqual([201, 409]);
    const told = (await story.t.events(decisionRecorded)).filter((event) => event.data.releaseId === releaseId);
    expect(told).toHaveLength(1);
  });

  it('are for release managers and business of this engagement', async () => {
    const { decisionId } = (await open()).body;
    expect((await open(team.business)).status).toBe(403);
    expect((await vote(team.vendorDoer, decisionId, { vote: 'no-go', reason: 'x' })).status).toBe(403);
    const foreign = await story.team();
    expect((await vote(foreign.vendorManager, decisionId, { vote: 'no-go', reason: 'x' })).status).toBe(404);
    expect((await vote(team.vendorManager, newId(), { vote: 'no-go', reason: 'x' })).status).toBe(404);
  });

  it('closing before going live abandons, with a reason', async () => {
    expect((await act('close')).body.code).toBe('reason-needed');
    expect((await act('close', { reason: 'cancelled by the client' })).body).toMatchObject({ status: 'closed', outcome: 'abandoned' });
    expect((await act('close', { reason: 'again' })).body.code).toBe('wrong-status');
    expect((await open()).body.code).toBe('wrong-status');
  });
});
