import { IANAZone } from 'luxon';
import { requireZone } from './zone';

const dayMs = 86_400_000;
const chunkMs = 16 * dayMs;
const maxChunksPerZone = 4_000;

/** Offsets of one zone over 16 days: the first, and the changes that follow. */
interface Chunk {
  offsetMs: number;
  changes: { atMs: number; offsetMs: number }[];
}

interface KnownZone {
  offsetAt(ms: number): number;
  chunks: Map<number, Chunk>;
}

const knownZones = new Map<string, KnownZone>();

function knownZone(zone: string): KnownZone {
  let known = knownZones.get(zone);
  if (!known) {
    requireZone(zone);
    const iana = IANAZone.create(zone);
    known = { offsetAt: (ms) => Math.round(iana.offset(ms) * 60_000), chunks: new Map() };
    knownZones.set(zone, known);
  }
  return known;
}

/** The first second in `(fromMs, toMs]` at which the offset is no longer the one at `fromMs`. */
function changeBetween(zone: KnownZone, fromMs: number, toMs: number): number {
  const before = zone.offsetAt(fromMs);
  let low = Math.floor(fromMs / 1000);
  let high = Math.ceil(toMs / 1000);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (zone.offsetAt(middle * 1000) === before) low = middle;
    else high = middle;
  }
  return high * 1000;
}

function chunkOf(zone: KnownZone, index: number): Chunk {
  let chunk = zone.chunks.get(index);
  if (chunk) return chunk;
  const startMs = index * chunkMs;
  let offsetMs = zone.offsetAt(startMs);
  chunk = { offsetMs, changes: [] };
  for (let ms = startMs; ms < startMs + chunkMs; ms += dayMs) {
    const next = zone.offsetAt(ms + dayMs);
    if (next === offsetMs) continue;
    chunk.changes.push({ atMs: changeBetween(zone, ms, ms + dayMs), offsetMs: next });
    offsetMs = next;
  }
  if (zone.chunks.size >= maxChunksPerZone) zone.chunks.clear();
  zone.chunks.set(index, chunk);
  return chunk;
}

/**
 * Milliseconds that local time is ahead of UTC at an instant. Exact as long as a zone does not change twice within one UTC day, which none
 * has done since 1970.
 * @throws RangeError when the zone is unknown or the instant is not finite.
 */
export function offsetMsAt(zone: string, atMs: number): number {
  if (!Number.isFinite(atMs)) throw new RangeError('an instant must be a finite number of milliseconds');
  const chunk = chunkOf(knownZone(zone), Math.floor(atMs / chunkMs));
  let offsetMs = chunk.offsetMs;
  for (const change of chunk.changes) if (change.atMs <= atMs) offsetMs = change.offsetMs;
  return offsetMs;
}

/** The instant of the one offset change in `(fromMs, toMs]`, or null when the offset is the same at both ends. */
export function offsetChangeBetween(zone: string, fromMs: number, toMs: number): number | null {
  if (offsetMsAt(zone, fromMs) === offsetMsAt(zone, toMs)) return null;
  return changeBetween(knownZone(zone), fromMs, toMs);
}
