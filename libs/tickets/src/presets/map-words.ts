import type { Priority } from '../ticket-words';
import type { DeskMapping, MappedStatus } from './ticket-change';

const priorities: Readonly<Record<string, Priority>> = {
  urgent: 'urgent',
  critical: 'urgent',
  blocker: 'urgent',
  highest: 'urgent',
  p1: 'urgent',
  p0: 'urgent',
  sev1: 'urgent',
  page: 'urgent',
  emergency: 'urgent',
  high: 'high',
  major: 'high',
  p2: 'high',
  sev2: 'high',
  error: 'high',
  normal: 'normal',
  medium: 'normal',
  moderate: 'normal',
  p3: 'normal',
  sev3: 'normal',
  warning: 'normal',
  low: 'low',
  minor: 'low',
  trivial: 'low',
  lowest: 'low',
  p4: 'low',
  p5: 'low',
  sev4: 'low',
  sev5: 'low',
  info: 'low',
  none: 'low',
};
const statuses: Readonly<Record<string, MappedStatus>> = {
  open: 'open',
  new: 'open',
  'to do': 'open',
  todo: 'open',
  backlog: 'open',
  triggered: 'open',
  reopened: 'open',
  'in progress': 'in-progress',
  'in-progress': 'in-progress',
  in_progress: 'in-progress',
  acknowledged: 'in-progress',
  indeterminate: 'in-progress',
  pending: 'waiting',
  hold: 'waiting',
  'on-hold': 'waiting',
  waiting: 'waiting',
  'waiting for customer': 'waiting',
  'waiting for support': 'in-progress',
  solved: 'resolved',
  resolved: 'resolved',
  done: 'resolved',
  closed: 'resolved',
  complete: 'resolved',
  completed: 'resolved',
};

function mapped<Value>(
  own: Readonly<Record<string, Value>> | undefined,
  known: Readonly<Record<string, Value>>,
  word: string | null,
): Value | null {
  if (word === null) return null;
  const wanted = word.trim().toLowerCase();
  const entry = Object.entries(own ?? {}).find(([key]) => key.trim().toLowerCase() === wanted);
  if (entry) return entry[1];
  return Object.hasOwn(known, wanted) ? (known[wanted] as Value) : null;
}

/** The desk's own mapping first, then what the word commonly means; null when neither knows it. */
export const mapPriority = (mapping: DeskMapping, word: string | null): Priority | null => mapped(mapping.priorities, priorities, word);
export const mapStatus = (mapping: DeskMapping, word: string | null): MappedStatus | null => mapped(mapping.statuses, statuses, word);

/** The first label that the mapping knows, as a feature key. */
export function mapFeature(mapping: DeskMapping, labels: readonly string[]): string | null {
  for (const label of labels) {
    const feature = mapped(mapping.features, {}, label);
    if (feature !== null) return feature;
  }
  return null;
}

/** A status as the kind of change it is. */
export function statusChange(status: MappedStatus | null): {
  kind: 'resolved' | 'updated';
  progress: 'open' | 'in-progress' | 'waiting' | null;
} {
  if (status === 'resolved' || status === 'closed') return { kind: 'resolved', progress: null };
  return { kind: 'updated', progress: status };
}
