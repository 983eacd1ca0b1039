import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface SampleEvent {
  specversion: '1.0';
  id: string;
  source: string;
  type: string;
  time: string;
  data: { value?: number; feature?: string; dimensions?: Record<string, string> };
}

/** A measurement as a sender makes it. */
export function cloudEvent(id: string, time: string, more: Partial<SampleEvent> = {}): SampleEvent {
  return {
    specversion: '1.0',
    id,
    source: '/apps/field-service',
    type: 'order.closed',
    time,
    data: { value: 1, feature: 'work-orders', dimensions: { region: 'north' } },
    ...more,
  };
}

/** Four real weeks of hourly load, moved to end at `endMs` (a full hour), as measurements of `api.requests`; see load/README.md. */
export function fourWeeksOfLoad(endMs: number): SampleEvent[] {
  const lines = readFileSync(join(__dirname, 'load', 'ms-api-01-four-weeks.csv'), 'utf8')
    .trim()
    .split('\n')
    .slice(1);
  return lines.map((line, i) => {
    const value = Number(line.split(',')[1]);
    const time = new Date(endMs - (lines.length - i) * 3_600_000).toISOString();
    return cloudEvent(`load-${i}`, time, { source: '/load/ms-api-01', type: 'api.requests', data: { value, feature: 'orders' } });
  });
}
