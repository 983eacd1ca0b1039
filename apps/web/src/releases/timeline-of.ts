import { countOf } from '../shell/count-of';
import type { Decision, ReadinessSnapshot, Release } from './release-types';

export interface TimelineEntry {
  key: string;
  at: string;
  text: string;
  tone: 'ok' | 'wait' | 'bad' | 'idle';
}

const voteText = { go: 'go', 'go-with-conditions': 'go with conditions', 'no-go': 'no-go' } as const;

function ofDecision(decision: Decision): TimelineEntry[] {
  const entries: TimelineEntry[] = [
    {
      key: `${decision.decisionId}-open`,
      at: decision.openedAt,
      text: `${decision.openedBy.name} asked both sides to decide`,
      tone: 'idle',
    },
    ...decision.votes.map((vote) => ({
      key: `${decision.decisionId}-${vote.by.personId}`,
      at: vote.at,
      text: `${vote.by.name} (${vote.by.side}) voted ${voteText[vote.vote]}`,
      tone: 'idle' as const,
    })),
  ];
  if (decision.decidedAt && decision.outcome)
    entries.push({
      key: `${decision.decisionId}-done`,
      at: decision.decidedAt,
      text: `Decided: ${voteText[decision.outcome]}`,
      tone: decision.outcome === 'no-go' ? 'bad' : 'ok',
    });
  return entries;
}

/** What happened to a release, newest first. Only snapshots that changed the verdict are told. */
export function timelineOf(release: Release, decisions: readonly Decision[], snapshots: readonly ReadinessSnapshot[]): TimelineEntry[] {
  const entries: TimelineEntry[] = [
    { key: 'created', at: release.createdAt, text: `${release.createdBy.name} created the release`, tone: 'idle' },
  ];
  const oldestFirst = [...snapshots].sort((a, b) => a.revision - b.revision);
  for (const [index, snapshot] of oldestFirst.entries()) {
    const before = oldestFirst[index - 1];
    if (before && before.ready !== snapshot.ready)
      entries.push({
        key: `snapshot-${snapshot.revision}`,
        at: snapshot.takenAt,
        text: snapshot.ready ? 'Became ready' : `Stopped being ready: ${countOf(snapshot.blockers.length, 'blocker')}`,
        tone: snapshot.ready ? 'ok' : 'wait',
      });
  }
  entries.push(...decisions.flatMap(ofDecision));
  for (const advice of release.advice)
    entries.push({
      key: advice.adviceId,
      at: advice.at,
      text: `Advice to ${advice.advice.replace('-', ' ')}: ${advice.reason}`,
      tone: 'bad',
    });
  if (release.liveAt) entries.push({ key: 'live', at: release.liveAt, text: 'Went live', tone: 'ok' });
  if (release.rolledBackAt) entries.push({ key: 'back', at: release.rolledBackAt, text: 'Was rolled back', tone: 'bad' });
  if (release.closedAt)
    entries.push({
      key: 'closed',
      at: release.closedAt,
      text: `Closed${release.outcome ? `, ${release.outcome.replace('-', ' ')}` : ''}`,
      tone: 'idle',
    });
  return entries.sort((a, b) => b.at.localeCompare(a.at));
}
