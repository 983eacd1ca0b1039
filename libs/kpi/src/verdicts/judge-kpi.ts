import type { ComparisonBlocks } from './comparison-blocks';
import { studentQuantile } from './student-quantile';

/** A KPI in one hour: numerator and denominator (1 where it is no quotient) and how many measurements stand behind it. */
export interface HourlyPoint {
  numerator: number;
  denominator: number;
  count: number;
}

export interface JudgedKpi {
  direction: 'higher' | 'lower';
  guardrails: { warnPercent: number; failPercent: number };
  minimumSample: number;
  /** Whether an hour without measurements counts 0 once measuring is known to go on: counts and sums. */
  additive: boolean;
}

export interface KpiVerdict {
  verdict: 'pass' | 'warn' | 'fail' | 'inconclusive';
  reason: string;
  before: number | null;
  after: number | null;
  /** Relative change, in percent of before. */
  changePercent: number | null;
  /** The change against the KPI's direction: positive is worse. */
  worseningPercent: number | null;
  /** 95 % interval of the worsening. */
  interval: { lowPercent: number; highPercent: number } | null;
  measurementsBefore: number;
  measurementsAfter: number;
  weeksCompared: number;
}

interface BlockValue {
  /** Null when the block cannot be valued. */
  value: number | null;
  count: number;
  measuredHours: number;
}

const hourMs = 3_600_000;
const alpha = 0.05;
const leastHours = 6;
const leastWeeks = 2;
/** Fewer hours with measurements than this share of what was usual: is it still being measured? */
const leastCoverage = 0.5;
const daysPerWeek = 7;

const shown = (value: number): string => String(Number(value.toPrecision(3)));
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** An hourly mean for what adds up, a quotient of sums for the rest. */
function blockValue(points: ReadonlyMap<number, HourlyPoint>, startMs: number, endMs: number, additive: boolean): BlockValue {
  let numerator = 0;
  let denominator = 0;
  let count = 0;
  let measuredHours = 0;
  for (let hour = startMs; hour < endMs; hour += hourMs) {
    const point = points.get(hour);
    if (!point) continue;
    numerator += point.numerator;
    denominator += point.denominator;
    count += point.count;
    measuredHours += 1;
  }
  const divisor = additive ? (endMs - startMs) / hourMs : denominator;
  const value = measuredHours === 0 || divisor === 0 ? null : numerator / divisor;
  return { value, count, measuredHours };
}

/**
 * The spread of a day's value around what is usual for its weekday and hours, relative to it. Residuals beyond three scaled median absolute
 * deviations (1.4826 MAD estimates sigma) are drawn in to that bound, so that one outage or holiday before the release does not hide the next.
 */
function relativeSpread(residuals: readonly number[], freedom: number): number {
  const bound = 3 * 1.4826 * median(residuals.map(Math.abs));
  const drawnIn = bound > 0 ? residuals.map((each) => Math.max(-bound, Math.min(bound, each))) : residuals;
  return Math.sqrt(drawnIn.reduce((sum, each) => sum + each * each, 0) / freedom);
}

/** How much wider the mean of several consecutive days spreads when days follow one another: (1 + r) / (1 - r) of a first-order autoregression. */
function dependence(residualsInOrder: readonly number[]): number {
  let products = 0;
  let squares = 0;
  residualsInOrder.forEach((each, i) => {
    squares += each * each;
    if (i > 0) products += each * residualsInOrder[i - 1];
  });
  const r = squares > 0 ? Math.max(0, Math.min(0.8, products / squares)) : 0;
  return (1 + r) / (1 - r);
}

/**
 * Judges a KPI after a release against the same weekdays and hours of up to eight weeks before.
 *
 * For every day of the week there is a usual value (the median over the weeks); the relative deviations of the days before from their usual
 * value give the natural spread s with n - 7 degrees of freedom (slots and residuals of a two-way layout). The change of the mean of L days
 * after from the mean of their usual values then has the prediction interval
 *   change ± t(0.975, n - 7) · s · sqrt(d / L + 1 / W),
 * W weeks, d = (1 + r) / (1 - r) for dependent days (L > 1). Sources: G. J. Hahn and W. Q. Meeker, "Statistical Intervals" (1991), prediction
 * interval for the mean of future observations; G. V. Bayley and J. M. Hammersley (1946), effective number of autocorrelated observations.
 *
 * fail / warn: worse by more than the guardrail, and more than the natural spread explains (interval above 0).
 * pass: not worse than the warning guardrail, and a failing change is ruled out (interval below the failing guardrail).
 * inconclusive: everything else, and always where measurements are missing: nothing passes without data.
 */
