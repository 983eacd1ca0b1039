import { type Interval, subtract } from '@slipway/business-time';
import { minuteMs, type RoleNeed, type SchedulablePerson } from './window-problem';

/** Bit i of a person's mask: the person can fill `needs[i]`. */
export function roleMask(person: Pick<SchedulablePerson, 'side' | 'roles'>, needs: readonly RoleNeed[]): number {
  return needs.reduce(
    (mask, need, index) => (need.side === person.side && person.roles.includes(need.role) ? mask | (1 << index) : mask),
    0,
  );
}

/** Free times of a person: asked-for hours without the busy ones; nobody unknown is ever free. */
export function freeTimes(person: Pick<SchedulablePerson, 'unknownBecause' | 'working' | 'busy'>): Interval[] {
  return person.unknownBecause === null ? subtract(person.working, person.busy) : [];
}

/** Index range `[first, last]` of the starts whose window of `lengthMs` lies wholly within the interval. */
export function startsWithin(
  interval: Interval,
  grid: { firstStartMs: number; gridMinutes: number; count: number },
  lengthMs: number,
): { first: number; last: number } {
  const stepMs = grid.gridMinutes * minuteMs;
  return {
    first: Math.max(0, Math.ceil((interval.startMs - grid.firstStartMs) / stepMs)),
    last: Math.min(grid.count - 1, Math.floor((interval.endMs - lengthMs - grid.firstStartMs) / stepMs)),
  };
}

/**
 * For every start on the grid the slack of its cover: how many people may fall out while distinct people still fill every role;
 * negative = not covered. By Hall's theorem that is the minimum over all sets of roles of (people free who can fill one of them - people they need),
 * counted with one difference array per set, so matching is only needed to name people. Sets are taken per group of roles that share people.
 */
export function coverSlack(
  problem: { needs: readonly RoleNeed[]; people: readonly SchedulablePerson[] },
  grid: { firstStartMs: number; gridMinutes: number; count: number },
  lengthMs: number,
): Int32Array {
  const { needs, people } = problem;
  const slack = new Int32Array(grid.count).fill(2 ** 30);
  const masked = people.map((person) => ({ person, mask: roleMask(person, needs) })).filter(({ mask }) => mask !== 0);
  const ranges = masked.map(({ person }) => freeTimes(person).map((free) => startsWithin(free, grid, lengthMs)));
  for (const group of rolesSharingPeople(
    needs.length,
    masked.map(({ mask }) => mask),
  )) {
    for (const set of subsetsOf(group)) {
      const needed = needs.reduce((sum, need, index) => (set & (1 << index) ? sum + need.people : sum), 0);
      const changes = new Int32Array(grid.count + 1);
      masked.forEach(({ mask }, index) => {
        if ((mask & set) === 0) return;
        for (const { first, last } of ranges[index] as { first: number; last: number }[]) {
          if (last < first) continue;
          changes[first] = (changes[first] as number) + 1;
          changes[last + 1] = (changes[last + 1] as number) - 1;
        }
      });
      let free = 0;
      for (let start = 0; start < grid.count; start += 1) {
        free += changes[start] as number;
        if (free - needed < (slack[start] as number)) slack[start] = free - needed;
      }
    }
  }
  return slack;
}

/** Masks of roles that are connected through people who can fill several of them. */
export function rolesSharingPeople(roleCount: number, masks: readonly number[]): number[] {
  let groups = Array.from({ length: roleCount }, (_, index) => 1 << index);
  for (const mask of new Set(masks)) {
    const touched = groups.filter((group) => group & mask);
    if (touched.length > 1) groups = [...groups.filter((group) => !(group & mask)), touched.reduce((union, group) => union | group, 0)];
  }
  return groups;
}

function* subsetsOf(mask: number): Generator<number> {
  for (let subset = mask; subset > 0; subset = (subset - 1) & mask) yield subset;
}

export interface RoleCover<Person> {
  need: RoleNeed;
  people: Person[];
  /** Free, can fill the role, and not taken for another. */
  spare: Person[];
  missing: number;
}

/**
 * Matches distinct people to roles (Kuhn's augmenting paths), as many places as possible; people are tried in the order given, places in the order
 * of `needs`.
 */
export function matchPeople<Person extends Pick<SchedulablePerson, 'side' | 'roles'>>(
  needs: readonly RoleNeed[],
  free: readonly Person[],
): RoleCover<Person>[] {
  const places = needs.flatMap((need, role) => Array.from({ length: need.people }, () => role));
  const masks = free.map((person) => roleMask(person, needs));
  const placeOf = new Int32Array(free.length).fill(-1);

  const seat = (place: number, tried: Uint8Array): boolean => {
    const role = places[place] as number;
    for (let index = 0; index < free.length; index += 1) {
      if (tried[index] || !((masks[index] as number) & (1 << role))) continue;
      tried[index] = 1;
      if (placeOf[index] === -1 || seat(placeOf[index] as number, tried)) {
        placeOf[index] = place;
        return true;
      }
    }
    return false;
  };
  places.forEach((_, place) => seat(place, new Uint8Array(free.length)));

  return needs.map((need, role) => {
    const people = free.filter((_, index) => placeOf[index] !== -1 && places[placeOf[index] as number] === role);
    const spare = free.filter((_, index) => placeOf[index] === -1 && (masks[index] as number) & (1 << role));
    return { need, people, spare, missing: need.people - people.length };
  });
}
