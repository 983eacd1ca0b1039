import { instantOfLocal, localParts, offsetMinutes } from '@slipway/business-time';

const minuteMs = 60_000;
const iso = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?)?\s*(Z|z|UTC|[+-]\d{2}:?\d{2})?$/;
const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?$/;

export type ReadTimestamp = { atMs: number; hasOffset: boolean; ambiguous: boolean } | { fault: string };

/** Whether a text looks like a timestamp at all; used to tell a header from data. */
export const looksLikeTimestamp = (value: string): boolean => iso.test(value) || dotted.test(value) || /^\d{10}(\d{3})?$/.test(value);

/**
 * Reads `2026-03-01T09:00[:00][Z|±hh:mm]`, `2026-03-01 09:00`, `01.03.2026 09:00` or Unix seconds and milliseconds. Without offset the wall clock of
 * `zone` counts: a time that a DST gap swallowed is a fault, one that happens twice is read as the earlier and marked ambiguous.
 */
export function readTimestamp(value: string, zone: string): ReadTimestamp {
  if (/^\d{10}$/.test(value)) return { atMs: Number(value) * 1000, hasOffset: true, ambiguous: false };
  if (/^\d{13}$/.test(value)) return { atMs: Number(value), hasOffset: true, ambiguous: false };
  const match = iso.exec(value);
  const german = match ? null : dotted.exec(value);
  if (!match && !german) return { fault: 'not a timestamp; use 2026-03-01T09:00:00Z or 2026-03-01 09:00' };
  const parts = match ?? ([german?.[0], german?.[3], german?.[2], german?.[1], german?.[4], german?.[5], german?.[6], undefined] as const);
  const [year, month, day, hour, minute, second] = [1, 2, 3, 4, 5, 6].map((index) => Number(parts[index] ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const wallMs = Date.UTC(year, month - 1, day, hour, minute, second);
  const wall = new Date(wallMs);
  const real = wall.getUTCMonth() === month - 1 && wall.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  if (!real || year < 1980 || year > 2100) return { fault: 'not a real date and time between 1980 and 2100' };
  const offset = parts[7];
  if (offset) {
    if (/^(z|utc)$/i.test(offset)) return { atMs: wallMs, hasOffset: true, ambiguous: false };
    const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2));
    if (minutes > 14 * 60) return { fault: `no zone has the offset ${offset}` };
    return { atMs: wallMs - (offset.startsWith('-') ? -1 : 1) * minutes * minuteMs, hasOffset: true, ambiguous: false };
  }
  const pad = (number: number) => String(number).padStart(2, '0');
  const date = `${year}-${pad(month)}-${pad(day)}`;
  const atMs = instantOfLocal(zone, date, `${pad(hour)}:${pad(minute)}`) + second * 1000;
  const read = localParts(zone, atMs);
  if (read.date !== date || read.minuteOfDay !== hour * 60 + minute)
    return { fault: `this time does not exist in ${zone}: clocks were put forward` };
  return { atMs, hasOffset: false, ambiguous: laterTwin(atMs, zone) !== null };
}

/** The second instant of a wall time that happens twice, when `atMs` is the first; otherwise `null`. */
export function laterTwin(atMs: number, zone: string): number | null {
  const now = offsetMinutes(zone, atMs);
  for (const back of [60, 30, 120]) {
    const twin = atMs + back * minuteMs;
    if (now - offsetMinutes(zone, twin) === back) return twin;
  }
  return null;
}