export function judgeKpi(kpi: JudgedKpi, blocks: ComparisonBlocks | null, points: ReadonlyMap<number, HourlyPoint>): KpiVerdict {
  const found: KpiVerdict = {
    verdict: 'inconclusive',
    reason: '',
    before: null,
    after: null,
    changePercent: null,
    worseningPercent: null,
    interval: null,
    measurementsBefore: 0,
    measurementsAfter: 0,
    weeksCompared: 0,
  };
  const inconclusive = (reason: string): KpiVerdict => ({ ...found, reason });
  const hoursAfter = blocks ? blocks.after.length * blocks.blockHours : 0;
  if (!blocks || hoursAfter < leastHours)
    return inconclusive(`only ${hoursAfter} full hours have passed since the release, ${leastHours} are needed`);

  const valueOf = ({ startMs, endMs }: { startMs: number; endMs: number }): BlockValue => blockValue(points, startMs, endMs, kpi.additive);
  const weeks = blocks.before.map((week) => week.map(valueOf));
  const last = weeks.findLastIndex((week) => week.some(({ count }) => count > 0));
  const compared = weeks.slice(0, last + 1);
  const slotValues = Array.from({ length: daysPerWeek }, (_, slot) =>
    compared.map((week) => week[slot].value).filter((value) => value !== null),
  );
  const slots = new Set(blocks.after.map(({ slot }) => slot));
  const usual = slotValues.map((values) => (values.length > 0 ? median(values) : null));
  const after = blocks.after.map((block) => ({ ...valueOf(block), usual: usual[block.slot] }));
  const inSlots = compared.flatMap((week) => week.filter((_, slot) => slots.has(slot)));
  found.measurementsBefore = inSlots.reduce((sum, { count }) => sum + count, 0);
  found.measurementsAfter = after.reduce((sum, { count }) => sum + count, 0);
  found.weeksCompared = Math.min(...[...slots].map((slot) => slotValues[slot].length));

  if (found.measurementsAfter === 0) return inconclusive('nothing was measured after the release');
  if (found.measurementsBefore === 0) return inconclusive('nothing was measured at these hours in the weeks before the release');
  if (found.weeksCompared < leastWeeks) {
    return inconclusive(
      `the same hours were measured in ${found.weeksCompared} of the weeks before, ${leastWeeks} are needed to know what is usual`,
    );
  }
  const least = Math.min(found.measurementsBefore, found.measurementsAfter);
  if (least < kpi.minimumSample) {
    const when = found.measurementsAfter <= found.measurementsBefore ? 'after' : 'before';
    return inconclusive(`${least} measurements ${when} the release are fewer than the agreed sample of ${kpi.minimumSample}`);
  }
  const usualHours = mean(inSlots.map(({ measuredHours }) => measuredHours));
  const hours = mean(after.map(({ measuredHours }) => measuredHours));
  if (hours < leastCoverage * usualHours) {
    return inconclusive(`measured in ${shown(hours)} hours a block where ${shown(usualHours)} are usual: it may no longer be measured`);
  }

  const pairs = after.flatMap(({ value, usual: slotUsual }) =>
    slotUsual === null ? [] : [{ value: value ?? (kpi.additive ? 0 : null), usual: slotUsual }],
  );
  const valued = pairs.flatMap(({ value, usual: slotUsual }) => (value === null ? [] : [{ value, usual: slotUsual }]));
  if (valued.length === 0) return inconclusive('no day after the release has a value');
  found.before = mean(valued.map((pair) => pair.usual));
  found.after = mean(valued.map((pair) => pair.value));
  if (!(found.before > 0)) return inconclusive(`before the release it was ${shown(found.before)}: a relative change cannot be told`);
  const change = found.after / found.before - 1;
  const worsening = kpi.direction === 'higher' ? -change : change;
  found.changePercent = change * 100;
  found.worseningPercent = worsening * 100;

  const residuals = [...compared].reverse().flatMap((week) =>
    week.flatMap(({ value }, slot) => {
      const slotUsual = usual[slot];
      return value === null || slotUsual === null || slotUsual <= 0 || slotValues[slot].length < leastWeeks ? [] : [value / slotUsual - 1];
    }),
  );
  const freedom = residuals.length - slotValues.filter((values) => values.length >= leastWeeks).length;
  if (freedom < 1) return inconclusive('too few days before the release to know its natural spread');
  const spread = relativeSpread(residuals, freedom);
  const days = valued.length;
  const width =
    studentQuantile(alpha, freedom) * spread * Math.sqrt((days > 1 ? dependence(residuals) : 1) / days + 1 / found.weeksCompared);
  found.interval = { lowPercent: (worsening - width) * 100, highPercent: (worsening + width) * 100 };
  return decide(kpi, found);
}

/** The verdict from worsening, interval and guardrails, all in percent. */
function decide({ guardrails: { warnPercent, failPercent } }: JudgedKpi, found: KpiVerdict): KpiVerdict {
  const worsening = found.worseningPercent as number;
  const { lowPercent, highPercent } = found.interval as { lowPercent: number; highPercent: number };
  const moved = `${shown(found.before as number)} before, ${shown(found.after as number)} after: ${
    worsening > 0 ? `worse by ${shown(worsening)} %` : worsening < 0 ? `better by ${shown(-worsening)} %` : 'unchanged'
  } (95 % interval of the worsening ${shown(lowPercent)} to ${shown(highPercent)} %)`;
  if (worsening > warnPercent && lowPercent > 0) {
    const fails = worsening > failPercent;
    return { ...found, verdict: fails ? 'fail' : 'warn', reason: `${moved}; more than the agreed ${fails ? failPercent : warnPercent} %` };
  }
  if (worsening > warnPercent)
    return { ...found, reason: `${moved}; more than the agreed ${warnPercent} %, but days before differed as much` };
  if (highPercent > failPercent) return { ...found, reason: `${moved}; days differ too much to rule out the failing ${failPercent} %` };
  return { ...found, verdict: 'pass', reason: `${moved}; within the agreed ${warnPercent} %` };
}
