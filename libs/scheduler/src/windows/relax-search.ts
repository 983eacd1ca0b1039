import { lengthText } from './assess-window';
import { roleMask } from './cover';
import { type FoundWindow, scoreStarts, searchWindows, startAt } from './search-windows';
import { minuteMs, totalMinutes, type WindowParts, type WindowProblem } from './window-problem';

export type RelaxationKind = 'move-meeting' | 'shorter' | 'longer-horizon' | 'fewer-people' | 'ignore-closure';

/** One change that makes a window possible; `window` was found by searching the changed problem. */
export interface Relaxation {
  kind: RelaxationKind;
  text: string;
  window: FoundWindow;
  personId: string | null;
  closureId: string | null;
  /** Minutes cut from the window or added to the horizon. */
  minutes: number | null;
}

const effort: Record<RelaxationKind, number> = {
  'move-meeting': 0,
  shorter: 1,
  'longer-horizon': 2,
  'fewer-people': 3,
  'ignore-closure': 4,
};

/** The smallest single changes that make an impossible problem possible, least effort first, then the better score. Each was searched again. */
export function relaxSearch(problem: WindowProblem, longer: readonly WindowProblem[], limit = 10): Relaxation[] {
  const search = boundedSearch();
  const found = [
    ...shorten(problem, search),
    ...fewerPeople(problem, search),
    ...ignoreClosure(problem, search),
    ...extendHorizon(problem, longer, search),
    ...moveMeeting(problem, search),
  ];
  return found
    .sort((a, b) => effort[a.kind] - effort[b.kind] || b.window.score - a.window.score || a.window.startMs - b.window.startMs)
    .slice(0, limit);
}

type Search = (problem: WindowProblem) => FoundWindow | undefined;

/** Relaxing tries many changes; after this many starts it stops trying, so that a year on a fine grid does not hold the process up. */
const startsToTry = 1_500_000;

function boundedSearch(): Search {
  let left = startsToTry;
  return (problem) => {
    const starts = Math.max(1, (problem.endMs - problem.startMs) / (problem.gridMinutes * minuteMs));
    if (starts > left) return undefined;
    left -= starts;
    return searchWindows({ ...problem, take: 1 }).windows[0];
  };
}

const plain = { personId: null, closureId: null, minutes: null };

/** Cuts watch first, then preparation, then rollback reserve, then cutover; at least 5 minutes of cutover stay. */
export function cutParts(parts: WindowParts, minutes: number): WindowParts {
  let left = minutes;
  const cut = (value: number, keep: number) => {
    const taken = Math.min(left, Math.max(0, value - keep));
    left -= taken;
    return value - taken;
  };
  const watchMinutes = cut(parts.watchMinutes, 0);
  const preparationMinutes = cut(parts.preparationMinutes, 0);
  const rollbackMinutes = cut(parts.rollbackMinutes, 0);
  return { preparationMinutes, cutoverMinutes: cut(parts.cutoverMinutes, 5), rollbackMinutes, watchMinutes };
}

function shorten(problem: WindowProblem, best: Search): Relaxation[] {
  const total = totalMinutes(problem.parts);
  const step = 5;
  const attempt = (steps: number) => best({ ...problem, parts: cutParts(problem.parts, steps * step) });
  let low = 0;
  let high = Math.floor((total - Math.min(5, problem.parts.cutoverMinutes)) / step);
  let window = high > 0 ? attempt(high) : undefined;
  if (!window) return [];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    const shorter = attempt(middle);
    if (shorter) {
      high = middle;
      window = shorter;
    } else low = middle;
  }
  const minutes = high * step;
  return [{ ...plain, kind: 'shorter', minutes, window, text: `if the window is ${lengthText(minutes * minuteMs)} shorter` }];
}

function extendHorizon(problem: WindowProblem, longer: readonly WindowProblem[], best: Search): Relaxation[] {
  for (const wider of longer) {
    const window = best(wider);
    if (!window) continue;
    const minutes = Math.ceil((window.endMs - problem.endMs) / minuteMs);
    return [
      { ...plain, kind: 'longer-horizon', minutes, window, text: `if it may end ${Math.ceil(minutes / 1440)} days later than the horizon` },
    ];
  }
  return [];
}

function fewerPeople(problem: WindowProblem, best: Search): Relaxation[] {
  return problem.needs.flatMap((need) => {
    const needs = problem.needs.flatMap((other) =>
      other !== need ? [other] : need.people > 1 ? [{ ...need, people: need.people - 1 }] : [],
    );
    const window = best({ ...problem, needs });
    const without =
      need.people > 1
        ? `with ${need.people - 1} instead of ${need.people} ${need.side} ${need.role}`
        : `without a ${need.side} ${need.role}`;
    return window ? [{ ...plain, kind: 'fewer-people' as const, window, text: without }] : [];
  });
}

function ignoreClosure(problem: WindowProblem, best: Search): Relaxation[] {
  const ids = [...new Set(problem.closures.filter((closure) => closure.kind !== 'booking').map((closure) => closure.id))].slice(0, 30);
  return ids.flatMap((id) => {
    const ignored = problem.closures.find((closure) => closure.id === id);
    const window = best({ ...problem, closures: problem.closures.filter((closure) => closure.id !== id) });
    return window && ignored
      ? [{ ...plain, kind: 'ignore-closure' as const, closureId: id, window, text: `if the ${ignored.kind} “${ignored.reason}” is lifted` }]
      : [];
  });
}

/** For each person: starts that only this person's diary makes impossible, and of those one where a single movable meeting is in the way. */
function moveMeeting(problem: WindowProblem, best: Search): Relaxation[] {
  if (problem.needs.length === 0) return [];
  const lengthMs = totalMinutes(problem.parts) * minuteMs;
  return problem.people.flatMap((person) => {
    const movable = person.busy.filter((busy) => busy.movable);
    if (person.unknownBecause !== null || movable.length === 0 || roleMask(person, problem.needs) === 0) return [];
    const withBusy = (busy: typeof person.busy) => ({
      ...problem,
      people: problem.people.map((other) => (other === person ? { ...person, busy } : other)),
    });
    const fixed = person.busy.filter((busy) => !busy.movable);
    if (!best(withBusy(fixed))) return [];
    const table = scoreStarts(withBusy(fixed));
    let chosen: { score: number; startMs: number; meeting: (typeof movable)[number] } | undefined;
    for (let index = 0; index < table.count; index += 1) {
      const score = table.scores[index] as number;
      if (score < 0 || (chosen && chosen.score >= score)) continue;
      const startMs = startAt(table, index);
      const inTheWay = movable.filter((busy) => busy.startMs < startMs + lengthMs && startMs < busy.endMs);
      if (inTheWay.length === 1) chosen = { score, startMs, meeting: inTheWay[0] as (typeof movable)[number] };
    }
    if (!chosen) return [];
    const { meeting } = chosen;
    const window = best(withBusy(person.busy.filter((busy) => busy !== meeting)));
    const at = new Date(meeting.startMs).toISOString();
    return window
      ? [
          {
            ...plain,
            kind: 'move-meeting' as const,
            personId: person.personId,
            window,
            text: `if ${person.name} moves the meeting of ${at}`,
          },
        ]
      : [];
  });
}
