import fc from 'fast-check';
import { matchPeople } from './cover';
import { scoreStarts, searchWindows, startAt } from './search-windows';
import { problemArbitrary } from './testing/problem-arbitrary';
import { possibleWindows } from './testing/window-oracle';
import { minuteMs, totalMinutes } from './window-problem';

describe('searchWindows against brute force', () => {
  it('finds the same possible starts with the same scores and spare people, and the best of them', () => {
    let possibleSeen = 0;
    fc.assert(
      fc.property(problemArbitrary, (problem) => {
        const table = scoreStarts(problem);
        const engine = Array.from({ length: table.count }, (_, index) => index)
          .filter((index) => (table.scores[index] as number) >= 0)
          .map((index) => ({
            startMs: startAt(table, index),
            score: table.scores[index] as number,
            spare: problem.needs.length === 0 ? null : (table.slack[index] as number),
          }));
        const oracle = possibleWindows(problem);
        possibleSeen += oracle.length;
        expect(engine.map(({ startMs, spare }) => ({ startMs, spare }))).toEqual(oracle.map(({ startMs, spare }) => ({ startMs, spare })));
        engine.forEach(({ score }, index) => expect(score).toBeCloseTo(oracle[index]?.score ?? Number.NaN, 9));
        const search = searchWindows(problem);
        if (oracle.length > 0) expect(search.windows[0]?.score).toBeCloseTo(Math.max(...oracle.map(({ score }) => score)), 9);
        else expect(search.windows).toEqual([]);
      }),
      { numRuns: 300 },
    );
    expect(possibleSeen).toBeGreaterThan(250);
  });

  it('names distinct people for every role of every window, and keeps the windows apart', () => {
    fc.assert(
      fc.property(problemArbitrary, (problem) => {
        const { windows } = searchWindows(problem);
        for (const window of windows) {
          const named = window.cover.flatMap(({ people }) => people.map(({ personId }) => personId));
          expect(new Set(named).size).toBe(named.length);
          for (const { need, people, missing } of window.cover) {
            expect(missing).toBe(0);
            expect(people).toHaveLength(need.people);
            for (const person of people) expect(person.side === need.side && person.roles.includes(need.role)).toBe(true);
          }
        }
        const starts = windows.map(({ startMs }) => startMs).sort((a, b) => a - b);
        starts.forEach((startMs, index) => {
          if (index > 0)
            expect(startMs - (starts[index - 1] as number)).toBeGreaterThanOrEqual(Math.max(240, totalMinutes(problem.parts)) * minuteMs);
        });
        expect(windows.map(({ score }) => score)).toEqual(windows.map(({ score }) => score).sort((a, b) => b - a));
      }),
      { numRuns: 100 },
    );
  });
});

describe('matchPeople', () => {
  it('moves an earlier choice when only so every role is filled', () => {
    const both = { side: 'vendor' as const, roles: ['engineer', 'dba'], name: 'both' };
    const engineer = { side: 'vendor' as const, roles: ['engineer'], name: 'engineer' };
    const needs = [
      { side: 'vendor' as const, role: 'engineer', people: 1 },
      { side: 'vendor' as const, role: 'dba', people: 1 },
    ];
    const cover = matchPeople(needs, [both, engineer]);
    expect(cover.map(({ people }) => people.map(({ name }) => name))).toEqual([['engineer'], ['both']]);
  });

  it('does not count one person for two roles', () => {
    const both = { side: 'vendor' as const, roles: ['engineer', 'dba'] };
    const needs = ['engineer', 'dba'].map((role) => ({ side: 'vendor' as const, role, people: 1 }));
    expect(matchPeople(needs, [both]).reduce((sum, { missing }) => sum + missing, 0)).toBe(1);
  });
});
