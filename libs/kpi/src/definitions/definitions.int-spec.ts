import { startTestServices, type TestAnswer, type TestCaller, type TestServices } from '@slipway/access/testing';
import { definitionAgreed, trackingObserved } from '@slipway/contracts';
import { kpiService } from '../index';
import { cloudEvent } from '../testing/cloud-events';
import { agree, ordersClosed, send, settled, team, type Team } from '../testing/kpi-flow';
import type { TrackingAnswer } from '../tracking/tracking-schemas';
import type { DefinitionAnswer, KpiHistory } from './definition-answers';

const kpis = '/api/kpi/v1/kpis';
type Problem = DefinitionAnswer & { code: string; field: string; detail: string };

describe('definitions', () => {
  let t: TestServices;
  let people: Team;
  beforeAll(async () => {
    t = await startTestServices({ services: [kpiService], at: '2026-03-02T10:20:00Z' });
  });
  beforeEach(async () => {
    people = await team(t);
  });
  afterAll(() => t?.stop());

  const propose = (caller: TestCaller, body: object = ordersClosed, headers = {}): Promise<TestAnswer<Problem>> =>
    t.call<Problem>(caller, 'POST', kpis, { body, headers });
  const sign = (caller: TestCaller, version = 1, ifMatch = '*'): Promise<TestAnswer<Problem>> =>
    t.call<Problem>(caller, 'POST', `${kpis}/orders-closed/versions/${version}/signatures`, { headers: { 'if-match': ifMatch } });
  const agreedEvents = async (): Promise<unknown[]> =>
    (await t.events(definitionAgreed))
      .filter(({ data }) => data.engagementId === people.engagementId)
      .map(({ data }) => [data.version, data.agreed, data.open]);

  it('is agreed once people of both sides have signed the same version', async () => {
    const proposed = await propose(people.vendorManager);
    expect(proposed.body).toMatchObject({
      key: 'orders-closed',
      version: 1,
      status: 'proposed',
      revision: 1,
      missingSides: ['client', 'vendor'],
    });
    const first = await sign(people.vendorManager, 1, proposed.headers.get('etag') ?? '');
    expect(first.body).toMatchObject({ status: 'proposed', missingSides: ['client'], revision: 2 });
    expect(await agreedEvents()).toEqual([]);
    expect((await sign(people.clientBusiness, 1, '"1"')).status).toBe(412);
    const second = await sign(people.clientBusiness, 1, '"2"');
    expect(second.body).toMatchObject({ status: 'agreed', missingSides: [], agreedAt: '2026-03-02T10:20:00.000Z' });
    expect(second.body.signatures.map(({ side }) => side).sort()).toEqual(['client', 'vendor']);
    expect(await agreedEvents()).toEqual([[1, 1, 0]]);
  });

  it('two signatures of one side agree to nothing', async () => {
    await propose(people.vendorManager);
    const analyst = await t.member({ engagementId: people.engagementId, side: 'vendor', department: 'Analytics', roles: ['engineer'] });
    await sign(people.vendorManager);
    expect((await sign(analyst)).body).toMatchObject({ status: 'proposed', missingSides: ['client'] });
    expect((await sign(analyst)).body.code).toBe('already-signed');
  });

  it('is signed by release managers, business and analytics only', async () => {
    await propose(people.vendorEngineer);
    const refused = await sign(people.vendorEngineer);
    expect([refused.status, refused.body.code]).toEqual([403, 'may-not-sign']);
    expect((await sign(people.observer)).status).toBe(403);
    expect((await propose(people.observer)).status).toBe(403);
  });

  it('changing a proposal drops the signatures that were given for what it was', async () => {
    await propose(people.vendorManager);
    await sign(people.vendorManager);
    const { key: _key, ...input } = ordersClosed;
    const path = `${kpis}/orders-closed/versions/1`;
    expect((await t.call(people.clientBusiness, 'PUT', path, { body: input })).status).toBe(428);
    expect((await t.call(people.clientBusiness, 'PUT', path, { body: input, headers: { 'if-match': '"1"' } })).status).toBe(412);
    const edited = await t.call<DefinitionAnswer>(people.clientBusiness, 'PUT', path, {
      body: { ...input, minimumSample: 50 },
      headers: { 'if-match': '"2"' },
    });
    expect(edited.body).toMatchObject({ minimumSample: 50, signatures: [], revision: 3, missingSides: ['client', 'vendor'] });
    await sign(people.clientBusiness);
    expect((await sign(people.vendorManager)).body.status).toBe('agreed');
  });

  it('never changes once agreed: a new version supersedes it', async () => {
    await agree(t, people, ordersClosed);
    const { key: _key, ...input } = ordersClosed;
    const path = `${kpis}/orders-closed/versions/1`;
    for (const method of ['PUT', 'DELETE']) {
      const answer = await t.call<Problem>(people.vendorManager, method, path, {
        ...(method === 'PUT' ? { body: input } : {}),
        headers: { 'if-match': '*' },
      });
      expect([answer.status, answer.body.code]).toEqual([409, 'version-immutable']);
    }
    const write = t.database('kpi').inEngagement(people.engagementId, (tx) => tx.query(`UPDATE kpi.definitions SET minimum_sample = 1`));
    await expect(write).rejects.toThrow(/does not change/);
    expect((await propose(people.vendorManager)).body.code).toBe('kpi-exists');
    const next = await t.call<DefinitionAnswer>(people.vendorManager, 'POST', `${kpis}/orders-closed/versions`, {
      body: { ...input, minimumSample: 99 },
    });
    expect(next.body).toMatchObject({ version: 2, status: 'proposed' });
    expect((await t.call<Problem>(people.vendorManager, 'POST', `${kpis}/orders-closed/versions`, { body: input })).body.code).toBe(
      'proposal-open',
    );
    await sign(people.clientManager, 2);
    await sign(people.vendorManager, 2);
    const { body } = await t.call<KpiHistory>(people.observer, 'GET', `${kpis}/orders-closed`);
    expect(body.versions.map(({ version, status }) => [version, status])).toEqual([[2, 'agreed'], [1, 'superseded']]); // prettier-ignore
    expect([body.agreed?.version, body.proposed]).toEqual([2, null]);
    expect(await agreedEvents()).toEqual([[1, 1, 0], [2, 1, 0]]); // prettier-ignore
  });

  it('tells how many proposals are still open', async () => {
    await propose(people.vendorManager, { ...ordersClosed, key: 'second' });
    await agree(t, people, ordersClosed);
    expect(await agreedEvents()).toEqual([[1, 1, 1]]);
    const withdrawn = await t.call<DefinitionAnswer>(people.vendorManager, 'DELETE', `${kpis}/second/versions/1`, {
      headers: { 'if-match': '"1"' },
    });
    expect(withdrawn.body.status).toBe('withdrawn');
    const { body } = await t.call<{ items: { key: string }[] }>(people.observer, 'GET', `${kpis}?limit=1`);
    expect(body.items.map(({ key }) => key)).toEqual(['orders-closed']);
  });

  it('lists page by page', async () => {
    for (const key of ['c', 'a', 'b']) await propose(people.vendorManager, { ...ordersClosed, key });
    const first = await t.call<{ items: { key: string }[]; nextCursor: string }>(people.observer, 'GET', `${kpis}?limit=2&status=proposed`);
    const second = await t.call<{ items: { key: string }[]; nextCursor: null }>(
      people.observer,
      'GET',
      `${kpis}?limit=2&cursor=${first.body.nextCursor}`,
    );
    expect([first.body, second.body].map(({ items }) => items.map(({ key }) => key))).toEqual([['a', 'b'], ['c']]); // prettier-ignore
    expect(second.body.nextCursor).toBeNull();
    expect((await t.call<Problem>(people.observer, 'GET', `${kpis}?cursor=x`)).body.field).toBe('cursor');
  });

  it('answers a repeated proposal from its key, and nothing to others', async () => {
    const headers = { 'idempotency-key': 'one' };
    const [first, second] = [
      await propose(people.vendorManager, ordersClosed, headers),
      await propose(people.vendorManager, ordersClosed, headers),
    ];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    const other = await team(t);
    expect((await t.call(other.vendorManager, 'GET', `${kpis}/orders-closed`)).status).toBe(404);
    expect((await t.call(other.vendorManager, 'GET', `${kpis}/orders-closed/versions/1`)).status).toBe(404);
  });

  it('refuses bad input by its field', async () => {
    const bad: [object, string][] = [
      [{ ...ordersClosed, key: 'Orders Closed' }, 'key'],
      [{ ...ordersClosed, guardrails: { warnPercent: 30, failPercent: 25 } }, 'guardrails.warnPercent'],
      [{ ...ordersClosed, formula: { kind: 'median' } }, 'formula.kind'],
      [{ ...ordersClosed, formula: { ...ordersClosed.formula, measure: '' } }, 'formula.measure'],
      [{ ...ordersClosed, name: undefined }, 'name'],
    ];
    for (const [body, field] of bad) {
      const answer = await propose(people.vendorManager, body);
      expect([answer.status, answer.body.field]).toEqual([400, field]);
    }
    expect((await t.call(people.observer, 'GET', `${kpis}/orders-closed/versions/99999999999`)).status).toBe(400);
  });

  it('observes whether agreed KPIs are measured: when agreed, when an hour closes, and again when they fall silent', async () => {
    const observed = async (): Promise<unknown[]> =>
      (await t.events(trackingObserved))
        .filter(({ data }) => data.engagementId === people.engagementId)
        .map(({ data }) => [data.agreed, data.open, data.fresh, data.stale]);
    t.clock.set('2026-03-02T10:20:00Z');
    await agree(t, people, ordersClosed);
    await t.dueWork('observe-tracking');
    expect(await observed()).toEqual([[1, 0, [], ['orders-closed']]]);
    await send(t, people.vendorEngineer, [cloudEvent('t-1', '2026-03-02T09:50:00Z'), cloudEvent('t-2', '2026-03-01T09:50:00Z')]);
    await settled(t);
    const { body } = await t.call<TrackingAnswer>(people.observer, 'GET', '/api/kpi/v1/tracking');
    expect(body).toMatchObject({
      agreed: 1,
      open: 0,
      kpis: [
        { key: 'orders-closed', fresh: true, lastMeasuredAt: '2026-03-02T09:50:00.000Z', last24h: 1, previous24h: 1, changePercent: 0 },
      ],
    });
    t.clock.advance({ seconds: 10 });
    await t.dueWork('close-hours');
    await t.dueWork('observe-tracking');
    expect((await observed()).slice(1)).toEqual([[1, 0, ['orders-closed'], []]]);
    t.clock.set('2026-03-03T09:49:00Z');
    await t.dueWork('observe-tracking');
    t.clock.set('2026-03-03T10:20:00Z');
    await t.dueWork('observe-tracking');
    expect((await observed()).slice(2)).toEqual([[1, 0, ['orders-closed'], []], [1, 0, [], ['orders-closed']]]); // prettier-ignore
  });
});
