import { startTestServices, type TestServices } from '@slipway/access/testing';
import { hourClosed } from '@slipway/contracts';
import { kpiService } from '../index';
import { cloudEvent, fourWeeksOfLoad } from '../testing/cloud-events';
import { agree, ordersClosed, send, settled, team, type Team } from '../testing/kpi-flow';
import type { MeasurePage, SeriesAnswer } from './series-schemas';

describe('series', () => {
  let t: TestServices;
  let people: Team;
  const read = async (
    query: Record<string, string> | string,
  ): Promise<{ status: number; body: SeriesAnswer & { field?: string; remedy?: string } }> =>
    t.call(people.observer, 'GET', `/api/kpi/v1/series?${typeof query === 'string' ? query : new URLSearchParams(query).toString()}`);

  beforeAll(async () => {
    t = await startTestServices({ services: [kpiService], at: '2026-03-02T10:20:00Z' });
    people = await team(t);
    const at = (hour: string, id: string, value: number, region?: string): ReturnType<typeof cloudEvent> =>
      cloudEvent(id, `2026-03-01T${hour}:30:00Z`, {
        type: 'order.duration',
        data: { value, feature: 'work-orders', dimensions: region ? { region } : {} },
      });
    await send(t, people.vendorEngineer, [
      at('08', 'd-1', 10, 'north'), at('08', 'd-2', 20, 'north'), at('08', 'd-3', 60, 'south'), at('10', 'd-4', 5), at('20', 'd-5', 7, 'north'),
    ]); // prettier-ignore
    await settled(t);
  });
  afterAll(() => t?.stop());

  it('averages by sums and counts, with gaps null', async () => {
    const { body } = await read({ measure: 'order.duration', aggregate: 'avg', from: '2026-03-01T08:00:00Z', to: '2026-03-01T11:00:00Z' });
    expect(body).toMatchObject({
      kpi: null, measure: 'order.duration', aggregate: 'avg', otherGroups: 0, approximateEdges: false,
      buckets: ['2026-03-01T08:00:00.000Z', '2026-03-01T09:00:00.000Z', '2026-03-01T10:00:00.000Z'],
      series: [{ group: {}, values: [30, null, 5], counts: [3, null, 1] }],
    }); // prettier-ignore
    const day = await read({
      measure: 'order.duration',
      aggregate: 'avg',
      from: '2026-03-01T00:00:00Z',
      to: '2026-03-03T00:00:00Z',
      grain: 'day',
    });
    expect(day.body.series).toEqual([{ group: {}, values: [20.4, null], counts: [5, null] }]);
  });

  it('cuts by dimensions, filters, and knows the local day', async () => {
    const range = { measure: 'order.duration', from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z', grain: 'day' };
    const byRegion = await read({ ...range, groupBy: 'region' });
    expect(byRegion.body.series).toEqual([
      { group: { region: 'north' }, values: [37], counts: [3] },
      { group: { region: 'south' }, values: [60], counts: [1] },
      { group: { region: null }, values: [5], counts: [1] },
    ]);
    expect((await read({ ...range, filter: 'region:south,west' })).body.series).toEqual([{ group: {}, values: [60], counts: [1] }]);
    expect((await read({ ...range, filter: 'feature:other' })).body.series).toEqual([]);
    const kolkata = await read({ ...range, zone: 'Asia/Kolkata', to: '2026-03-02T18:30:00Z', from: '2026-02-28T18:30:00Z' });
    expect(kolkata.body).toMatchObject({ approximateEdges: true, buckets: ['2026-02-28T18:30:00.000Z', '2026-03-01T18:30:00.000Z'] });
    expect(kolkata.body.series[0]?.values).toEqual([95, 7]);
  });

  it('refuses what it cannot cut by, too long ranges and ambiguous questions, naming the field', async () => {
    const range = { measure: 'order.duration', from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z' };
    const wrong: [Record<string, string>, string][] = [
      [{ ...range, groupBy: 'colour' }, 'groupBy'],
      [{ ...range, groupBy: "region'; DROP TABLE kpi.series; --" }, 'groupBy[0]'],
      [{ ...range, filter: 'colour:red' }, 'filter'],
      [{ ...range, filter: 'region' }, 'filter'],
      [{ ...range, to: '2027-03-02T00:00:00Z' }, 'to'],
      [{ ...range, to: '2026-02-02T00:00:00Z' }, 'to'],
      [{ ...range, from: 'yesterday' }, 'from'],
      [{ ...range, from: '0000-01-01T00:00:00Z' }, 'from'],
      [{ ...range, zone: 'Mars/Olympus' }, 'zone'],
      [{ ...range, kpi: 'orders-closed' }, 'kpi'],
      [{ ...range, measure: 'käse' }, 'measure'],
    ];
    for (const [query, field] of wrong) {
      const { status, body } = await read(query);
      expect([query, status, body.field]).toEqual([query, 400, field]);
      expect(body.remedy?.length).toBeGreaterThan(5);
    }
    expect((await read({ kpi: 'unknown', from: range.from, to: range.to })).status).toBe(404);
  });

  it('lists what is measured', async () => {
    const { body } = await t.call<MeasurePage>(people.observer, 'GET', '/api/kpi/v1/measures?limit=1');
    expect(body).toEqual({
      items: [
        {
          measure: 'order.duration',
          features: ['work-orders'],
          dimensions: ['region'],
          lastMeasuredAt: '2026-03-01T20:30:00.000Z',
          hours: 3,
        },
      ],
      nextCursor: null,
    });
    const other = await team(t);
    expect((await t.call<MeasurePage>(other.observer, 'GET', '/api/kpi/v1/measures')).body.items).toEqual([]);
  });

  it('carries four real weeks of load from the endpoint to hours and series', async () => {
    const mine = await team(t);
    const load = fourWeeksOfLoad(Date.parse('2026-03-02T00:00:00Z'));
    expect(load).toHaveLength(672);
    expect((await send(t, mine.vendorEngineer, load)).body).toEqual({ accepted: 672, refused: [] });
    await settled(t);
    await agree(t, mine, {
      ...ordersClosed,
      key: 'requests',
      unit: 'requests/s',
      formula: { kind: 'aggregate', measure: 'api.requests', aggregate: 'avg' },
    });
    const query = 'kpi=requests&grain=day&from=2026-02-02T00:00:00Z&to=2026-03-02T00:00:00Z';
    const { body } = await t.call<SeriesAnswer>(mine.clientBusiness, 'GET', `/api/kpi/v1/series?${query}`);
    expect(body.kpi).toEqual({ key: 'requests', version: 1, name: 'Orders closed', unit: 'requests/s' });
    const firstDay = load.slice(0, 24).reduce((sum, { data }) => sum + (data.value ?? 0), 0) / 24;
    expect(body.series[0]?.values).toHaveLength(28);
    expect(body.series[0]?.values[0]).toBeCloseTo(firstDay, 9);
    t.clock.advance({ seconds: 10 });
    await t.dueWork('close-hours');
    const closed = (await t.events(hourClosed)).filter(({ data }) => data.engagementId === mine.engagementId);
    expect(closed).toHaveLength(672);
    expect(closed.map(({ data }) => data.series[0]?.sum).reduce((a, b) => (a ?? 0) + (b ?? 0), 0)).toBeCloseTo(
      load.reduce((sum, { data }) => sum + (data.value ?? 0), 0),
      6,
    );
  });
});
