import { chooseEngagement } from './choose-engagement';

const memberships = [{ engagementId: 'b' }, { engagementId: 'a' }];

describe('chooseEngagement', () => {
  it('takes the first wanted one that is the person’s', () => expect(chooseEngagement(memberships, [null, 'foreign', 'b', 'a'])).toBe('b'));
  it('falls back to the oldest', () => expect(chooseEngagement(memberships, ['foreign'])).toBe('a'));
  it('chooses none without memberships', () => expect(chooseEngagement([], ['a'])).toBeNull());
});
