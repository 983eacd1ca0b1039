import * as checklist from './checklist-events';
import type { EventContract } from './define-event';
import * as directory from './directory-events';
import * as kpi from './kpi-events';
import * as scheduler from './scheduler-events';
import * as tickets from './tickets-events';

const isContract = (value: unknown): value is EventContract => typeof value === 'object' && value !== null && 'topic' in value;

/** Every event of Slipway. */
export const catalogue: readonly EventContract[] = [directory, checklist, kpi, tickets, scheduler].flatMap((service) =>
  Object.values(service as Record<string, unknown>).filter(isContract),
);

/** Every topic, once. */
export const topics: readonly string[] = [...new Set(catalogue.map((event) => event.topic))];
