import { Counter, register } from 'prom-client';

export type Outcome = 'handled' | 'repeated' | 'unknown' | 'dead-lettered' | 'retried';

const counter = <Label extends string>(name: string, help: string, labelNames: Label[]): Counter<Label> =>
  (register.getSingleMetric(name) as Counter<Label> | undefined) ?? new Counter({ name, help, labelNames });

export const consumedEvents = counter('slipway_events_consumed_total', 'Events taken in, by what became of them.', [
  'service',
  'type',
  'outcome',
]);
export const publishedEvents = counter('slipway_events_published_total', 'Events that a relay handed to the transport.', ['service']);

/** Types come from outside, so an unknown one is counted without its name: labels must not grow without bound. */
export function countOutcome(service: string, type: string, outcome: Outcome): void {
  consumedEvents.inc({ service, type: outcome === 'unknown' ? '' : type, outcome });
}
