import fs from 'node:fs';
import path from 'node:path';
import { DateTime } from 'luxon';
import { type Composition, startAllInOne } from '../harness/composition';
import { eventually } from '../harness/eventually';
import { bootstrap, makeWorld, type World } from '../harness/world';
import { root } from '../workspace/run-tool';
import { orderClosed, sendBatch } from './measurement-work';
import { staffWindows } from './release-work';

const series = path.join(root, 'libs/kpi/src/testing/load/ms-api-01-four-weeks.csv');

/** Four weeks of an e-commerce API's requests, as load in measurements an hour: the peak is 40. */
function realHours(): number[] {
  const values = fs
    .readFileSync(series, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => Number(line.split(',')[1]));
  const peak = Math.max(...values);
  return values.map((value) => Math.max(1, Math.round((40 * value) / peak)));
}

describe('a real series of load through the measurement endpoint into a window', () => {
  let composition: Composition;
  let world: World;
  const hours = realHours();
  const until = DateTime.utc().startOf('hour').minus({ hours: 1 });
  const from = until.minus({ hours: hours.length });

  beforeAll(async () => {
    composition = await startAllInOne();
    world = await makeWorld(composition, await bootstrap(composition));
    const events = hours.flatMap((count, hour) =>
      Array.from({ length: count }, (_, number) =>
        orderClosed(from.plus({ hours: hour, seconds: number * 60 }), 'north', `real-${hour}-${number}`),
      ),
    );
    for (let start = 0; start < events.length; start += 2000) {
      expect(await sendBatch(world, events.slice(start, start + 2000))).toMatchObject({ status: 202, body: { refused: [] } });
    }
    await staffWindows(world);
  }, 180_000);
  afterAll(() => composition?.stop());

  it('every measurement is counted once', async () => {
    const query = `/series?measure=order.closed&aggregate=count&grain=hour&from=${from.toISO()}&to=${until.toISO()}`;
    const total = hours.reduce((sum, count) => sum + count, 0);
    const counted = (answer: any) => answer.series[0]?.values.reduce((sum: number, value: number | null) => sum + (value ?? 0), 0) ?? 0;
    const answer = await eventually(
      'all are counted',
      () => world.as('engineer').get('kpi', query),
      (one) => counted(one) >= total,
    );
    expect(answer.series[0].values).toEqual(hours);
  });

  it('the chosen hour is among the quietest of the real week, with reasons', async () => {
    await eventually(
      'the profile has four weeks',
      () => world.as('vendorManager').get('scheduler', '/features/work-orders/load-profile'),
      (profile) => profile.state === 'known' && profile.slots.every((slot: any) => slot.samples >= 3),
      90,
    );
    const { windows } = await world.as('vendorManager').post('scheduler', '/window-searches', {
      environment: 'prod',
      features: ['work-orders'],
      weights: { load: 1, users: 0, engineers: 0 },
      parts: { preparationMinutes: 0, cutoverMinutes: 60, rollbackMinutes: 0, watchMinutes: 0 },
      gridMinutes: 60,
    });
    const slotOf = (instant: DateTime) => instant.setZone('Europe/Berlin').toFormat('c HH');
    const bySlot = new Map<string, number[]>();
    hours.forEach((count, hour) => {
      const slot = slotOf(from.plus({ hours: hour }));
      bySlot.set(slot, [...(bySlot.get(slot) ?? []), count]);
    });
    const meanOf = (counts: number[]) => counts.reduce((sum, count) => sum + count, 0) / counts.length;
    const means = [...bySlot.values()].map(meanOf).sort((a, b) => a - b);
    const chosen = bySlot.get(slotOf(DateTime.fromISO(windows[0].startAt))) ?? [];
    expect(meanOf(chosen)).toBeLessThanOrEqual(means[Math.floor(means.length / 10)]);
    expect(windows[0].reasons.join(' ')).toMatch(/load/);
  });
});
