import { compareRecommendations, type FormerBest } from './compare-recommendations';

const answer = (...windows: [string, number][]) =>
  ({
    environment: 'prod',
    totalMinutes: 180,
    excluded: [{ reason: 'freeze: month-end', starts: 9 }],
    windows: windows.map(([startAt, score]) => ({ startAt, score })),
  }) as unknown as Parameters<typeof compareRecommendations>[2];
const best = (over: Partial<FormerBest> = {}): FormerBest => ({ startAt: 'A', endAt: 'B', score: 0.8, conflicts: [], ...over });

describe('compareRecommendations', () => {
  it('tells the first one, and that there is none and why', () => {
    expect(compareRecommendations(null, null, answer(['A', 0.8]), ['the release was created'])).toEqual({
      changed: true,
      changes: ['the first recommendation', 'the release was created'],
    });
    expect(compareRecommendations(null, null, answer(), []).changes[0]).toBe('no window is possible: freeze: month-end');
  });

  it('is silent when the former best still stands and nothing is noticeably better', () => {
    expect(compareRecommendations(answer(['A', 0.8]), best(), answer(['C', 0.815]), ['new load of a'])).toEqual({
      changed: false,
      changes: [],
    });
    expect(compareRecommendations(answer(['A', 0.8]), best({ score: 0.5 }), answer(['A', 0.5]), [])).toEqual({
      changed: false,
      changes: [],
    });
    expect(compareRecommendations(answer(), null, answer(), ['a freeze'])).toEqual({ changed: false, changes: [] });
  });

  it('says what changed: conflicts, gains, appearing and vanishing windows, other lengths and environments', () => {
    const conflict = { kind: 'outside' as const, text: 'starts before now' };
    expect(compareRecommendations(answer(['A', 0.8]), best({ conflicts: [conflict] }), answer(['C', 0.7]), []).changes[0]).toContain(
      'starts before now',
    );
    expect(compareRecommendations(answer(['A', 0.8]), best(), answer(['C', 0.9]), []).changes[0]).toContain(
      'better than the former best A by 10 points',
    );
    expect(compareRecommendations(answer(['A', 0.8]), best(), answer(), []).changes[0]).toContain('no window is possible any more');
    expect(compareRecommendations(answer(), null, answer(['C', 0.9]), []).changes[0]).toBe('a window is possible now');
    expect(compareRecommendations({ ...answer(['A', 0.8]), totalMinutes: 60 }, best(), answer(['A', 0.8]), []).changed).toBe(true);
    expect(compareRecommendations({ ...answer(['A', 0.8]), environment: 'uat' }, best(), answer(['A', 0.8]), []).changed).toBe(true);
  });
});
