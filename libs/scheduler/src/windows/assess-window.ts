import { overlaps } from '@slipway/business-time';
import { coverSlack, freeTimes, roleMask } from './cover';
import { type FoundWindow, windowDescriber } from './search-windows';
import { type Closure, concernedBy, hourMs, minuteMs, type RoleNeed, totalMinutes, type WindowProblem } from './window-problem';

export type Conflict =
  | { kind: 'closure'; text: string; closure: Closure }
  | { kind: 'cover'; text: string; need: RoleNeed; missing: number }
  | { kind: 'outside'; text: string };

export interface Assessment {
  window: FoundWindow;
  /** Empty = the window is possible. */
  conflicts: Conflict[];
}

/** Judges one window that somebody has in mind, by the same rules as the search, on or off its grid. */
export function assessWindow(problem: WindowProblem, startMs: number): Assessment {
  const lengthMs = totalMinutes(problem.parts) * minuteMs;
  const endMs = startMs + lengthMs;
  const conflicts: Conflict[] = [];
  if (startMs < problem.startMs) conflicts.push({ kind: 'outside', text: `starts before ${iso(problem.startMs)}, the earliest allowed` });
  if (endMs > problem.endMs)
    conflicts.push({ kind: 'outside', text: `ends after ${iso(problem.endMs)}, the latest that is allowed or looked at` });
  for (const closure of problem.closures) {
    if (!overlaps(closure, concernedBy(closure, problem.parts, startMs))) continue;
    conflicts.push({
      kind: 'closure',
      closure,
      text: `${closure.kind} “${closure.reason}” from ${iso(closure.startMs)} to ${iso(closure.endMs)}`,
    });
  }
  const grid = { firstStartMs: startMs, gridMinutes: 1, count: 1 };
  const slack = problem.needs.length === 0 ? null : (coverSlack(problem, grid, lengthMs)[0] as number);
  const window = windowDescriber(problem)(startMs, slack === null ? null : Math.max(0, slack));
  for (const { need, missing } of window.cover) {
    if (missing > 0) conflicts.push({ kind: 'cover', need, missing, text: coverText(problem, need, missing, window) });
  }
  return { window, conflicts };
}

function coverText(problem: WindowProblem, need: RoleNeed, missing: number, window: { startMs: number; endMs: number }): string {
  const able = problem.people.filter((person) => roleMask(person, [need]) !== 0);
  const absent = able.flatMap((person) => {
    if (person.unknownBecause !== null) return [`${person.name}: unknown (${person.unknownBecause})`];
    if (freeTimes(person).some((free) => free.startMs <= window.startMs && window.endMs <= free.endMs)) return [];
    const meeting = person.busy.some((busy) => overlaps(busy, window));
    return [`${person.name}: ${meeting ? 'busy' : 'outside of the declared hours'}`];
  });
  const who =
    able.length === 0
      ? 'nobody can fill this role'
      : absent.length > 0
        ? absent.slice(0, 8).join('; ')
        : 'all who can are needed elsewhere';
  return `${missing} of ${need.people} missing for ${need.side} ${need.role} (${who})`;
}

const iso = (atMs: number) => new Date(atMs).toISOString();

/** `2 h 30 min`, for texts. */
export function lengthText(ms: number): string {
  const hours = Math.floor(ms / hourMs);
  const minutes = Math.round((ms - hours * hourMs) / minuteMs);
  return [hours > 0 ? `${hours} h` : '', minutes > 0 || hours === 0 ? `${minutes} min` : ''].filter(Boolean).join(' ');
}
