import type { Tone } from '../shell/badge';
import type { IconName } from '../shell/icon';
import type { ItemState, Outcome, ReleaseKind, ReleaseStatus, Vote } from './release-types';

interface Words {
  label: string;
  tone: Tone;
  icon: IconName;
}

export const itemStateWords: Record<ItemState, Words> = {
  pass: { label: 'Done', tone: 'ok', icon: 'check' },
  waived: { label: 'Waived', tone: 'info', icon: 'waived' },
  'waiting-review': { label: 'In review', tone: 'wait', icon: 'review' },
  rework: { label: 'Sent back', tone: 'bad', icon: 'undo' },
  fail: { label: 'Failed', tone: 'bad', icon: 'cross' },
  stale: { label: 'Out of date', tone: 'wait', icon: 'stale' },
  'no-data': { label: 'Not proven', tone: 'idle', icon: 'circle' },
  'not-applicable': { label: 'Does not apply', tone: 'idle', icon: 'waived' },
};

export const releaseStatusWords: Record<ReleaseStatus, Words> = {
  preparing: { label: 'Preparing', tone: 'info', icon: 'half' },
  decided: { label: 'Decided', tone: 'wait', icon: 'check' },
  live: { label: 'Live', tone: 'ok', icon: 'rocket' },
  'rolled-back': { label: 'Rolled back', tone: 'bad', icon: 'undo' },
  closed: { label: 'Closed', tone: 'idle', icon: 'lock' },
};

export const outcomeWords: Record<Outcome, Words> = {
  pass: { label: 'Pass', tone: 'ok', icon: 'check' },
  fail: { label: 'Fail', tone: 'bad', icon: 'cross' },
  warn: { label: 'Warning', tone: 'wait', icon: 'alert' },
  unknown: { label: 'Unknown', tone: 'idle', icon: 'circle' },
};

export const voteWords: Record<Vote, Words> = {
  go: { label: 'Go', tone: 'ok', icon: 'check' },
  'go-with-conditions': { label: 'Go with conditions', tone: 'wait', icon: 'alert' },
  'no-go': { label: 'No-go', tone: 'bad', icon: 'cross' },
};

export const kindWords: Record<ReleaseKind, string> = {
  'first-launch': 'First launch',
  'version-upgrade': 'Version upgrade',
  hotfix: 'Hotfix',
};

/** `quality-assurance` → `Quality assurance`. */
export const departmentName = (key: string): string => {
  const words = key.replaceAll('-', ' ').trim();
  return words ? words[0]!.toUpperCase() + words.slice(1) : 'No department';
};
