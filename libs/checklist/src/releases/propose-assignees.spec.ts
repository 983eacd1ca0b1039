import type { Role } from '@slipway/access';
import fc from 'fast-check';
import { proposeAssignees, type Worker } from './propose-assignees';

const worker = (personId: string, side: 'client' | 'vendor', department: string, ...roles: Role[]): Worker => ({
  personId,
  name: personId,
  side,
  department,
  roles,
});
const task = (itemKey: string, auditorDepartment: string, side: 'client' | 'vendor' = 'vendor', factRole: Role | null = null) => ({
  itemKey,
  side,
  auditorDepartment,
  factRole,
});
const people = [
  worker('dev', 'vendor', 'development', 'engineer'),
  worker('ops', 'vendor', 'operations', 'engineer'),
  worker('rm', 'vendor', 'delivery', 'release-manager'),
  worker('it', 'client', 'it', 'client-admin'),
];

describe('proposing assignees', () => {
  it('keeps the auditing department out of the work', () => {
    expect(
      proposeAssignees([task('pipeline', 'development'), task('monitoring', 'operations')], people).map((one) => one.assigneeId),
    ).toEqual(['ops', 'dev']);
  });

  it('spreads the work', () => {
    const proposals = proposeAssignees(
      Array.from({ length: 6 }, (_, index) => task(`i${index}`, 'legal')),
      people,
    );
    expect(proposals.filter((one) => one.assigneeId === 'dev')).toHaveLength(3);
    expect(proposals.filter((one) => one.assigneeId === 'ops')).toHaveLength(3);
  });

  it('says so when only the auditing department could do it, or nobody', () => {
    const [own] = proposeAssignees([task('x', 'it', 'client')], people);
    expect(own).toMatchObject({ assigneeId: 'it' });
    expect(own?.because).toContain('cannot audit');
    const [nobody] = proposeAssignees([task('x', 'it', 'client')], [worker('looker', 'client', 'it', 'observer')]);
    expect(nobody).toMatchObject({ assigneeId: null });
    expect(nobody?.because).toContain("nobody on the client's side");
  });

  it('gives a fact of the product to the role that makes it happen', () => {
    expect(proposeAssignees([task('moment', 'operations', 'vendor', 'release-manager')], people)[0]?.assigneeId).toBe('rm');
  });

  it('never crosses sides and does not depend on the order of the people', () => {
    const anyPeople = fc.uniqueArray(
      fc.record({
        personId: fc.uuid(),
        name: fc.constantFrom('Asha', 'Bo'),
        side: fc.constantFrom('client' as const, 'vendor' as const),
        department: fc.constantFrom('operations', 'development'),
        roles: fc.subarray<Role>(['engineer', 'auditor', 'observer', 'release-manager', 'client-admin']),
      }),
      { selector: (one) => one.personId, maxLength: 6 },
    );
    const tasks = [task('a', 'operations'), task('b', 'development', 'client'), task('c', 'operations', 'client')];
    fc.assert(
      fc.property(anyPeople, (team) => {
        const proposals = proposeAssignees(tasks, team);
        expect(proposeAssignees(tasks, [...team].reverse())).toEqual(proposals);
        for (const { assigneeId, side } of proposals) {
          if (assigneeId !== null) expect(team.find((one) => one.personId === assigneeId)?.side).toBe(side);
        }
      }),
    );
  });
});
