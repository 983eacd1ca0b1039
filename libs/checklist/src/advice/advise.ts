export interface VerdictSignal {
  readonly kpiKey: string;
  readonly verdict: 'pass' | 'warn' | 'fail' | 'inconclusive';
  readonly reason: string;
  readonly before: number | null;
  readonly after: number | null;
}
export interface SurgeSignal {
  readonly windowMinutes: number;
  readonly tickets: number;
  readonly limit: number;
  readonly urgent: number;
  readonly reason: string;
}
export interface Advice {
  readonly advice: 'hold' | 'roll-back';
  readonly signal: string;
  readonly reason: string;
  readonly numbers: Record<string, number>;
}

export const kpiSignal = (kpiKey: string): string => `kpi:${kpiKey}`;
export const surgeSignal = 'surge';

/** A failed KPI advises to roll a live release back, and to hold one that is not live. Any other verdict advises nothing. */
export function adviseOnVerdict(verdict: VerdictSignal, isLive: boolean): Advice | null {
  if (verdict.verdict !== 'fail') return null;
  const numbers: Record<string, number> = {};
  if (verdict.before !== null) numbers['before'] = verdict.before;
  if (verdict.after !== null) numbers['after'] = verdict.after;
  return {
    advice: isLive ? 'roll-back' : 'hold',
    signal: kpiSignal(verdict.kpiKey),
    reason: `KPI ${verdict.kpiKey} failed: ${verdict.reason}`,
    numbers,
  };
}

/** More tickets than agreed: hold. At least twice the limit, or urgent ones among them, on a live release: roll back. */
export function adviseOnSurge(surge: SurgeSignal, isLive: boolean): Advice {
  const grave = surge.urgent > 0 || surge.tickets >= 2 * surge.limit;
  const urgent = surge.urgent > 0 ? `, ${surge.urgent} of them urgent` : '';
  const { tickets, limit, windowMinutes } = surge;
  return {
    advice: isLive && grave ? 'roll-back' : 'hold',
    signal: surgeSignal,
    reason: `${tickets} tickets in ${windowMinutes} minutes against a limit of ${limit}${urgent}: ${surge.reason}`,
    numbers: { tickets, limit, urgent: surge.urgent, windowMinutes },
  };
}
