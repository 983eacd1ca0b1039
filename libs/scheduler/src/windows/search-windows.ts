import { coverSlack, freeTimes, matchPeople, type RoleCover } from './cover';
import { type ScoreParts, windowScorer } from './score-window';
import { concernedBy, minuteMs, type SchedulablePerson, totalMinutes, type WindowProblem } from './window-problem';

export interface FoundWindow {
  startMs: number;
  endMs: number;
  score: number;
  parts: ScoreParts;
  cover: RoleCover<SchedulablePerson>[];
}

export interface Exclusion {
  reason: string;
  /** Starts that fall away for this reason; one start can fall away for several. */
  starts: number;
}

export interface WindowSearch {
  considered: number;
  possible: number;
  excluded: Exclusion[];
  /** Different windows, best first. */
  windows: FoundWindow[];
}

/** Every start on the grid: whether it is possible, its slack of people and its score (-1 = not possible). */
export interface StartTable {
  firstStartMs: number;
  gridMinutes: number;
  count: number;
  scores: Float64Array;
  slack: Int32Array;
  excluded: Exclusion[];
}

/** The best `take` windows that are really different: their starts are at least one window and four hours apart. Equal scores: the earlier first. */
export function searchWindows(problem: WindowProblem): WindowSearch {
  const table = scoreStarts(problem);
  const possible = table.scores.reduce((count, score) => (score >= 0 ? count + 1 : count), 0);
  const apart = Math.ceil(Math.max(totalMinutes(problem.parts), 240) / problem.gridMinutes);
  const chosen: number[] = [];
  const open = Float64Array.from(table.scores);
  for (let rank = 0; rank < Math.min(problem.take, possible); rank += 1) {
    let best = -1;
    for (let index = 0; index < table.count; index += 1) {
      if ((open[index] as number) >= 0 && (best < 0 || (open[index] as number) > (open[best] as number))) best = index;
    }
    if (best < 0) break;
    chosen.push(best);
    open.fill(-1, Math.max(0, best - apart + 1), best + apart);
  }
  const describe = windowDescriber(problem);
  return {
    considered: table.count,
    possible,
    excluded: table.excluded,
    windows: chosen.map((index) => describe(startAt(table, index), problem.needs.length === 0 ? null : (table.slack[index] as number))),
  };
}

export const startAt = (table: Pick<StartTable, 'firstStartMs' | 'gridMinutes'>, index: number): number =>
  table.firstStartMs + index * table.gridMinutes * minuteMs;

/** Scores every start of the grid; closures and missing people make a start impossible. */
export function scoreStarts(problem: WindowProblem): StartTable {
  const { parts, gridMinutes, firstStartMs, needs } = problem;
  const stepMs = gridMinutes * minuteMs;
  const lengthMs = totalMinutes(parts) * minuteMs;
  const count = Math.max(0, Math.floor((problem.endMs - lengthMs - firstStartMs) / stepMs) + 1);
  const grid = { firstStartMs, gridMinutes, count };
  const { closed, byReason } = closedStarts(problem, grid);
  const slack = needs.length === 0 ? new Int32Array(count) : coverSlack(problem, grid, lengthMs);
  const scoreOf = windowScorer(problem);

  const scores = new Float64Array(count).fill(-1);
  let uncovered = 0;
  for (let index = 0; index < count; index += 1) {
    const covered = (slack[index] as number) >= 0;
    if (!covered) uncovered += 1;
    if (closed[index] || !covered) continue;
    scores[index] = scoreOf(firstStartMs + index * stepMs, needs.length === 0 ? null : (slack[index] as number)).score;
  }
  const excluded = [...byReason].map(([reason, starts]) => ({ reason, starts }));
  if (uncovered > 0) excluded.push({ reason: 'not enough people are free to fill every role', starts: uncovered });
  excluded.sort((a, b) => b.starts - a.starts || a.reason.localeCompare(b.reason));
  return { ...grid, scores, slack, excluded };
}

/** Full description of one start; `slack` is what the start table says of it. */
export function windowDescriber(problem: WindowProblem): (startMs: number, slack: number | null) => FoundWindow {
  const scoreOf = windowScorer(problem);
  const lengthMs = totalMinutes(problem.parts) * minuteMs;
  const free = problem.people.map((person) => ({ person, times: freeTimes(person) }));
  return (startMs, slack) => {
    const endMs = startMs + lengthMs;
    const present = free
      .filter(({ times }) => times.some((time) => time.startMs <= startMs && endMs <= time.endMs))
      .map(({ person }) => person);
    return { startMs, endMs, ...scoreOf(startMs, slack), cover: matchPeople(problem.needs, present) };
  };
}

function closedStarts(
  problem: WindowProblem,
  grid: { firstStartMs: number; gridMinutes: number; count: number },
): { closed: Uint8Array; byReason: Map<string, number> } {
  const stepMs = grid.gridMinutes * minuteMs;
  const closed = new Uint8Array(grid.count);
  const byReason = new Map<string, number>();
  const countedUntil = new Map<string, number>();
  for (const closure of [...problem.closures].sort((a, b) => a.startMs - b.startMs)) {
    if (closure.endMs <= closure.startMs) continue;
    const concerned = concernedBy(closure, problem.parts, 0);
    const first = Math.max(0, Math.floor((closure.startMs - concerned.endMs - grid.firstStartMs) / stepMs) + 1);
    const last = Math.min(grid.count - 1, Math.ceil((closure.endMs - concerned.startMs - grid.firstStartMs) / stepMs) - 1);
    if (last < first) continue;
    closed.fill(1, first, last + 1);
    const label = `${closure.kind}: ${closure.reason}`;
    const until = countedUntil.get(label) ?? -1;
    byReason.set(label, (byReason.get(label) ?? 0) + Math.max(0, last - Math.max(first - 1, until)));
    countedUntil.set(label, Math.max(until, last));
  }
  return { closed, byReason };
}
