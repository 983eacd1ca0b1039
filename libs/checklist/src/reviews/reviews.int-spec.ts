import { readinessChanged, reviewRequested, taskCompleted } from '@slipway/contracts';
import type { TestCaller } from '@slipway/access/testing';
import type { EvidenceView } from '../evidence/evidence-schemas';
import { ChecklistStory, type ProblemBody, type Team } from '../testing/checklist-story';
import type { TaskView } from '../tasks/task-schemas';
import type { ReviewView } from './review-schemas';

let story: ChecklistStory;
let team: Team;
let releaseId: string;
const proof = { kind: 'manual', outcome: 'pass', statement: 'done' };

beforeAll(async () => {
  story = await ChecklistStory.start();
});
afterAll(() => story?.stop());
beforeEach(async () => {
  team = await story.team();
  releaseId = (await story.release(team)).releaseId;
});

const decide = (caller: TestCaller, reviewId: string, body: unknown) =>
  story.call<ReviewView & ProblemBody>(caller, 'POST', `/reviews/${reviewId}/decision`, body);
const add = (caller: TestCaller, body: unknown) =>
  story.call<EvidenceView & ProblemBody>(caller, 'POST', `/releases/${releaseId}/evidence`, body);
const auditor = (department: string): TestCaller => team.auditors[department] as TestCaller;

