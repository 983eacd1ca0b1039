import { disruptionOf, type RoleNeed, type SchedulablePerson, totalMinutes, type WindowProblem } from '../window-problem';

const minute = 60_000;

export interface OracleWindow {
  startMs: number;
  score: number;
  spare: number | null;
}

/**
 * The scheduler's answer by brute force, for tests: every start is judged minute by minute, people are assigned by trying all ways,
 * spare people by taking them away one by one. Shares no code with the engine; exponential, for tiny problems only.
 */
export function possibleWindows(problem: WindowProblem): OracleWindow[] {
  const found: OracleWindow[] = [];
  const length = totalMinutes(problem.parts);
  for (let startMs = problem.firstStartMs; startMs + length * minute <= problem.endMs; startMs += problem.gridMinutes * minute) {
    const window = minutesFrom(startMs, length);
    const disrupted = minutesFrom(
      disruptionOf(problem.parts, startMs).startMs,
      problem.parts.cutoverMinutes + problem.parts.rollbackMinutes,
    );
    const closed = problem.closures.some((closure) => (closure.kind === 'blackout' ? disrupted : window).some((at) => within(closure, at)));
    if (closed) continue;
    const free = problem.people.filter((person) => person.unknownBecause === null && window.every((at) => isFree(person, at)));
    if (!assignable(problem.needs, free)) continue;
    const spare = problem.needs.length === 0 ? null : sparePeople(problem.needs, free);
    found.push({ startMs, score: score(problem, disrupted, spare), spare });
  }
  return found;
}

const minutesFrom = (startMs: number, count: number) => Array.from({ length: count }, (_, index) => startMs + index * minute);
const within = (interval: { startMs: number; endMs: number }, at: number) => interval.startMs <= at && at < interval.endMs;
const isFree = (person: SchedulablePerson, at: number) =>
  person.working.some((interval) => within(interval, at)) && !person.busy.some((interval) => within(interval, at));

function assignable(needs: readonly RoleNeed[], free: readonly SchedulablePerson[]): boolean {
  const open = needs.find((need) => need.people > 0);
  if (!open) return true;
  const rest = needs.map((need) => (need === open ? { ...need, people: need.people - 1 } : need));
  return free.some(
    (person) =>
      person.side === open.side &&
      person.roles.includes(open.role) &&
      assignable(
        rest,
        free.filter((other) => other !== person),
      ),
  );
}

function sparePeople(needs: readonly RoleNeed[], free: readonly SchedulablePerson[]): number {
  const useful = free.filter((person) => needs.some((need) => need.side === person.side && person.roles.includes(need.role)));
  let spare = useful.length;
  for (let mask = 0; mask < 1 << useful.length; mask += 1) {
    const present = useful.filter((_, index) => !(mask & (1 << index)));
    const gone = useful.length - present.length;
    if (gone <= spare && !assignable(needs, present)) spare = gone - 1;
  }
  return spare;
}

function score(problem: WindowProblem, disrupted: readonly number[], spare: number | null): number {
  let share = 0;
  let known = 0;
  let userMinutes = 0;
  for (const at of disrupted) {
    const step = [...problem.load].reverse().find((candidate) => candidate.startMs <= at);
    if (step && step.share !== null) {
      share += step.share;
      known += 1;
    }
    for (const group of problem.users) if (group.working.some((interval) => within(interval, at))) userMinutes += group.headcount;
  }
  const all = problem.users.reduce((sum, group) => sum + group.headcount, 0) * disrupted.length;
  const load = known > 0 ? 1 - share / known : 0;
  const users = problem.users.length === 0 ? 0 : all > 0 ? 1 - userMinutes / all : 1;
  const engineers = spare === null ? 0 : 1 - 1 / (1 + spare);
  const { weights } = problem;
  return (weights.load * load + weights.users * users + weights.engineers * engineers) / (weights.load + weights.users + weights.engineers);
}
