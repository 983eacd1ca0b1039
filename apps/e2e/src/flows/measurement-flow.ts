import { DateTime } from 'luxon';
import type { Composition } from '../harness/composition';
import { eventually } from '../harness/eventually';
import type { World } from '../harness/world';
import { orderClosed, sendBatch } from './measurement-work';
import { staffWindows } from './release-work';

const days = 21;

/** Flow 1: measurement in, analytics, load profile, window. */
export function describeMeasurementFlow(_composition: () => Composition, world: () => World): void {
  describe('measurement in, analytics, load profile, window', () => {
    /** Three weeks in which hour 10 of every day in Berlin is the busiest and hour 3 has one order. */
    const until = DateTime.utc().startOf('hour').minus({ hours: 1 });
    const from = until.minus({ days });
    const ordersIn = (hour: DateTime) => ({ 9: 12, 10: 20, 11: 12, 3: 1 })[hour.setZone('Europe/Berlin').hour] ?? 4;
    const events: ReturnType<typeof orderClosed>[] = [];

    beforeAll(() => {
      for (let hour = from; hour < until; hour = hour.plus({ hours: 1 })) {
        for (let number = 0; number < ordersIn(hour); number++) {
          events.push(orderClosed(hour.plus({ minutes: number }), number % 2 === 0 ? 'north' : 'south', `${hour.toMillis()}-${number}`));
        }
      }
    });

    it('a batch is stored exactly once however often it is sent; bad events are refused by position', async () => {
      for (let start = 0; start < events.length; start += 1000) {
        expect(await sendBatch(world(), events.slice(start, start + 1000))).toMatchObject({ status: 202, body: { refused: [] } });
      }
      expect(await sendBatch(world(), events.slice(0, 1000))).toMatchObject({ status: 202 });
      const mixed = [
        orderClosed(from.plus({ minutes: 59 }), 'north', 'late-one'),
        { specversion: '1.0', id: 'x', source: '/s', type: 'order.closed' },
      ];
      const answer = await sendBatch(world(), mixed);
      expect(answer).toMatchObject({ status: 202, body: { accepted: 1 } });
      expect(answer.body.refused).toEqual([
        expect.objectContaining({ position: 1, field: expect.any(String), remedy: expect.any(String) }),
      ]);
      const query = `/series?measure=order.closed&aggregate=count&grain=hour&from=${from.toISO()}&to=${until.toISO()}`;
      const count = (series: any) =>
        series.series.flatMap((one: any) => one.values).reduce((sum: number, value: number | null) => sum + (value ?? 0), 0);
      const series = await eventually(
        'every event is counted',
        () => world().as('engineer').get('kpi', query),
        (answered) => count(answered) >= events.length + 1,
      );
      expect(count(series)).toBe(events.length + 1);
    });

    it('analytics cut it by dimension; what was not measured is null, not zero', async () => {
      const before = from.minus({ days: 2 });
      const query = `/series?measure=order.closed&aggregate=count&grain=hour&groupBy=region&from=${before.toISO()}&to=${until.toISO()}`;
      const answer = await world().as('business').get('kpi', query);
      expect(answer.series.map((one: any) => one.group.region).sort()).toEqual(['north', 'south']);
      for (const { values } of answer.series) expect(values[0]).toBeNull();
    });

    it('hours close and become the load profile of the feature', async () => {
      const profile = await eventually(
        'the profile knows three weeks',
        () => world().as('vendorManager').get('scheduler', '/features/work-orders/load-profile'),
        (answer) => answer.state === 'known' && answer.slots.every((slot: any) => slot.samples >= 2),
        60,
      );
      const share = (hour: number) => profile.slots.filter((slot: any) => slot.hour === hour).map((slot: any) => slot.shareOfPeak);
      expect(Math.min(...share(10))).toBeGreaterThan(Math.max(...share(3)));
    });

    it('the next recommendation avoids the peak and says why', async () => {
      await staffWindows(world());
      const answer = await world()
        .as('vendorManager')
        .post('scheduler', '/window-searches', {
          environment: 'prod',
          features: ['work-orders'],
          weights: { load: 1, users: 0, engineers: 0 },
          parts: { preparationMinutes: 0, cutoverMinutes: 60, rollbackMinutes: 0, watchMinutes: 0 },
          gridMinutes: 60,
        });
      expect(answer.windows.length).toBeGreaterThan(0);
      const [best] = answer.windows;
      expect(DateTime.fromISO(best.startAt, { zone: 'Europe/Berlin' }).hour).toBe(3);
      expect(best.parts.expectedShareOfPeak).toBeLessThan(0.2);
      expect(best.reasons.length).toBeGreaterThan(0);
      expect(best.cover.flatMap((role: any) => role.people)).toHaveLength(2);
    });

    it('another engagement sees nothing of it', async () => {
      const answer = await world()
        .as('engineer')
        .call('GET', 'kpi', '/measures', { headers: { 'slipway-engagement': '01980000-0000-7000-8000-000000000000' } });
      expect(answer.status).toBe(404);
    });
  });
}
