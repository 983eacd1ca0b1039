/** jCal, RFC 7265: what ical.js parses iCalendar text into. */
export type JcalProperty = [name: string, parameters: Record<string, string | string[]>, type: string, ...values: unknown[]];
export type JcalComponent = [name: string, properties: JcalProperty[], components: JcalComponent[]];

export const propertiesOf = (component: JcalComponent, name: string): JcalProperty[] =>
  component[1].filter((property) => property[0] === name);

export const textOf = (component: JcalComponent, name: string): string | null => {
  const value = propertiesOf(component, name)[0]?.[3];
  return typeof value === 'string' ? value : null;
};

/** Wall-clock milliseconds of a jCal date or date-time, and whether it is in UTC. */
export function wallTimeOf(value: unknown): { wallMs: number; utc: boolean; date: boolean } | null {
  if (typeof value !== 'string') return null;
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2}):(\d{2})(Z?))?$/.exec(value);
  if (!match) return null;
  const [year, month, day, hour, minute, second] = [1, 2, 3, 4, 5, 6].map((index) => Number(match[index] ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const wallMs = Date.UTC(year, month - 1, day, hour, minute, Math.min(second, 59));
  const real =
    year >= 1900 &&
    year <= 2200 &&
    new Date(wallMs).getUTCDate() === day &&
    new Date(wallMs).getUTCMonth() === month - 1 &&
    hour < 24 &&
    minute < 60;
  return real ? { wallMs, utc: match[7] === 'Z', date: match[4] === undefined } : null;
}

/** Milliseconds of days and of time of an ISO 8601 duration; days are nominal. */
export function durationOf(value: unknown): { days: number; ms: number } | null {
  const match =
    typeof value === 'string'
      ? /^([+-]?)P(?:(\d{1,5})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,8})S)?)?$/.exec(value)
      : null;
  if (!match || match[1] === '-') return null;
  const [weeks, days, hours, minutes, seconds] = [2, 3, 4, 5, 6].map((index) => Number(match[index] ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return { days: weeks * 7 + days, ms: ((hours * 60 + minutes) * 60 + seconds) * 1000 };
}

/** `FREQ=…` text of a jCal recurrence. */
export function ruleText(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null;
  const parts = Object.entries(value as Record<string, unknown>).map(([name, part]) => {
    const written = (Array.isArray(part) ? part : [part]).map(String).join(',');
    return `${name.toUpperCase()}=${name.toLowerCase() === 'until' ? written.replace(/[-:]/g, '') : written.toUpperCase()}`;
  });
  return parts.sort((a, b) => Number(b.startsWith('FREQ=')) - Number(a.startsWith('FREQ='))).join(';');
}
