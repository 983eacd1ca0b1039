import { describeActor } from './describe-actor';

const person = (name: string) => ({ personId: name, name, side: 'vendor' as const, department: 'development' });

describe('describeActor', () => {
  it('names one person with side and department', () =>
    expect(describeActor({ side: 'vendor', role: 'engineer', department: 'quality-assurance', people: [person('Asha Rao')] })).toBe(
      'Asha Rao (vendor, quality assurance)',
    ));
  it('names the role where nobody is known', () =>
    expect(describeActor({ side: 'client', role: 'release-manager', department: null, people: [] })).toBe(
      'client release manager – nobody named yet',
    ));
  it('cuts long lists', () =>
    expect(describeActor({ side: 'vendor', role: 'auditor', department: null, people: ['A', 'B', 'C', 'D', 'E'].map(person) })).toBe(
      'A, B, C or 2 more (vendor, auditor)',
    ));
});
