import fc from 'fast-check';
import { assessWindow } from './assess-window';
import { cutParts, relaxSearch } from './relax-search';
import { scoreStarts, searchWindows, startAt } from './search-windows';
import { problemArbitrary } from './testing/problem-arbitrary';
import { possibleWindows } from './testing/window-oracle';
import { totalMinutes, type WindowProblem } from './window-problem';

const vendor = 'vendor' as const;
/** People who could all help, and time that is mostly taken. */
const crowded = problemArbitrary.map((problem): WindowProblem => ({
  ...problem,
  needs: problem.needs
    .map((need) => ({ ...need, side: vendor }))
    .filter((need, index, all) => all.findIndex(({ role }) => role === need.role) === index),
  closures: problem.closures.map((closure, index) => ({ ...closure, id: String(index), endMs: closure.endMs + 3 * 3_600_000 })),
  people: problem.people.map((person) => ({
    ...person,
    side: vendor,
    roles: ['engineer', 'release-manager', 'dba'],
    unknownBecause: null,
    working: [{ startMs: problem.startMs, endMs: problem.endMs }],
  })),
}));

describe('relaxSearch', () => {
  it('proposes only what brute force agrees would make that window possible', () => {
    const proposed: Record<string, number> = {};
    fc.assert(
      fc.property(crowded, (problem) => {
        if (searchWindows(problem).possible > 0) return;
        for (const relaxation of relaxSearch(problem, [])) {
          const starts = relaxed(problem, relaxation).flatMap((changed) => possibleWindows(changed).map(({ startMs }) => startMs));
          proposed[relaxation.kind] = (proposed[relaxation.kind] ?? 0) + 1;
          expect(starts).toContain(relaxation.window.startMs);
        }
      }),
      { numRuns: 300 },
    );
    expect(Object.values(proposed).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(20);
  });

  it('cuts exactly the minutes asked for, watch first, and leaves cutover', () => {
    const parts = { preparationMinutes: 30, cutoverMinutes: 60, rollbackMinutes: 30, watchMinutes: 60 };
    expect(cutParts(parts, 75)).toEqual({ preparationMinutes: 15, cutoverMinutes: 60, rollbackMinutes: 30, watchMinutes: 0 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 175 }), (minutes) => {
        const cut = cutParts(parts, minutes);
        expect(totalMinutes(cut)).toBe(180 - minutes);
        expect(cut.cutoverMinutes).toBeGreaterThanOrEqual(5);
      }),
    );
  });
});

/** What a relaxation may mean, rebuilt from what it says. */
function relaxed(problem: WindowProblem, relaxation: ReturnType<typeof relaxSearch>[number]): WindowProblem[] {
  if (relaxation.kind === 'shorter') return [{ ...problem, parts: cutParts(problem.parts, relaxation.minutes as number) }];
  if (relaxation.kind === 'ignore-closure')
    return [{ ...problem, closures: problem.closures.filter(({ id }) => id !== relaxation.closureId) }];
  if (relaxation.kind === 'fewer-people') {
    return problem.needs.map((fewer) => ({
      ...problem,
      needs: problem.needs.map((need) => (need === fewer ? { ...need, people: need.people - 1 } : need)),
    }));
  }
  const at = Date.parse(/of (\S+)$/.exec(relaxation.text)?.[1] as string);
  const person = problem.people.find(({ personId }) => personId === relaxation.personId);
  return (person?.busy ?? [])
    .filter(({ startMs }) => startMs === at)
    .map((meeting) => ({
      ...problem,
      people: problem.people.map((each) => (each === person ? { ...each, busy: each.busy.filter((busy) => busy !== meeting) } : each)),
    }));
}

describe('assessWindow', () => {
  it('judges every start of the grid as the search does', () => {
    fc.assert(
      fc.property(problemArbitrary, (problem) => {
        const table = scoreStarts(problem);
        for (let index = 0; index < table.count; index += 1) {
          const { conflicts, window } = assessWindow(problem, startAt(table, index));
          const score = table.scores[index] as number;
          expect(conflicts.length === 0).toBe(score >= 0);
          if (score >= 0) expect(window.score).toBeCloseTo(score, 9);
        }
      }),
      { numRuns: 60 },
    );
  });
});
