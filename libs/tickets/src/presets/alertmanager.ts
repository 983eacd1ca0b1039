import { mapPriority } from './map-words';
import { at, listAt, textAt } from './read-json';
import type { DeliveryToNormalise, Normalised, Normaliser, TicketChange } from './ticket-change';

/** Alertmanager's own fingerprint is there since 0.19; older ones leave only the labels. */
function referenceOf(alert: unknown): string | null {
  const fingerprint = textAt(alert, 'fingerprint');
  if (fingerprint !== null) return fingerprint;
  const labels = at(alert, 'labels');
  if (typeof labels !== 'object' || labels === null) return null;
  const pairs = Object.keys(labels)
    .sort()
    .map((key) => `${key}=${textAt(labels, key) ?? ''}`);
  return pairs.length === 0 ? null : pairs.join(',').slice(0, 500);
}

const tidyUrl = (text: string | null): string | null => (text !== null && URL.canParse(text) ? text.slice(0, 2000) : null);

function changeOf(alert: unknown, { mapping }: DeliveryToNormalise): TicketChange | null {
  const reference = referenceOf(alert);
  if (reference === null) return null;
  const name = textAt(alert, 'labels', 'alertname') ?? 'Alert';
  const summary = textAt(alert, 'annotations', 'summary') ?? textAt(alert, 'annotations', 'message');
  const resolved = textAt(alert, 'status') === 'resolved';
  const instance = textAt(alert, 'labels', 'instance') ?? textAt(alert, 'labels', 'host');
  return {
    kind: resolved ? 'resolved' : 'opened',
    reference,
    isState: true,
    url: tidyUrl(textAt(alert, 'generatorURL')),
    title: [name, instance === null ? null : `on ${instance}`, summary === null || summary === name ? null : `- ${summary}`]
      .filter((part) => part !== null)
      .join(' '),
    description: textAt(alert, 'annotations', 'description') ?? summary,
    priority: mapPriority(mapping, textAt(alert, 'labels', 'severity') ?? textAt(alert, 'labels', 'priority')),
    labels: ['feature', 'service', 'job', 'alertname'].map((key) => textAt(alert, 'labels', key)).filter((label) => label !== null),
    reporter: 'Alertmanager',
    at: textAt(alert, resolved ? 'endsAt' : 'startsAt'),
  };
}

/** Prometheus Alertmanager, version 4; every alert is a ticket of its own. https://prometheus.io/docs/alerting/latest/configuration/#webhook_config */
export const alertmanager: Normaliser = (delivery): Normalised => {
  const alerts = listAt(delivery.body, 'alerts');
  if (alerts.length === 0) return { unparseable: 'no alerts' };
  const changes = alerts.map((alert) => changeOf(alert, delivery)).filter((change) => change !== null);
  return changes.length === 0 ? { unparseable: 'no alert has a fingerprint or labels' } : { changes };
};
