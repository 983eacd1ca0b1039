import { windowWithdrawn } from '@slipway/contracts';
import { newId } from '@slipway/service-host';
import { ChecklistStory, type ProblemBody, type Team } from '../testing/checklist-story';
import type { EvidenceView } from './evidence-schemas';

let story: ChecklistStory;
let team: Team;
let releaseId: string;
const proof = {
  itemKey: 'delivery-pipeline',
  kind: 'pipeline-run',
  subject: 'environment:prod',
  outcome: 'pass',
  source: 'https://ci.example/42',
  body: { run: 42 },
};

beforeAll(async () => {
  story = await ChecklistStory.start();
});
afterAll(() => story?.stop());
beforeEach(async () => {
  team = await story.team();
  releaseId = (await story.release(team)).releaseId;
});
const add = (body: unknown, caller = team.vendorDoer, headers?: Record<string, string>) =>
  story.call<EvidenceView & ProblemBody>(caller, 'POST', `/releases/${releaseId}/evidence`, body, headers);

describe('recording proof', () => {
  it('keeps its hash, its times, its producer and who recorded it', async () => {
    const { status, body } = await add({ ...proof, measuredAt: '2026-03-02T09:30:00+02:00', producerId: team.vendorManager.personId });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      measuredAt: '2026-03-02T07:30:00.000Z',
      receivedAt: story.now(),
      producer: { personId: team.vendorManager.personId },
      recordedBy: { personId: team.vendorDoer.personId },
      byProduct: false,
      body: { run: 42 },
    });
    expect(body.hash).toMatch(/^[0-9a-f]{64}$/);
    expect((await story.call<EvidenceView>(team.observer, 'GET', `/evidence/${body.evidenceId}`)).body).toEqual(body);
  });

  it('stores the same content once, and a key’s answer again', async () => {
    const measured = { ...proof, measuredAt: '2026-03-02T07:30:00Z' };
    const first = await add(measured);
    story.t.clock.advance({ minutes: 3 });
    const again = await add({ ...measured, measuredAt: '2026-03-02T08:30:00+01:00' });
    expect([again.status, again.body.evidenceId]).toEqual([201, first.body.evidenceId]);
    const key = { 'idempotency-key': newId() };
    const keyed = [
      await add({ ...proof, kind: 'manual' }, team.vendorDoer, key),
      await add({ ...proof, kind: 'manual' }, team.vendorDoer, key),
    ];
    expect(keyed[1]?.body.evidenceId).toBe(keyed[0]?.body.evidenceId);
    const { items } = (
      await story.call<{ items: EvidenceView[] }>(team.observer, 'GET', `/releases/${releaseId}/evidence?itemKey=delivery-pipeline`)
    ).body;
    expect(items).toHaveLength(2);
    expect((await story.item(team, releaseId, 'delivery-pipeline')).evidenceCount).toBe(2);
  });

  it('stores the same content once, also when it comes twice at the same time', async () => {
    const measured = { ...proof, measuredAt: '2026-03-02T07:30:00Z' };
    const answers = await Promise.all([add(measured), add(measured), add(measured)]);
    expect(new Set(answers.map((answer) => answer.body.evidenceId)).size).toBe(1);
    expect((await story.item(team, releaseId, 'delivery-pipeline')).evidenceCount).toBe(1);
  });

  it('refuses proof from the future beyond the skew of clocks', async () => {
    const at = (minutes: number, seconds = 0) => story.t.clock.now().plus({ minutes, seconds }).toISO();
    expect((await add({ ...proof, measuredAt: at(5) })).status).toBe(201);
    const late = await add({ ...proof, measuredAt: at(5, 1) });
    expect([late.status, late.body.code, late.body.field]).toEqual([422, 'evidence-from-the-future', 'measuredAt']);
  });

  it.each([
    ['proved-by-fact', { itemKey: 'moment-chosen' }],
    ['unknown-item', { itemKey: 'world-peace' }],
    ['unknown-producer', { producerId: '0192f1a0-0000-7000-8000-0000000000ff' }],
  ])('answers 422 %s', async (code, change) => {
    const { status, body } = await add({ ...proof, ...change });
    expect([status, body.code]).toEqual([422, code]);
  });

  it.each([
    [{ body: undefined }],
    [{ outcome: 'maybe' }],
    [{ link: 'javascript:alert(1)' }],
    [{ link: 'https://user:secret@host/' }],
    [{ link: 'not a link' }],
    [{ body: { text: '\ud800' } }],
    [{ body: { '\udfff': 1 } }],
    [{ body: [1] }],
    [{ body: { text: 'x'.repeat(70_000) } }],
    [{ subject: 'a\u0000' }],
    [{ measuredAt: '2026-13-01T00:00:00Z' }],
    [{ measuredAt: '2101-01-01T00:00:00Z' }],
    [{ kind: '' }],
  ])('answers 400 for %j', async (change) => {
    const { status, body } = await add({ ...proof, ...change });
    expect([status, body.code]).toEqual([400, expect.any(String)]);
  });

  it('keeps observers out and other engagements away', async () => {
    expect((await add(proof, team.observer)).status).toBe(403);
    expect((await add(proof, (await story.team()).vendorDoer)).status).toBe(404);
  });

  it('cannot be changed or removed, not even by the role of the service', async () => {
    const { body } = await add(proof);
    const db = story.t.database('checklist');
    for (const sql of [`UPDATE checklist.evidence SET outcome = 'fail' WHERE id = $1`, `DELETE FROM checklist.evidence WHERE id = $1`]) {
      await expect(db.inEngagement(team.engagementId, (tx) => tx.query(sql, [body.evidenceId]))).rejects.toThrow(/permission denied/);
      await expect(db.across('try to change proof', (tx) => tx.query(sql, [body.evidenceId]))).rejects.toThrow(/permission denied/);
    }
    const foreign = await story.team();
    const seen = await db.inEngagement(foreign.engagementId, (tx) => tx.query('SELECT 1 FROM checklist.evidence'));
    expect(seen).toEqual([]);
    const [trigger] = (await db.across('look at triggers', (tx) =>
      tx.query(`SELECT count(*)::int AS many FROM pg_trigger WHERE tgrelid = 'checklist.evidence'::regclass AND NOT tgisinternal`),
    )) as { many: number }[];
    expect(trigger?.many).toBe(2);
  });
});

