import type { TestAnswer, TestCaller, TestServices } from '@slipway/access/testing';
import type { SampleEvent } from './cloud-events';
import type { DefinitionAnswer } from '../definitions/definition-answers';
import type { AcceptedAnswer } from '../ingestion/event-schemas';

export interface Team {
  engagementId: string;
  clientBusiness: TestCaller;
  clientManager: TestCaller;
  vendorManager: TestCaller;
  vendorEngineer: TestCaller;
  observer: TestCaller;
}

/** An engagement with people of both sides. */
export async function team(t: TestServices): Promise<Team> {
  const { engagementId } = await t.engagement();
  const person = (side: 'client' | 'vendor', department: string, role: string): Promise<TestCaller> =>
    t.member({ engagementId, side, department, roles: [role as 'observer'] });
  return {
    engagementId,
    clientBusiness: await person('client', 'sales', 'business'),
    clientManager: await person('client', 'delivery', 'release-manager'),
    vendorManager: await person('vendor', 'delivery', 'release-manager'),
    vendorEngineer: await person('vendor', 'development', 'engineer'),
    observer: await person('client', 'support', 'observer'),
  };
}

/** Sends events as a CloudEvents batch. */
export function send(t: TestServices, caller: TestCaller, events: readonly SampleEvent[]): Promise<TestAnswer<AcceptedAnswer>> {
  return t.call<AcceptedAnswer>(caller, 'POST', '/api/kpi/v1/events', {
    raw: JSON.stringify(events),
    headers: { 'content-type': 'application/cloudevents-batch+json' },
  });
}

/** Waits until every event of the service's outbox was delivered. */
export async function settled(t: TestServices): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const [{ waiting }] = await t
      .database('kpi')
      .across('spec: is the outbox empty', (tx) => tx.query('SELECT count(*)::int AS waiting FROM kpi.outbox WHERE published_at IS NULL'));
    if (waiting === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('events still wait in the outbox after 30 seconds');
}

export const ordersClosed = {
  key: 'orders-closed',
  name: 'Orders closed',
  formula: { kind: 'aggregate', measure: 'order.closed', aggregate: 'count' },
  unit: 'orders',
  dimensions: ['region'],
  direction: 'higher',
  guardrails: { warnPercent: 10, failPercent: 25 },
  minimumSample: 20,
};

/** Proposes a KPI and has both sides sign it. */
export async function agree(t: TestServices, { vendorManager, clientBusiness }: Team, definition: object): Promise<DefinitionAnswer> {
  const proposed = await t.call<DefinitionAnswer>(vendorManager, 'POST', '/api/kpi/v1/kpis', { body: definition });
  if (proposed.status !== 201) throw new Error(`proposing failed: ${JSON.stringify(proposed.body)}`);
  const path = `/api/kpi/v1/kpis/${proposed.body.key}/versions/1/signatures`;
  const first = await t.call<DefinitionAnswer>(vendorManager, 'POST', path, { headers: { 'if-match': '"1"' } });
  const second = await t.call<DefinitionAnswer>(clientBusiness, 'POST', path, { headers: { 'if-match': first.headers.get('etag') ?? '' } });
  if (second.body.status !== 'agreed') throw new Error(`signing failed: ${JSON.stringify(second.body)}`);
  return second.body;
}
