import type { Side } from '../releases/release-types';

/** What the page reads of the answers of kpi. */
export interface Aggregate {
  kind: 'aggregate';
  measure: string;
  aggregate: 'count' | 'sum' | 'avg' | 'min' | 'max' | 'rate';
  feature?: string | null;
  filters?: Record<string, string[]>;
}
export type Formula = Aggregate | { kind: 'ratio'; numerator: Aggregate; denominator: Aggregate; scale?: number };

export interface Definition {
  key: string;
  version: number;
  name: string;
  description?: string | null;
  formula: Formula;
  unit: string;
  dimensions: string[];
  direction: 'higher' | 'lower';
  guardrails: { warnPercent: number; failPercent: number };
  minimumSample: number;
  status: 'proposed' | 'agreed' | 'superseded' | 'withdrawn';
  revision: number;
  proposedBy: string;
  proposedSide: Side;
  proposedAt: string;
  agreedAt: string | null;
  signatures: { personId: string; name: string; side: Side; signedAt: string }[];
  missingSides: Side[];
}

export interface Kpi {
  key: string;
  agreed: Definition | null;
  proposed: Definition | null;
}

export interface Series {
  unit: string | null;
  grain: 'hour' | 'day' | 'week';
  zone: string;
  buckets: string[];
  series: { group: Record<string, string>; values: (number | null)[]; counts: number[] }[];
  otherGroups: number;
  approximateEdges: boolean;
}

export interface TrackedKpi {
  key: string;
  lastMeasuredAt: string | null;
  fresh: boolean;
  last24h: number | null;
  previous24h: number | null;
  changePercent: number | null;
}

export interface Tracking {
  observedAt: string;
  agreed: number;
  open: number;
  kpis: TrackedKpi[];
}

export interface Verdict {
  verdictId: string;
  releaseId: string;
  kpiKey: string;
  kpiName: string;
  unit: string;
  stage: 'PT24H' | 'PT72H' | 'P7D' | 'now';
  verdict: 'pass' | 'warn' | 'fail' | 'inconclusive';
  reason: string;
  before: number | null;
  after: number | null;
  changePercent: number | null;
  interval: { lowPercent: number; highPercent: number } | null;
  measurementsBefore: number;
  measurementsAfter: number;
  judgedAt: string;
}

export interface ReleaseVerdicts {
  release: { releaseId: string; name: string; environment: string; liveAt: string };
  judgements: { stage: string; dueAt: string; state: 'waiting' | 'judged' | 'cancelled' }[];
  items: Verdict[];
}

export interface Measure {
  measure: string;
  features: (string | null)[];
  dimensions: string[];
  lastMeasuredAt: string;
}
