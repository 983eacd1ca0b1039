import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startTestServices, type TestServices } from '@slipway/access/testing';
import { hourClosed } from '@slipway/contracts';
import { schedulerService } from '../index';
import { ok, plannedEngagement, type PlannedEngagement, shapedLoad } from '../testing/planned-engagement';
import type { WindowAnswer } from '../windows/window-schema';
import type { LoadImportReport, LoadProfileResponse } from './load-schema';

const path = '/api/scheduler/v1/features/work-orders';

describe('load of features', () => {
  let t: TestServices;
  let plan: PlannedEngagement;
  const csv = (text: string, query = '') =>
    t.call<LoadImportReport & { code: string; detail: string }>(plan.vendorManager, 'POST', `${path}/load-imports${query}`, {
      raw: text,
      headers: { 'content-type': 'text/csv' },
    });
  const profile = () => ok(t.call<LoadProfileResponse>(plan.clientManager, 'GET', `${path}/load-profile`));

  beforeAll(async () => {
    t = await startTestServices({ services: [schedulerService], at: '2026-03-02T08:00:00Z' });
  });
  afterAll(() => t.stop());
  beforeEach(async () => {
    plan = await plannedEngagement(t);
  });

  it('is unknown without history, thin under two weeks, known after', async () => {
    expect(await profile()).toMatchObject({ state: 'unknown', source: 'none', confidence: 0, peak: null });
    const end = t.clock.now().toMillis();
    expect((await csv(shapedLoad(end, 1))).body).toMatchObject({
      accepted: 168,
      refused: 0,
      hours: 168,
      missingHours: 0,
      resolutionMinutes: 60,
      zoneSource: 'offset in the file',
    });
    expect(await profile()).toMatchObject({ state: 'thin', source: 'imported' });
    await csv(shapedLoad(end, 5));
    const known = await profile();
    expect(known).toMatchObject({ state: 'known', zone: 'Europe/Berlin', hours: 840 });
    expect(known.confidence).toBeGreaterThan(0.95);
    const slot = (weekday: number, hour: number) =>
      known.slots.find((each) => each.weekday === weekday && each.hour === hour)?.shareOfPeak as number;
    expect(slot(3, 13)).toBeGreaterThan(0.9);
    expect(slot(3, 3)).toBeLessThan(0.1);
    expect(slot(7, 13)).toBeLessThan(0.35);
  });

  it('reports good and refused rows one by one, and keeps the good ones', async () => {
    const { body } = await csv(
      'when;load\n2026-03-01 10:00;5\n2026-03-01 11:00;-1\n2026-03-01 12:00;abc\n2026-03-01 10:00;7\n',
      '?zone=Asia/Kolkata',
    );
    expect(body).toMatchObject({
      delimiter: ';',
      zone: 'Asia/Kolkata',
      zoneSource: 'query',
      accepted: 2,
      refused: 2,
      duplicates: 1,
      hours: 1,
      firstHourAt: '2026-03-01T04:00:00.000Z',
    });
    expect(body.refusedRows).toEqual([
      { row: 3, reason: 'the value is negative', text: '2026-03-01 11:00;-1' },
      { row: 4, reason: 'the value is not a finite number', text: '2026-03-01 12:00;abc' },
    ]);
  });

  it('answers 4xx with a remedy for what is no series, and 404 for a feature that is not of the solution', async () => {
    expect(await csv('hello')).toMatchObject({ status: 422, body: { code: 'csv-unreadable' } });
    expect(await csv('a,b\n')).toMatchObject({ status: 422 });
    expect(await csv('x', '?zone=Mars/Olympus')).toMatchObject({ status: 400 });
    const json = await t.call(plan.vendorManager, 'POST', `${path}/load-imports`, { body: { rows: [] } });
    expect(json.status).toBe(400);
    expect((await t.call(plan.vendorManager, 'GET', '/api/scheduler/v1/features/nope/load-profile')).status).toBe(404);
  });

  it('folds closed hours in: a higher revision replaces, a lower does not, a missing feature means no load', async () => {
    const { engagementId } = plan.engagement;
    const close = (hourStartAt: string, revision: number, count: number | null) =>
      t.publish(hourClosed, {
        engagementId,
        hourStartAt,
        revision,
        series:
          count === null
            ? []
            : [
                { measure: 'order.closed', feature: 'work-orders', count, sum: count, min: 1, max: 1 },
                { measure: 'order.opened', feature: 'work-orders', count: 1, sum: 1, min: 1, max: 1 },
                { measure: 'other', feature: null, count: 9, sum: 9, min: 1, max: 1 },
              ],
      });
    await close('2026-03-01T09:00:00Z', 2, 41);
    await close('2026-03-01T09:00:00Z', 1, 5);
    await close('2026-03-01T10:00:00Z', 1, null);
    const seen = await profile();
    expect(seen).toMatchObject({ source: 'measured', hours: 2, state: 'thin' });
    const rows = await t
      .database('scheduler')
      .inEngagement(engagementId, (tx) => tx.query(`SELECT value FROM scheduler.load_hours ORDER BY hour_at`));
    expect(rows).toEqual([{ value: 42 }, { value: 0 }]);
    await close('2026-03-01T09:00:00Z', 3, 99);
    expect((await profile()).revision).toBeGreaterThan(seen.revision);
  });

  it('chooses a window from a real series: the bike share of Washington, in its local time', async () => {
    const excerpt = readFileSync(join(__dirname, '../testing/bike-sharing-2011-excerpt.csv'), 'utf8');
    await t.engagement({
      ...plan.engagement,
      revision: 9,
      client: { ...plan.engagement.client, zone: 'America/New_York', holidayRegion: 'US-DC' },
    });
    const { body } = await csv(excerpt);
    expect(body).toMatchObject({ refused: 0, zone: 'America/New_York', resolutionMinutes: 60, valueColumn: 'users' });
    expect(body.shiftedByDst).toBe(0);
    const answer = await ok(
      t.call<WindowAnswer>(plan.vendorManager, 'POST', '/api/scheduler/v1/window-searches', {
        body: { environment: 'prod', horizonDays: 7, weights: { load: 1, users: 0, engineers: 0 } },
      }),
    );
    const [best] = answer.windows;
    const local = new Date(best?.cutoverAt as string).toLocaleString('en-GB', {
      timeZone: 'America/New_York',
      hour: '2-digit',
      hourCycle: 'h23',
    });
    expect([0, 1, 2, 3, 4]).toContain(Number(local));
    expect(best?.parts.expectedShareOfPeak).toBeLessThan(0.05);
    expect(answer.loadState).toBe('known');
  });
});
