import { isZone } from '../zones/zone';
import { isLocalDate } from '../zones/local-date';
import type { Fault } from '../calendars/working-calendar';

/** Something that happens again and again on the wall clock of a zone. */
export interface Recurrence {
  /** RFC 5545 RRULE value, for example `FREQ=MONTHLY;BYMONTHDAY=-1`; null happens once. */
  rule: string | null;
  /** DTSTART, `YYYY-MM-DDTHH:mm` or with seconds, wall clock of `zone`. */
  startLocal: string;
  /** IANA zone. */
  zone: string;
  /** Days of the local calendar (23 to 25 hours) and then exact minutes. */
  duration: { days?: number; minutes?: number };
  /** EXDATE, wall clock as `startLocal`. */
  excludeLocal?: string[];
  /** RDATE, wall clock as `startLocal`. */
  includeLocal?: string[];
}

const dayMs = 86_400_000;
const maxListed = 5_000;
const maxCount = 10_000;
const frequencies = ['YEARLY', 'MONTHLY', 'WEEKLY', 'DAILY', 'HOURLY'];
const byDay = /^([+-]?([1-9]|[1-4]\d|5[0-3]))?(MO|TU|WE|TH|FR|SA|SU)$/;

const within =
  (low: number, high: number, signed: boolean) =>
  (value: string): boolean => {
    if (!/^[+-]?\d{1,3}$/.test(value)) return false;
    const number = Number(value);
    return signed
      ? number !== 0 && Math.abs(number) >= low && Math.abs(number) <= high
      : !/^[+-]/.test(value) && number >= low && number <= high;
  };

const listParts: Record<string, (value: string) => boolean> = {
  BYMONTH: within(1, 12, false),
  BYMONTHDAY: within(1, 31, true),
  BYYEARDAY: within(1, 366, true),
  BYWEEKNO: within(1, 53, true),
  BYSETPOS: within(1, 366, true),
  BYHOUR: within(0, 23, false),
  BYMINUTE: within(0, 59, false),
  BYSECOND: within(0, 59, false),
  BYDAY: (value) => byDay.test(value),
};

/** Milliseconds of a wall time read as if it were UTC, or null when it is none. */
export function wallMsOf(local: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.test(local) || !isLocalDate(local.slice(0, 10))) return null;
  return Date.parse(`${local.length === 16 ? `${local}:00` : local}Z`);
}

/** UNTIL of a rule as written: an instant (`…Z`), a wall time, or a date, which includes that whole day. */
export function untilOf(rule: string): { instantMs: number } | { wallMs: number } | null {
  const text = /(?:^|;)UNTIL=([^;]*)/i.exec(rule)?.[1];
  const parts = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z?))?$/i.exec(text ?? '');
  if (!parts) return null;
  const date = `${parts[1]}-${parts[2]}-${parts[3]}`;
  if (!isLocalDate(date)) return null;
  if (parts[4] === undefined) return { wallMs: Date.parse(`${date}T00:00:00Z`) + dayMs - 1 };
  const wallMs = wallMsOf(`${date}T${parts[4]}:${parts[5]}:${parts[6]}`);
  if (wallMs === null) return null;
  return parts[7] ? { instantMs: wallMs } : { wallMs };
}

function ruleFault(rule: string): string | null {
  if (rule.length > 500) return 'the rule is longer than 500 characters';
  const seen = new Map<string, string>();
  for (const part of rule.toUpperCase().split(';')) {
    const [name, value, ...rest] = part.split('=');
    if (!value || rest.length > 0) return `${JSON.stringify(part)} is not NAME=VALUE`;
    if (seen.has(name)) return `${name} is given twice`;
    seen.set(name, value);
    const accepts = listParts[name];
    if (accepts) {
      if (!value.split(',').every(accepts)) return `${name} has a value it cannot have`;
    } else if (name === 'FREQ') {
      if (!frequencies.includes(value)) return `FREQ must be one of ${frequencies.join(', ')}`;
    } else if (name === 'INTERVAL') {
      if (!/^\d{1,4}$/.test(value) || Number(value) < 1) return 'INTERVAL must be 1 to 9999';
    } else if (name === 'COUNT') {
      if (!/^\d{1,5}$/.test(value) || Number(value) < 1 || Number(value) > maxCount) return `COUNT must be 1 to ${maxCount}`;
    } else if (name === 'UNTIL') {
      if (!untilOf(rule)) return 'UNTIL must be a date, or a date and time, as in 20261231 or 20261231T235959Z';
    } else if (name === 'WKST') {
      if (!/^(MO|TU|WE|TH|FR|SA|SU)$/.test(value)) return 'WKST must be a weekday such as MO';
    } else return `${JSON.stringify(name)} is not supported`;
  }
  if (!seen.has('FREQ')) return 'FREQ is missing';
  if (seen.has('COUNT') && seen.has('UNTIL')) return 'COUNT and UNTIL exclude each other';
  if (seen.has('BYWEEKNO') && seen.get('FREQ') !== 'YEARLY') return 'BYWEEKNO needs FREQ=YEARLY';
  if (/(^|,)[+-]?\d/.test(seen.get('BYDAY') ?? '') && !['MONTHLY', 'YEARLY'].includes(seen.get('FREQ') ?? '')) {
    return 'a numbered weekday needs FREQ=MONTHLY or FREQ=YEARLY';
  }
  if (seen.has('BYSETPOS') && ![...seen.keys()].some((name) => name !== 'BYSETPOS' && name in listParts))
    return 'BYSETPOS needs another BY part';
  return null;
}

/** Everything wrong with a recurrence; empty when it is good. */
export function recurrenceFaults(recurrence: Recurrence): Fault[] {
  const faults: Fault[] = [];
  const { rule, startLocal, zone, duration } = recurrence;
  if (!isZone(zone)) {
    faults.push({
      field: 'zone',
      detail: `${JSON.stringify(zone)} is not an IANA time zone`,
      remedy: 'Name a zone such as Europe/Berlin.',
    });
  }
  if (wallMsOf(startLocal) === null) {
    faults.push({
      field: 'startLocal',
      detail: `${JSON.stringify(startLocal)} is not a wall time`,
      remedy: 'Give it as YYYY-MM-DDTHH:mm, without zone or offset.',
    });
  }
  const wrong = rule === null || rule === '' ? null : ruleFault(rule);
  if (wrong)
    faults.push({ field: 'rule', detail: wrong, remedy: 'Give an RRULE value of RFC 5545, for example FREQ=MONTHLY;BYMONTHDAY=-1.' });
  const { days = 0, minutes = 0 } = duration;
  if (
    !Number.isInteger(days) ||
    days < 0 ||
    days > 366 ||
    !Number.isFinite(minutes) ||
    minutes < 0 ||
    minutes > 366 * 1440 ||
    days + minutes === 0
  ) {
    faults.push({
      field: 'duration',
      detail: 'the duration is not between a moment and a year',
      remedy: 'Give days, minutes or both, up to 366 days.',
    });
  }
  for (const field of ['excludeLocal', 'includeLocal'] as const) {
    const listed = recurrence[field] ?? [];
    if (listed.length > maxListed || listed.some((local) => wallMsOf(local) === null)) {
      faults.push({
        field,
        detail: `${field} has too many entries or one that is no wall time`,
        remedy: 'Give up to 5000 wall times as YYYY-MM-DDTHH:mm.',
      });
    }
  }
  return faults;
}
