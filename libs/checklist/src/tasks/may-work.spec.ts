import { refuseAssigning, refuseCompleting } from './may-work';

const task = { side: 'vendor' as const, status: 'open' as const, assigneeId: 'dev' };

describe('whose task it is', () => {
  it('a release manager of its side or who has it gives it to somebody', () => {
    expect(refuseAssigning({ personId: 'rm', side: 'vendor', roles: ['release-manager'] }, task)).toBeNull();
    expect(refuseAssigning({ personId: 'dev', side: 'vendor', roles: ['engineer'] }, task)).toBeNull();
    expect(refuseAssigning({ personId: 'rm2', side: 'client', roles: ['release-manager'] }, task)?.code).toBe('not-yours');
    expect(refuseAssigning({ personId: 'other', side: 'vendor', roles: ['engineer'] }, task)?.code).toBe('not-yours');
  });

  it('only who has it completes it', () => {
    expect(refuseCompleting({ personId: 'dev', side: 'vendor', roles: ['engineer'] }, task)).toBeNull();
    expect(refuseCompleting({ personId: 'rm', side: 'vendor', roles: ['release-manager'] }, task)?.code).toBe('not-yours');
    expect(refuseCompleting({ personId: 'rm', side: 'vendor', roles: ['release-manager'] }, { ...task, assigneeId: null })?.detail).toBe(
      'Nobody has this task yet.',
    );
  });
});
