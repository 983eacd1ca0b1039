import { randomUUID } from 'node:crypto';
import { DateTime } from 'luxon';
import type { World } from '../harness/world';

export interface MeasurementEvent {
  specversion: '1.0';
  id: string;
  source: string;
  type: string;
  time: string;
  data: { value: number; feature: string; dimensions: { region: string } };
}

/** One CloudEvent of a closed order. */
export function orderClosed(at: DateTime, region = 'north', id: string = randomUUID()): MeasurementEvent {
  return {
    specversion: '1.0',
    id,
    source: '/apps/field-service',
    type: 'order.closed',
    time: at.toUTC().toISO() as string,
    data: { value: 1, feature: 'work-orders', dimensions: { region } },
  };
}

export const sendBatch = (world: World, events: readonly unknown[]) =>
  world.as('vendorManager').call('POST', 'kpi', '/events', { body: events, contentType: 'application/cloudevents-batch+json' });

/** Sends ten closed orders for each of the last whole hours. */
export async function measure(world: World, options: { hours: number; region?: string }): Promise<void> {
  const now = DateTime.utc().startOf('hour');
  const events = Array.from({ length: options.hours }, (_, back) => back + 1).flatMap((back) =>
    Array.from({ length: 10 }, (_, number) => orderClosed(now.minus({ hours: back }).plus({ minutes: number }), options.region)),
  );
  const answer = await sendBatch(world, events);
  if (answer.status !== 202) throw new Error(`measurements were refused: ${answer.status} ${JSON.stringify(answer.body)}`);
}

/** A KPI that both sides sign. */
export async function agreeKpi(world: World, key = 'orders-closed'): Promise<void> {
  await world.as('vendorManager').post('kpi', '/kpis', {
    key,
    name: 'Orders closed',
    formula: { kind: 'aggregate', measure: 'order.closed', aggregate: 'count' },
    unit: 'orders',
    dimensions: ['region'],
    direction: 'higher',
    guardrails: { warnPercent: 5, failPercent: 15 },
    minimumSample: 200,
  });
  for (const role of ['vendorManager', 'clientManager'] as const) {
    await world.as(role).edit('POST', 'kpi', `/kpis/${key}/versions/1/signatures`, undefined, `/kpis/${key}/versions/1`);
  }
}
