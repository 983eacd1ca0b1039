import { startTestServices, type TestServices } from '@slipway/access/testing';
import { hourClosed, measurementRecorded } from '@slipway/contracts';
import { kpiService } from '../index';
import { cloudEvent, type SampleEvent } from '../testing/cloud-events';
import { send, settled, team, type Team } from '../testing/kpi-flow';
import type { AcceptedAnswer } from './event-schemas';
import type { Refusal } from './to-measurement';

const events = '/api/kpi/v1/events';
const batchType = { 'content-type': 'application/cloudevents-batch+json' };

describe('measurements in', () => {
  let t: TestServices;
  let people: Team;
  beforeAll(async () => {
    t = await startTestServices({ services: [kpiService], at: '2026-03-02T10:20:00Z' });
  });
  beforeEach(async () => {
    people = await team(t);
  });
  afterAll(() => t?.stop());

  const rollups = (engagementId: string): Promise<{ hour: string; count: number; sum: number; measure: string }[]> =>
    t.database('kpi').inEngagement(engagementId, (tx) =>
      tx.query(
        `SELECT to_char(r.hour_start_at AT TIME ZONE 'UTC', 'DD HH24') AS hour, r.count::int AS count, r.sum, s.measure FROM kpi.hourly_rollups r
         JOIN kpi.series s USING (engagement_id, series) ORDER BY 4, 1, 2`,
      ),
    );
  const stored = async (engagementId: string): Promise<number> => {
    const [{ count }] = await t
      .database('kpi')
      .inEngagement(engagementId, (tx) => tx.query('SELECT count(*)::int AS count FROM kpi.measurements'));
    return count as number;
  };

  it('stores once whatever is sent twice: in one batch, in several, at the same time', async () => {
    const batch = Array.from({ length: 700 }, (_, i) => cloudEvent(`a-${i % 600}`, `2026-03-02T0${i % 3}:15:00Z`));
    const answers = await Promise.all(
      [batch, batch, batch.slice(200), batch.slice(0, 5)].map((each) => send(t, people.vendorEngineer, each)),
    );
    expect(answers.map(({ status, body }) => [status, body.accepted])).toEqual([[202, 700], [202, 700], [202, 500], [202, 5]]); // prettier-ignore
    await settled(t);
    await send(t, people.clientManager, batch.slice(10, 20));
    await settled(t);
    expect(await stored(people.engagementId)).toBe(600);
    expect(await rollups(people.engagementId)).toEqual([
      { hour: '02 00', count: 200, sum: 200, measure: 'order.closed' },
      { hour: '02 01', count: 200, sum: 200, measure: 'order.closed' },
      { hour: '02 02', count: 200, sum: 200, measure: 'order.closed' },
    ]);
  });

  it('a redelivered event counts nothing, and one that fails half-way leaves nothing', async () => {
    const { engagementId } = people;
    const measurements = [1, 2, 3].map((i) => ({
      source: '/s', id: `r-${i}`, measure: 'm', at: '2026-03-02T09:00:00.000Z', value: i, feature: null, dimensions: {},
    })); // prettier-ignore
    await t.publish(measurementRecorded, { engagementId, measurements });
    await t.publish(measurementRecorded, { engagementId, measurements: [...measurements, { ...measurements[0], id: 'r-4', value: 4 }] });
    expect(await rollups(engagementId)).toEqual([{ hour: '02 09', count: 4, sum: 10, measure: 'm' }]);
  });

  it('stores ids and sources as they are, whatever characters they hold', async () => {
    const odd = ['NULL', '{a,"b"}', 'back\\slash\\', "o'clock", 'tab\tline\n', 'héllo 👋', ' ', '\u0001'];
    const events = odd.map((id) => cloudEvent(id, '2026-03-02T09:00:00Z', { source: `/s/${id}` }));
    expect((await send(t, people.vendorEngineer, events)).body).toEqual({ accepted: odd.length, refused: [] });
    await settled(t);
    const rows = await t.database('kpi').inEngagement(people.engagementId, (tx) => tx.query('SELECT id, source FROM kpi.measurements'));
    const sorted = (list: { id: string }[]): unknown[] => [...list].sort((a, b) => (a.id < b.id ? -1 : 1));
    expect(sorted(rows as { id: string }[])).toEqual(sorted(odd.map((id) => ({ id, source: `/s/${id}` }))));
  });

  it('keeps the good events of a batch and lists the others by position, with field and remedy', async () => {
    const good = cloudEvent('g-1', '2026-03-02T09:00:00Z');
    const bad: unknown[] = [
      good,
      { ...good, id: 7 },
      { ...good, time: '2026-03-02T12:00:00Z' },
      { ...good, data: { value: 'x' } },
      'text',
      null,
    ];
    const { status, body } = await send(t, people.vendorEngineer, bad as SampleEvent[]);
    expect([status, body.accepted]).toEqual([202, 1]);
    expect(body.refused.map(({ position, field }) => [position, field])).toEqual([
      [1, 'id'], [2, 'time'], [3, 'data.value'], [4, 'event'], [5, 'event'],
    ]); // prettier-ignore
    expect(body.refused.every(({ detail, remedy }) => detail.length > 5 && remedy.length > 5)).toBe(true);
    await settled(t);
    expect(await stored(people.engagementId)).toBe(1);
  });

  it('refuses a batch without a good event, with the same list', async () => {
    const answer = await t.call<{ code: string; refused: Refusal[]; remedy: string }>(people.vendorEngineer, 'POST', events, {
      raw: '[1,{}]',
      headers: batchType,
    });
    expect([answer.status, answer.body.code]).toEqual([422, 'all-refused']);
    expect(answer.body.refused.map(({ position }) => position)).toEqual([0, 1]);
  });

  it('takes every content type, and lines beside broken lines', async () => {
    const one = (id: string): string => JSON.stringify(cloudEvent(id, '2026-03-02T09:00:00Z'));
    const post = (type: string, raw: string): Promise<{ status: number; body: AcceptedAnswer }> =>
      t.call<AcceptedAnswer>(people.vendorEngineer, 'POST', events, { raw, headers: { 'content-type': type } });
    const answers = [
      await post('application/cloudevents+json; charset=utf-8', one('c-1')),
      await post('application/json', one('c-2')),
      await post('application/json', `[${one('c-3')},${one('c-4')}]`),
      await post('application/x-ndjson', `${one('c-5')}\n{broken\n${one('c-6')}\n`),
    ];
    expect(answers.map(({ status, body }) => [status, body.accepted, body.refused.length])).toEqual([[202, 1, 0], [202, 1, 0], [202, 2, 0], [202, 2, 1]]); // prettier-ignore
    await settled(t);
    expect(await stored(people.engagementId)).toBe(6);
  });

  it('answers hostile bodies with a 4xx problem', async () => {
    const good = JSON.stringify(cloudEvent('h', '2026-03-02T09:00:00Z'));
    const bodies: [string | Buffer, string, number][] = [
      ['[{', batchType['content-type'], 400],
      ['', batchType['content-type'], 400],
      ['[]', batchType['content-type'], 400],
      [Buffer.from([0x5b, 0xff, 0x5d]), batchType['content-type'], 400],
      [`${'['.repeat(200_000)}`, batchType['content-type'], 400],
      [`[${good.replace('"value":1', '"value":1e400')}]`, batchType['content-type'], 422],
      [`[${good.replace('"region":"north"', '"__proto__":"x"')}]`, batchType['content-type'], 422],
      [`[${good.replace('"id":"h"', '"id":"h","id":"i"')}]`, batchType['content-type'], 422],
      [`[${good.replace('"id":"h"', '"id":"h\\u0000"')}]`, batchType['content-type'], 422],
      [`[${good.replace('"north"', '"\\ud800"')}]`, batchType['content-type'], 422],
      [`[${'1,'.repeat(10_000)}1]`, batchType['content-type'], 413],
      [`["${'x'.repeat(10 * 1024 * 1024)}"]`, batchType['content-type'], 413],
      [good, 'text/plain', 415],
      [good, 'application/vnd.api+json', 415],
    ];
    for (const [raw, type, status] of bodies) {
      const answer = await t.call<{ status: number; remedy: string }>(people.vendorEngineer, 'POST', events, {
        raw,
        headers: { 'content-type': type },
      });
      expect([String(raw).slice(0, 60), type, answer.status]).toEqual([String(raw).slice(0, 60), type, status]);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(answer.body.remedy.length).toBeGreaterThan(5);
    }
    expect((await t.call(people.vendorEngineer, 'POST', events)).status).toBeLessThan(500);
  });

  it('is for those who may write, in their own engagement', async () => {
    const event = [cloudEvent('p', '2026-03-02T09:00:00Z')];
    expect((await send(t, people.observer, event)).status).toBe(403);
    expect((await send(t, people.clientBusiness, event)).status).toBe(403);
    const other = await team(t);
    const foreign = await t.call(people.vendorEngineer, 'POST', events, {
      raw: JSON.stringify(event),
      headers: { ...batchType, 'slipway-engagement': other.engagementId },
    });
    expect(foreign.status).toBe(404);
    expect((await t.call(null, 'POST', events, { raw: JSON.stringify(event), headers: batchType })).status).toBe(401);
    await send(t, people.vendorEngineer, event);
    await send(t, other.vendorEngineer, event);
    await settled(t);
    expect([await stored(people.engagementId), await stored(other.engagementId)]).toEqual([1, 1]);
  });

  it('closes an hour ten minutes after it ended, and again when late measurements came', async () => {
    const of = async (): Promise<unknown[]> =>
      (await t.events(hourClosed))
        .filter(({ data }) => data.engagementId === people.engagementId)
        .map(({ data }) => [
          data.hourStartAt,
          data.revision,
          data.series.map(({ measure, feature, count, sum }) => [measure, feature, count, sum]),
        ]);
    t.clock.set('2026-03-02T10:20:00Z');
    await send(t, people.vendorEngineer, [
      cloudEvent('x-1', '2026-03-02T10:05:00Z'),
      cloudEvent('x-2', '2026-03-02T10:15:00Z', { data: { value: 3, dimensions: { region: 'south' } } }),
      cloudEvent('x-3', '2026-03-02T10:16:00Z', { data: { feature: 'work-orders', dimensions: { region: 'south' } } }),
    ]);
    await settled(t);
    t.clock.set('2026-03-02T11:09:59Z');
    await t.dueWork('close-hours');
    expect(await of()).toEqual([]);
    t.clock.set('2026-03-02T11:10:00Z');
    await t.dueWork('close-hours');
    const first = ['2026-03-02T10:00:00.000Z', 1, [['order.closed', 'work-orders', 2, 2], ['order.closed', null, 1, 3]]]; // prettier-ignore
    expect(await of()).toEqual([first]);
    await send(t, people.vendorEngineer, [cloudEvent('x-1', '2026-03-02T10:05:00Z')]);
    await settled(t);
    t.clock.advance({ minutes: 1 });
    await t.dueWork('close-hours');
    expect(await of()).toEqual([first]);
    await send(t, people.vendorEngineer, [cloudEvent('x-4', '2026-03-02T10:59:59Z')]);
    await settled(t);
    t.clock.advance({ seconds: 5 });
    await t.dueWork('close-hours');
    expect(await of()).toEqual([first, ['2026-03-02T10:00:00.000Z', 2, [['order.closed', 'work-orders', 3, 3], ['order.closed', null, 1, 3]]]]); // prettier-ignore
  });
});