describe('facts that the product observes', () => {
  it('agreed KPIs, fresh measurements and a travelled test ticket pass by themselves, and fall back', async () => {
    const state = async (key: string) => (await story.item(team, releaseId, key)).state;
    await story.definitionsAgreed(team, { agreed: 2, open: 1 });
    expect(await state('kpis-agreed')).toBe('fail');
    await story.definitionsAgreed(team, { agreed: 3, open: 0 });
    expect(await story.item(team, releaseId, 'kpis-agreed')).toMatchObject({
      state: 'pass',
      cause: 'fact',
      tasks: [{ status: 'done' }, { status: 'done' }],
    });
    await story.tracking(team);
    expect(await state('kpis-tracked')).toBe('pass');
    story.t.clock.advance({ hours: 1 });
    await story.tracking(team, ['orders-closed']);
    expect(await story.item(team, releaseId, 'kpis-tracked')).toMatchObject({ state: 'fail', tasks: [{ status: 'open' }] });
    await story.testTicket(team, { isTest: false });
    await story.testTicket(team, { trip: ['first', 'second'] });
    expect(await state('support-lines')).toBe('no-data');
    await story.testTicket(team);
    expect(await state('support-lines')).toBe('pass');
  });

  it('are remembered for releases that come later', async () => {
    await story.definitionsAgreed(team, { agreed: 2, open: 1 });
    await story.definitionsAgreed(team);
    await story.testTicket(team);
    const later = await story.release(team);
    const done = later.sections.flatMap((section) => section.items).filter((item) => item.done);
    expect(done.map((item) => item.key).sort()).toEqual(['kpis-agreed', 'support-lines']);
    expect(later.readiness).toMatchObject({ done: 2, total: 25 });
  });

  it('a booked window is the moment, until it is withdrawn or has passed', async () => {
    const withdraw = (bookingId: string) =>
      story.t.publish(windowWithdrawn, {
        ...windowWithdrawn.example,
        engagementId: team.engagementId,
        releaseId,
        bookingId,
        at: story.now(),
      });
    await story.book(team, releaseId, { environment: 'uat' });
    expect((await story.item(team, releaseId, 'moment-chosen')).state).toBe('no-data');
    const former = await story.book(team, releaseId);
    expect((await story.read(team, releaseId)).window).toMatchObject({ bookingId: former, zone: 'Europe/Berlin' });
    await withdraw(former);
    expect((await story.read(team, releaseId)).window).toBeNull();
    expect(await story.item(team, releaseId, 'moment-chosen')).toMatchObject({
      state: 'fail',
      reason: expect.stringContaining('month-end close'),
    });
    await story.book(team, releaseId);
    await withdraw(former);
    expect((await story.item(team, releaseId, 'moment-chosen')).state).toBe('pass');
    story.t.clock.advance({ days: 3, hours: 3 });
    await story.t.dueWork('checklist.readiness');
    expect((await story.item(team, releaseId, 'moment-chosen')).state).toBe('stale');
  });

  it('of one engagement prove nothing in another', async () => {
    const other = await story.team();
    const foreign = await story.release(other);
    await story.testTicket(team);
    expect((await story.item(other, foreign.releaseId, 'support-lines')).state).toBe('no-data');
    await story.book(team, foreign.releaseId);
    expect((await story.item(other, foreign.releaseId, 'moment-chosen')).state).toBe('no-data');
  });
});
