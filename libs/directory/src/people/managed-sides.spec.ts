import { managedSides } from './managed-sides';

describe('managedSides', () => {
  it.each([
    ['client', false, true, ['client']],
    ['client', false, false, ['client']],
    ['vendor', false, true, ['vendor']],
    ['vendor', false, false, ['client', 'vendor']],
    ['vendor', true, true, ['client', 'vendor']],
    ['client', true, true, ['client', 'vendor']],
  ] as const)('of the %s (operator: %s, the client has an admin: %s) are %j', (side, operator, clientHasAdmin, managed) => {
    expect(managedSides({ side, operator }, clientHasAdmin)).toEqual(managed);
  });
});
