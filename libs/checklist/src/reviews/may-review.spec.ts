import fc from 'fast-check';
import { type Involvement, mayReview, type ReviewCandidate } from './may-review';

const auditor = (change: Partial<ReviewCandidate> = {}): ReviewCandidate => ({
  personId: 'a',
  side: 'client',
  department: 'operations',
  roles: ['auditor'],
  ...change,
});
const involved = (change: Partial<Involvement> = {}): Involvement => ({
  itemKey: 'backup-restore',
  personId: 'd',
  side: 'vendor',
  department: 'development',
  as: 'doer',
  ...change,
});
const code = (candidate: ReviewCandidate, list: Involvement[]) => mayReview(candidate, 'operations', list)?.code ?? null;

describe('who may review', () => {
  it('an auditor of the department that had no hand in it', () => {
    expect(code(auditor(), [involved()])).toBeNull();
  });

  it('the same department of the other company, but never of the one that did it', () => {
    expect(code(auditor({ side: 'client' }), [involved({ side: 'vendor', department: 'operations' })])).toBeNull();
    expect(code(auditor({ side: 'vendor' }), [involved({ side: 'vendor', department: 'operations' })])).toBe('same-department');
  });

  it.each([
    ['not-auditor', auditor({ roles: ['release-manager'] }), []],
    ['wrong-department', auditor({ department: 'quality-assurance' }), []],
    ['is-author', auditor({ personId: 'd' }), [involved()]],
    ['is-producer', auditor({ personId: 'd' }), [involved({ as: 'producer' })]],
  ] as const)('refuses with %s', (expected, candidate, list) => {
    expect(code(candidate, [...list])).toBe(expected);
  });

  it('not a former doer who moved to the auditing department', () => {
    expect(code(auditor({ personId: 'd', department: 'operations' }), [involved({ department: 'development' })])).toBe('is-author');
  });

  it('never anybody who had a hand in it, whatever department and roles he has now', () => {
    const anyone = fc.record({
      personId: fc.constantFrom('a', 'b'),
      side: fc.constantFrom('client' as const, 'vendor' as const),
      department: fc.constantFrom('operations', 'development'),
    });
    const hands = fc.array(
      fc.record({ ...{ itemKey: fc.constant('backup-restore'), as: fc.constantFrom('doer' as const, 'producer' as const) }, who: anyone }),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(anyone, hands, (candidate, list) => {
        const all = list.map(({ who, ...rest }) => ({ ...who, ...rest }));
        const may = code({ ...candidate, roles: ['auditor'] }, all) === null;
        const hasHand = all.some((one) => one.personId === candidate.personId);
        const didIt = all.some((one) => one.as === 'doer' && one.side === candidate.side && one.department === candidate.department);
        expect(may).toBe(candidate.department === 'operations' && !hasHand && !didIt);
      }),
    );
  });
});
