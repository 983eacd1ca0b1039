import { instantText } from '../instant-text';
import { losesAgainst, reasonsOf } from './compare-windows';
import type { RoleCover } from './cover';
import { type Relaxation as FoundRelaxation, relaxSearch } from './relax-search';
import { type FoundWindow, searchWindows } from './search-windows';
import { minuteMs, type SchedulablePerson, totalMinutes, type WindowProblem } from './window-problem';
import type { RankedWindow, WindowAnswer } from './window-schema';

/** What the answer says besides the search itself. */
export interface AnswerContext {
  zone: string;
  environment: string;
  loadState: WindowAnswer['loadState'];
  notes: readonly string[];
}

/** Searches, and when there is no window searches for what would make one possible; `widen` gives the same problem over longer horizons. */
export async function answerSearch(
  problem: WindowProblem,
  context: AnswerContext,
  widen: () => Promise<WindowProblem[]>,
): Promise<WindowAnswer> {
  const search = searchWindows(problem);
  const relaxations = search.possible === 0 ? relaxSearch(problem, await widen()) : [];
  const best = search.windows[0];
  return {
    searchedFrom: instantText(problem.startMs),
    searchedUntil: instantText(problem.endMs),
    zone: context.zone,
    environment: context.environment,
    totalMinutes: totalMinutes(problem.parts),
    startsConsidered: search.considered,
    startsPossible: search.possible,
    excluded: search.excluded.slice(0, 20),
    windows: search.windows.map((window, index) => rankedWindow(window, index + 1, best as FoundWindow, problem)),
    relaxations: relaxations.map(relaxationView),
    unknownPeople: unknownPeople(problem),
    loadState: context.loadState,
    notes: [...context.notes],
  };
}

function rankedWindow(window: FoundWindow, rank: number, best: FoundWindow, problem: WindowProblem): RankedWindow {
  const cutoverMs = window.startMs + problem.parts.preparationMinutes * minuteMs;
  return {
    rank,
    startAt: instantText(window.startMs),
    endAt: instantText(window.endMs),
    cutoverAt: instantText(cutoverMs),
    watchAt: instantText(cutoverMs + (problem.parts.cutoverMinutes + problem.parts.rollbackMinutes) * minuteMs),
    score: window.score,
    parts: window.parts,
    cover: coverView(window.cover),
    reasons: reasonsOf(window.parts),
    losesBy: window === best ? null : { score: best.score - window.score, text: losesAgainst(window.parts, best.parts) },
  };
}

const personView = ({ personId, name, side }: Pick<SchedulablePerson, 'personId' | 'name' | 'side'>) => ({ personId, name, side });

/** Who covers what, and who is spare, as answers and bookings show it. */
export function coverView(cover: readonly RoleCover<SchedulablePerson>[]): RankedWindow['cover'] {
  return cover.map(({ need, people, spare }) => ({
    side: need.side,
    role: need.role,
    required: need.people,
    people: people.map(personView),
    spare: spare.map(personView),
  }));
}

function relaxationView({ window, kind, text, personId, closureId, minutes }: FoundRelaxation): WindowAnswer['relaxations'][number] {
  return {
    kind,
    text,
    personId,
    closureId,
    minutes,
    startAt: instantText(window.startMs),
    endAt: instantText(window.endMs),
    score: window.score,
  };
}

function unknownPeople({ people, needs }: WindowProblem): WindowAnswer['unknownPeople'] {
  return people.flatMap(({ personId, name, side, roles, unknownBecause }) =>
    unknownBecause !== null && needs.some((need) => need.side === side && roles.includes(need.role))
      ? [{ personId, name, side, reason: unknownBecause }]
      : [],
  );
}
