import type { Conflict } from '../windows/assess-window';
import type { WindowAnswer } from '../windows/window-schema';

/** The former best window, judged by today's inputs. */
export interface FormerBest {
  startAt: string;
  endAt: string;
  score: number;
  conflicts: readonly Conflict[];
}

export interface RecommendationChange {
  changed: boolean;
  /** What changed, in words; first what the answer itself shows, then what was changed around it. */
  changes: string[];
}

/** A better window must be better by this much of the score; equal ones would only disturb people. */
export const noticeableGain = 0.02;

/**
 * Whether a new answer really differs from the recommendation that people know: the first one, a window where there was none or none where there was
 * one, the former best no longer possible, or a noticeably better one. Otherwise the former stands.
 */
export function compareRecommendations(
  former: Pick<WindowAnswer, 'windows' | 'environment' | 'totalMinutes'> | null,
  formerBest: FormerBest | null,
  answer: Pick<WindowAnswer, 'windows' | 'environment' | 'totalMinutes' | 'excluded'>,
  because: readonly string[],
): RecommendationChange {
  const best = answer.windows[0];
  const said = (...changes: string[]): RecommendationChange => ({ changed: true, changes: [...changes, ...because] });
  if (!former) return said(best ? 'the first recommendation' : `no window is possible${mostCommon(answer)}`);
  if (former.environment !== answer.environment)
    return said(`the release now goes to ${answer.environment} instead of ${former.environment}`);
  if (!best)
    return former.windows.length > 0 ? said(`no window is possible any more${mostCommon(answer)}`) : { changed: false, changes: [] };
  if (!formerBest) return said('a window is possible now');
  if (former.totalMinutes !== answer.totalMinutes) {
    return said(`the window takes ${answer.totalMinutes} minutes instead of ${former.totalMinutes}`);
  }
  if (formerBest.conflicts.length > 0) {
    const why = formerBest.conflicts.map(({ text }) => text).slice(0, 3);
    return said(`the former best window ${formerBest.startAt} is no longer possible: ${why.join('; ')}`);
  }
  if (best.startAt !== formerBest.startAt && best.score - formerBest.score >= noticeableGain) {
    const gain = `${((best.score - formerBest.score) * 100).toFixed(0)} points of 100`;
    return said(`${best.startAt} is now better than the former best ${formerBest.startAt} by ${gain}`);
  }
  return { changed: false, changes: [] };
}

const mostCommon = ({ excluded }: Pick<WindowAnswer, 'excluded'>) => (excluded[0] ? `: ${excluded[0].reason}` : '');
