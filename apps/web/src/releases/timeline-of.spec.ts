import type { Decision, ReadinessSnapshot, Release } from './release-types';
import { timelineOf } from './timeline-of';

const person = { personId: 'p', name: 'Asha', side: 'vendor' as const, department: 'development' };
const release = {
  createdAt: '2026-03-01T00:00:00.000Z',
  createdBy: person,
  advice: [],
  liveAt: '2026-03-05T00:00:00.000Z',
  rolledBackAt: null,
  closedAt: null,
  outcome: null,
} as unknown as Release;
const snapshot = (revision: number, ready: boolean): ReadinessSnapshot => ({
  revision,
  ready,
  hash: '',
  done: ready ? 25 : 24,
  total: 25,
  blockers: ready ? [] : ['moment-chosen'],
  takenAt: `2026-03-0${revision}T12:00:00.000Z`,
});

describe('timelineOf', () => {
  it('tells only snapshots that changed the verdict, newest first', () => {
    const texts = timelineOf(release, [], [snapshot(3, true), snapshot(1, false), snapshot(2, false), snapshot(4, false)]).map(
      (entry) => entry.text,
    );
    expect(texts).toEqual(['Went live', 'Stopped being ready: 1 blocker', 'Became ready', 'Asha created the release']);
  });
  it('tells a decision with its votes and outcome', () => {
    const decision = {
      decisionId: 'd',
      openedAt: '2026-03-02T00:00:00.000Z',
      openedBy: person,
      decidedAt: '2026-03-02T02:00:00.000Z',
      outcome: 'no-go',
      votes: [{ by: person, role: 'release-manager', vote: 'no-go', conditions: null, reason: 'x', at: '2026-03-02T01:00:00.000Z' }],
    } as unknown as Decision;
    expect(timelineOf({ ...release, liveAt: null }, [decision], []).map((entry) => entry.text)).toEqual([
      'Decided: no-go',
      'Asha (vendor) voted no-go',
      'Asha asked both sides to decide',
      'Asha created the release',
    ]);
  });
});
