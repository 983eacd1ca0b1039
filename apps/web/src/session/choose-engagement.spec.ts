import { chooseEngagement } from './choose-engagement';

const memberships = [
  { engagementId: 'b', engagementName: 'Zephyr' },
  { engagementId: 'a', engagementName: 'Aurora' },
];

describe('chooseEngagement', () => {
  it('takes the first wanted one that is the person’s', () => expect(chooseEngagement(memberships, [null, 'foreign', 'b', 'a'])).toBe('b'));
  it('falls back to the first by name', () => expect(chooseEngagement(memberships, ['foreign'])).toBe('a'));
  it('chooses none without memberships', () => expect(chooseEngagement([], ['a'])).toBeNull());
});
