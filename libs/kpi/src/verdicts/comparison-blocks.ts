import { addDays, dayNumber, instantsOfWallTime, localParts } from '@slipway/business-time';

const hourMs = 3_600_000;
const dayMs = 86_400_000;
export const mostWeeks = 8;
const daysPerWeek = 7;

/** Half-open span of full hours. */
export interface Block {
  startMs: number;
  endMs: number;
}

/** The time after a release cut into blocks of a day (or one shorter block), and the same hours of the weeks before. */
export interface ComparisonBlocks {
  /** Hours in each block, at most 24. */
  blockHours: number;
  /** After the release, in order; `slot` is the day of the release's week, 0 to 6. */
  after: (Block & { slot: number })[];
  /** `before[week - 1][slot]`, week 1 being the last before the release. */
  before: Block[][];
}

/** The wall time of `atMs`, moved by days of the local calendar, to the full hour. */
function movedByDays(zone: string, atMs: number, days: number): number {
  const { date, minuteOfDay } = localParts(zone, atMs);
  const wallMs = dayNumber(addDays(date, days)) * dayMs + minuteOfDay * 60_000;
  return Math.floor(instantsOfWallTime(zone, wallMs).firstMs / hourMs) * hourMs;
}

/**
 * Cuts the time from a release's first full hour to `untilMs` into whole blocks of 24 hours; less than a day is one block of its full hours, and
 * what is left over after whole days is not looked at. Each block has its counterparts at the same local weekday and hour in up to eight weeks
 * before. Null when not one full hour has passed.
 */
export function comparisonBlocks(zone: string, liveAtMs: number, untilMs: number): ComparisonBlocks | null {
  const firstMs = Math.ceil(liveAtMs / hourMs) * hourMs;
  const hours = Math.floor((untilMs - firstMs) / hourMs);
  if (hours < 1) return null;
  const blockHours = Math.min(hours, 24);
  const block = (startMs: number): Block => ({ startMs, endMs: startMs + blockHours * hourMs });
  const after = Array.from({ length: Math.floor(hours / blockHours) }, (_, day) => ({
    ...block(movedByDays(zone, firstMs, day)),
    slot: day % daysPerWeek,
  })).filter(({ endMs }) => endMs <= firstMs + hours * hourMs);
  const lastBeforeMs = Math.floor(liveAtMs / hourMs) * hourMs;
  const before = Array.from({ length: mostWeeks }, (_, week) =>
    Array.from({ length: daysPerWeek }, (_unused, slot) => block(movedByDays(zone, firstMs, slot - daysPerWeek * (week + 1)))).map(
      ({ startMs, endMs }) => ({ startMs, endMs: Math.min(endMs, Math.max(startMs, lastBeforeMs)) }),
    ),
  );
  return { blockHours, after, before };
}

/** From the earliest block before the release to the end of the last after it. */
export function spanOf({ before, after }: ComparisonBlocks): Block {
  const all = [...before.flat(), ...after];
  return { startMs: Math.min(...all.map(({ startMs }) => startMs)), endMs: Math.max(...all.map(({ endMs }) => endMs)) };
}

export const stages = { PT24H: 1, PT72H: 3, P7D: 7 } as const;
export type ScheduledStage = keyof typeof stages;
export type Stage = ScheduledStage | 'now';

/** When a stage's time has passed: that many local days after the release's first full hour. */
export function stageEndsMs(zone: string, liveAtMs: number, stage: ScheduledStage): number {
  return movedByDays(zone, Math.ceil(liveAtMs / hourMs) * hourMs, stages[stage]);
}