describe('from work to sign-off', () => {
  it('completes a task with proof, asks the auditing department, and passes by its approval', async () => {
    await story.work(team, releaseId, 'delivery-pipeline');
    const waiting = await story.item(team, releaseId, 'delivery-pipeline');
    expect(waiting).toMatchObject({ state: 'waiting-review', done: false, review: { status: 'open' } });
    const asked = (await story.t.events(reviewRequested)).filter((event) => event.data.releaseId === releaseId);
    expect(asked.map((event) => event.data)).toMatchObject([
      { itemKey: 'delivery-pipeline', department: 'development', reviewId: waiting.review?.reviewId },
    ]);
    expect((await story.t.events(taskCompleted)).filter((event) => event.data.releaseId === releaseId)).toHaveLength(1);

    const mine = (await story.call<{ items: ReviewView[] }>(auditor('development'), 'GET', '/reviews')).body.items;
    expect(mine).toMatchObject([
      { itemKey: 'delivery-pipeline', mayDecide: true, refusal: null, evidence: [{ statement: 'seen with my own eyes' }] },
    ]);
    expect((await story.call<{ items: ReviewView[] }>(auditor('legal'), 'GET', '/reviews')).body.items).toEqual([]);
    const others = (await story.call<{ items: ReviewView[] }>(auditor('legal'), 'GET', '/reviews?mine=false')).body.items;
    expect(others).toMatchObject([{ mayDecide: false, refusal: { code: 'wrong-department' } }]);

    const hashes = mine[0]?.evidence.map((one) => one.hash);
    const approved = await decide(auditor('development'), mine[0]?.reviewId ?? '', {
      decision: 'approve',
      evidenceHashes: hashes,
      comment: 'fine',
    });
    expect(approved.status).toBe(200);
    expect(approved.body).toMatchObject({ status: 'approved', mayDecide: false });
    const passed = await story.item(team, releaseId, 'delivery-pipeline');
    expect(passed).toMatchObject({
      state: 'pass',
      done: true,
      review: null,
      signedOff: { decision: 'approve', evidenceHashes: hashes, comment: 'fine' },
    });
    const told = (await story.t.events(readinessChanged)).filter((event) => event.data.releaseId === releaseId);
    expect(told.map((event) => [event.data.revision, event.data.done])).toEqual([
      [1, 0],
      [2, 0],
      [3, 1],
    ]);
    expect((await decide(auditor('development'), mine[0]?.reviewId ?? '', { decision: 'approve' })).body.code).toBe('review-over');
  });

  it('waits for both sides where both do the work', async () => {
    const [client, vendor] = (await story.item(team, releaseId, 'backup-restore')).tasks;
    const complete = async (taskId: string | undefined, manager: TestCaller, doer: TestCaller) => {
      await story.call(manager, 'POST', `/tasks/${taskId}/assign`, { assigneeId: doer.personId });
      return story.call<TaskView>(doer, 'POST', `/tasks/${taskId}/complete`, { proof: [proof] });
    };
    expect((await complete(vendor?.taskId, team.vendorManager, team.vendorDoer)).body).toMatchObject({
      status: 'done',
      itemState: 'no-data',
    });
    const half = await story.readiness(team, releaseId);
    const blocker = half.blockers.find((one) => one.itemKey === 'backup-restore');
    expect(blocker).toMatchObject({ cause: 'task-open' });
    expect(blocker?.mustAct.map((actor) => actor.side)).toEqual(['client']);
    expect((await complete(client?.taskId, team.clientManager, team.clientDoer)).body).toMatchObject({
      status: 'done',
      itemState: 'waiting-review',
    });
  });

  it('sends work back with a comment, and takes it again', async () => {
    await story.work(team, releaseId, 'user-manual');
    const reviewId = await story.reviewOf(team, releaseId, 'user-manual');
    expect((await decide(auditor('support'), reviewId, { decision: 'rework' })).status).toBe(400);
    await decide(auditor('support'), reviewId, { decision: 'rework', comment: 'chapter 3 is missing' });
    const back = await story.item(team, releaseId, 'user-manual');
    expect(back).toMatchObject({ state: 'rework', tasks: [{ status: 'rework', comment: 'chapter 3 is missing' }] });
    expect(back.reason).toContain('chapter 3 is missing');
    await story.pass(team, releaseId, 'user-manual');
    expect(await story.item(team, releaseId, 'user-manual')).toMatchObject({ state: 'pass' });
  });

  it('refuses everybody who may not decide, with the exact reason', async () => {
    const { engagementId } = team;
    const doer = await story.t.member({ engagementId, side: 'vendor', department: 'development', roles: ['engineer', 'auditor'] });
    const colleague = await story.t.member({ engagementId, side: 'vendor', department: 'development', roles: ['auditor'] });
    const producer = await story.t.member({ engagementId, side: 'client', department: 'development', roles: ['auditor'] });
    const task = (await story.item(team, releaseId, 'delivery-pipeline')).tasks[0];
    await story.call(team.vendorManager, 'POST', `/tasks/${task?.taskId}/assign`, { assigneeId: doer.personId });
    const given = await story.call(doer, 'POST', `/tasks/${task?.taskId}/complete`, {
      proof: [{ ...proof, producerId: producer.personId }],
    });
    expect(given.status).toBe(200);
    const reviewId = await story.reviewOf(team, releaseId, 'delivery-pipeline');
    for (const [caller, code] of [
      [team.vendorManager, 'not-auditor'],
      [auditor('legal'), 'wrong-department'],
      [doer, 'is-author'],
      [producer, 'is-producer'],
      [colleague, 'same-department'],
    ] as const) {
      for (const path of ['claim', 'decision']) {
        const answer = await story.call<ProblemBody>(
          caller,
          'POST',
          `/reviews/${reviewId}/${path}`,
          path === 'claim' ? undefined : { decision: 'approve' },
        );
        expect([answer.status, answer.body.code]).toEqual([403, code]);
      }
    }
    expect((await story.item(team, releaseId, 'delivery-pipeline')).state).toBe('waiting-review');
    expect((await decide(auditor('development'), reviewId, { decision: 'approve' })).status).toBe(200);
  });

  it('still refuses a doer who moved to the auditing department', async () => {
    await story.work(team, releaseId, 'delivery-pipeline');
    const { engagementId } = team;
    const moved = await story.t.member({
      engagementId,
      personId: team.vendorDoer.personId,
      side: 'client',
      department: 'development',
      roles: ['auditor'],
    });
    const reviewId = await story.reviewOf(team, releaseId, 'delivery-pipeline');
    expect((await decide(moved, reviewId, { decision: 'approve' })).body.code).toBe('is-author');
  });

  it('keeps a claimed review for its auditor', async () => {
    await story.work(team, releaseId, 'delivery-pipeline');
    const reviewId = await story.reviewOf(team, releaseId, 'delivery-pipeline');
    const second = await story.t.member({ engagementId: team.engagementId, side: 'client', department: 'development', roles: ['auditor'] });
    expect((await story.call<ReviewView>(auditor('development'), 'POST', `/reviews/${reviewId}/claim`)).body).toMatchObject({
      status: 'claimed',
      mayDecide: true,
    });
    expect((await story.call<ProblemBody>(second, 'POST', `/reviews/${reviewId}/claim`)).body.code).toBe('claimed-by-another');
    expect((await decide(second, reviewId, { decision: 'approve' })).body.code).toBe('claimed-by-another');
  });

  it('is decided once when two auditors decide at the same time', async () => {
    await story.work(team, releaseId, 'delivery-pipeline');
    const reviewId = await story.reviewOf(team, releaseId, 'delivery-pipeline');
    const second = await story.t.member({ engagementId: team.engagementId, side: 'client', department: 'development', roles: ['auditor'] });
    const answers = await Promise.all([
      decide(auditor('development'), reviewId, { decision: 'approve' }),
      decide(second, reviewId, { decision: 'rework', comment: 'no' }),
    ]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
  });
});

describe('an approval is bound to what was approved', () => {
  it('is refused when the proof moved since the auditor looked', async () => {
    await story.work(team, releaseId, 'ui-handover');
    const reviewId = await story.reviewOf(team, releaseId, 'ui-handover');
    const seen = (await story.call<ReviewView>(auditor('design'), 'GET', `/reviews/${reviewId}`)).body.evidence.map((one) => one.hash);
    expect((await add(team.vendorDoer, { itemKey: 'ui-handover', ...proof, statement: 'another page' })).status).toBe(201);
    expect((await decide(auditor('design'), reviewId, { decision: 'approve', evidenceHashes: seen })).body.code).toBe('evidence-moved');
  });

  it('lives on with newer proof of the same outcome and ends with another outcome', async () => {
    await story.pass(team, releaseId, 'ui-handover');
    const again = { itemKey: 'ui-handover', ...proof, subject: 'vendor part' };
    story.t.clock.advance({ minutes: 1 });
    await add(team.vendorDoer, { ...again, statement: 'renewed' });
    expect((await story.item(team, releaseId, 'ui-handover')).state).toBe('pass');
    story.t.clock.advance({ minutes: 1 });
    await add(team.vendorDoer, { ...again, outcome: 'fail', statement: 'the kit is broken' });
    expect(await story.item(team, releaseId, 'ui-handover')).toMatchObject({ state: 'fail', tasks: [{ status: 'open' }] });
    story.t.clock.advance({ minutes: 1 });
    await add(team.vendorDoer, { ...again, statement: 'the kit is repaired' });
    expect(await story.item(team, releaseId, 'ui-handover')).toMatchObject({ state: 'no-data', cause: 'task-open' });
    await story.pass(team, releaseId, 'ui-handover');
    expect((await story.item(team, releaseId, 'ui-handover')).state).toBe('pass');
  });

  it('ends with other component versions, and every item is looked at again', async () => {
    await story.pass(team, releaseId, 'ui-handover');
    const change = await story.call(
      team.vendorManager,
      'PATCH',
      `/releases/${releaseId}`,
      { components: [{ name: 'api', version: '2.4.1' }] },
      { 'if-match': '"1"' },
    );
    expect(change.status).toBe(200);
    const item = await story.item(team, releaseId, 'ui-handover');
    expect(item).toMatchObject({ state: 'waiting-review', review: { status: 'open' } });
    expect(item.reason).toContain('other component versions');
  });

  it('lapses when proof goes stale, at that instant and without anybody asking', async () => {
    await story.pass(team, releaseId, 'fault-side-board');
    expect((await story.item(team, releaseId, 'fault-side-board')).staleAt).toBe(story.t.clock.now().plus({ days: 1 }).toISO());
    story.t.clock.advance({ days: 1 });
    expect(await story.t.dueWork('checklist.readiness')).toBeGreaterThan(0);
    const told = (await story.t.events(readinessChanged)).filter((event) => event.data.releaseId === releaseId);
    expect(told.at(-1)?.data).toMatchObject({ done: 0 });
    expect(await story.item(team, releaseId, 'fault-side-board')).toMatchObject({ state: 'stale', tasks: [{ status: 'open' }] });
    expect(await story.t.dueWork('checklist.readiness')).toBe(0);
  });
});

describe('tasks', () => {
  it('lists mine, due first, and hands them over', async () => {
    const tasks = (await story.call<{ items: TaskView[]; nextCursor: string | null }>(team.vendorDoer, 'GET', '/tasks?assignee=me&limit=3'))
      .body;
    expect(tasks.items).toHaveLength(3);
    expect(tasks.items.every((task) => task.assignee?.personId === team.vendorDoer.personId)).toBe(true);
    const next = (await story.call<{ items: TaskView[] }>(team.vendorDoer, 'GET', `/tasks?assignee=me&limit=3&cursor=${tasks.nextCursor}`))
      .body.items;
    expect(next.length).toBeGreaterThan(0);
    expect(next.map((task) => task.taskId)).not.toContain(tasks.items[0]?.taskId);
    const taskId = tasks.items[0]?.taskId;
    const assign = (caller: TestCaller, assigneeId: string) =>
      story.call<TaskView & ProblemBody>(caller, 'POST', `/tasks/${taskId}/assign`, { assigneeId });
    expect((await assign(team.clientDoer, team.clientDoer.personId)).body.code).toBe('not-yours');
    expect((await assign(team.clientManager, team.clientDoer.personId)).body.code).toBe('not-yours');
    expect((await assign(team.vendorDoer, team.clientDoer.personId)).body.code).toBe('wrong-side');
    expect((await assign(team.vendorDoer, '0192f1a0-0000-7000-8000-0000000000ff')).body.code).toBe('unknown-assignee');
    const handed = await assign(team.vendorDoer, team.vendorManager.personId);
    expect(handed.body).toMatchObject({ assignee: { personId: team.vendorManager.personId } });
    expect(handed.body.assignedBecause).toContain('handed over by');
  });

  it('are completed by their assignee, with proof that passes', async () => {
    const task = (await story.item(team, releaseId, 'delivery-pipeline')).tasks[0];
    const complete = (caller: TestCaller, body: unknown) =>
      story.call<TaskView & ProblemBody>(caller, 'POST', `/tasks/${task?.taskId}/complete`, body);
    expect((await complete(team.vendorManager, { proof: [proof] })).body.code).toBe('not-yours');
    await story.call(team.vendorManager, 'POST', `/tasks/${task?.taskId}/assign`, { assigneeId: team.vendorDoer.personId });
    expect((await complete(team.vendorDoer, {})).body.code).toBe('no-proof');
    expect((await complete(team.vendorDoer, { proof: [{ ...proof, outcome: 'fail' }] })).body).toMatchObject({
      code: 'proof-not-passing',
      field: 'proof[0].outcome',
    });
    expect((await story.item(team, releaseId, 'delivery-pipeline')).evidenceCount).toBe(0);
    expect((await complete(team.vendorDoer, { proof: [proof] })).status).toBe(200);
    expect((await complete(team.vendorDoer, { proof: [proof] })).body.code).toBe('task-done');
    expect((await complete(team.observer, { proof: [proof] })).status).toBe(403);
  });
});
