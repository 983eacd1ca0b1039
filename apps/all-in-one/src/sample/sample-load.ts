import { DateTime } from 'luxon';

/** Chance that gives the same sample every time (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Share of a feature's peak in an hour of the client's week: quiet nights, a morning and an afternoon peak, thin weekends. */
export function shareOfPeak(local: DateTime, closedSaturday: boolean): number {
  const hour = local.hour + local.minute / 60;
  const bump = (centre: number, width: number) => Math.exp(-((hour - centre) ** 2) / (2 * width ** 2));
  const day = 0.03 + 0.9 * bump(9.5, 1.8) + 0.75 * bump(14.5, 2.2) + 0.12 * bump(20, 1.5);
  const weekday = [1, 0.98, 0.95, 0.93, 0.8, closedSaturday ? 0.12 : 0.35, 0.08][local.weekday - 1];
  return Math.min(1, day * weekday);
}

export interface SampleMeasurement {
  specversion: '1.0';
  id: string;
  source: string;
  type: string;
  time: string;
  datacontenttype: 'application/json';
  data: { value: number; feature: string; dimensions: Record<string, string> };
}

const regions = ['north', 'south', 'west'];

/**
 * Measurements of work orders and sign-ins, hour by hour in `[from, until)`: `order.closed` with the minutes that closing took,
 * `order.failed`, and `session.started`.
 */
export function sampleMeasurements(from: DateTime, until: DateTime, zone: string): SampleMeasurement[] {
  const chance = seeded(20260301);
  const events: SampleMeasurement[] = [];
  const add = (hour: DateTime, type: string, feature: string, value: number, number: number) => {
    const time = hour.plus({ seconds: Math.floor(chance() * 3600) });
    if (time >= until) return;
    events.push({
      specversion: '1.0',
      id: `${type}-${hour.toMillis()}-${number}`,
      source: '/apps/field-service',
      type,
      time: time.toUTC().toISO({ suppressMilliseconds: true }) as string,
      datacontenttype: 'application/json',
      data: { value: Number(value.toFixed(2)), feature, dimensions: { region: regions[Math.floor(chance() * regions.length)] } },
    });
  };
  for (let hour = from.startOf('hour'); hour < until; hour = hour.plus({ hours: 1 })) {
    const local = hour.setZone(zone);
    const noise = () => 0.85 + 0.3 * chance();
    const orders = Math.round(26 * shareOfPeak(local, false) * noise());
    for (let number = 0; number < orders; number++)
      add(hour, 'order.closed', 'work-orders', 3 + 4 * chance() + 2 * shareOfPeak(local, false), number);
    const failures = Math.round(orders * 0.03 * noise() * 2 * chance());
    for (let number = 0; number < failures; number++) add(hour, 'order.failed', 'work-orders', 1, number);
    const sessions = Math.round(14 * shareOfPeak(local.plus({ hours: 1 }), true) * noise());
    for (let number = 0; number < sessions; number++) add(hour, 'session.started', 'sign-in', 1, number);
  }
  return events;
}

/** Hourly load of a feature as CSV, for what is measured elsewhere. Instants in UTC. */
export function sampleLoadCsv(from: DateTime, until: DateTime, zone: string, peak: number): string {
  const chance = seeded(7);
  const rows = ['timestamp,value'];
  for (let hour = from.startOf('hour'); hour < until; hour = hour.plus({ hours: 1 })) {
    const month = hour.setZone(zone);
    const monthEnd = month.daysInMonth !== undefined && month.day >= month.daysInMonth - 1 ? 1.8 : 1;
    rows.push(
      `${hour.toUTC().toISO({ suppressMilliseconds: true })},${(peak * shareOfPeak(month, true) * monthEnd * (0.9 + 0.2 * chance())).toFixed(1)}`,
    );
  }
  return `${rows.join('\n')}\n`;
}
