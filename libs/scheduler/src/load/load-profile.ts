import { type LoadCalendar, slotReader, slotsPerWeek } from './week-slots';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Load of one UTC hour, in the unit of its source, finite and not negative. */
export interface LoadHour {
  hourMs: number;
  value: number;
}

export interface ProfileSlot {
  /** Expected load; `null` = this slot and its neighbours were never seen. */
  mean: number | null;
  /** Weighted standard deviation. */
  spread: number | null;
  /** Hours of history in this very slot. */
  samples: number;
}

/** The expected load of a feature for every hour of a week. */
export interface LoadProfile {
  slots: readonly ProfileSlot[];
  /** The highest mean; `null` when nothing was ever seen, 0 when only zeros were. */
  peak: number | null;
  hours: number;
  firstMs: number | null;
  /** Start of the last hour seen. */
  lastMs: number | null;
}

/** An hour counts half as much as one that is three weeks younger. */
const halfLifeMs = 21 * dayMs;
/** Share of the neighbouring hours in a slot's mean, on each side. */
const neighbourShare = 0.15;

/**
 * Exponentially weighted weekly profile, smoothed over neighbouring hours; public holidays count as Sundays. Ages are measured from the last hour seen,
 * so that equal input gives an equal profile whenever it is computed.
 */
export function buildLoadProfile(hours: readonly LoadHour[], calendar: LoadCalendar): LoadProfile {
  const first = hours.reduce((min, hour) => Math.min(min, hour.hourMs), Infinity);
  const last = hours.reduce((max, hour) => Math.max(max, hour.hourMs), -Infinity);
  if (hours.length === 0) {
    const slots = Array.from({ length: slotsPerWeek }, () => ({ mean: null, spread: null, samples: 0 }));
    return { slots, peak: null, hours: 0, firstMs: null, lastMs: null };
  }
  const slotAt = slotReader(calendar, { startMs: first, endMs: last + hourMs });
  const weight = new Float64Array(slotsPerWeek);
  const sum = new Float64Array(slotsPerWeek);
  const squares = new Float64Array(slotsPerWeek);
  const samples = new Int32Array(slotsPerWeek);
  for (const hour of hours) {
    const { slot } = slotAt(hour.hourMs + hourMs / 2);
    const w = 0.5 ** ((last - hour.hourMs) / halfLifeMs);
    weight[slot] = (weight[slot] as number) + w;
    sum[slot] = (sum[slot] as number) + w * hour.value;
    squares[slot] = (squares[slot] as number) + w * hour.value ** 2;
    samples[slot] = (samples[slot] as number) + 1;
  }
  const slots = Array.from({ length: slotsPerWeek }, (_, slot): ProfileSlot => {
    let w = 0;
    let s = 0;
    let q = 0;
    for (const [offset, share] of [
      [0, 1 - 2 * neighbourShare],
      [-1, neighbourShare],
      [1, neighbourShare],
    ] as const) {
      const index = (slot + offset + slotsPerWeek) % slotsPerWeek;
      if (!samples[index]) continue;
      w += share;
      s += (share * (sum[index] as number)) / (weight[index] as number);
      q += (share * (squares[index] as number)) / (weight[index] as number);
    }
    if (w === 0) return { mean: null, spread: null, samples: 0 };
    const mean = s / w;
    return { mean, spread: Math.sqrt(Math.max(0, q / w - mean ** 2)), samples: samples[slot] as number };
  });
  const peak = slots.reduce((max, { mean }) => Math.max(max, mean ?? 0), 0);
  return { slots, peak, hours: hours.length, firstMs: first, lastMs: last };
}

export interface ProfileTrust {
  state: 'known' | 'thin' | 'unknown';
  /** 0 … 1. */
  confidence: number;
  historyDays: number;
  reasons: string[];
}

/** How far a profile can be trusted at `asOfMs`: full from four weeks of history on, less for gaps and for old history. */
export function trustInProfile(profile: Pick<LoadProfile, 'hours' | 'firstMs' | 'lastMs'>, asOfMs: number): ProfileTrust {
  const { firstMs, lastMs, hours } = profile;
  if (firstMs === null || lastMs === null) {
    return { state: 'unknown', confidence: 0, historyDays: 0, reasons: ['there is no load history; unknown is not quiet'] };
  }
  const spanHours = (lastMs - firstMs) / hourMs + 1;
  const historyDays = spanHours / 24;
  const coverage = Math.min(1, hours / spanHours);
  const staleDays = Math.max(0, (asOfMs - lastMs) / dayMs - 7);
  const reasons = [`${historyDays.toFixed(1)} days of history, ${(coverage * 100).toFixed(0)} % of their hours seen`];
  const thin = historyDays < 14;
  if (thin) reasons.push('under two weeks of history: weekdays were seen at most twice');
  if (coverage < 0.9) reasons.push(`${spanHours - hours} hours in between are missing and count as unknown, not as zero`);
  if (staleDays > 0) reasons.push(`the last hour seen is ${(staleDays + 7).toFixed(0)} days old`);
  const confidence = Math.min(1, historyDays / 28) * coverage * 0.5 ** (staleDays / 28);
  return { state: thin ? 'thin' : 'known', confidence, historyDays, reasons };
}
