import { apiTokenBeginning, apiTokenHash, newApiToken } from './api-token-text';

describe('API tokens', () => {
  it('are long, random and recognisable', () => {
    const tokens = Array.from({ length: 100 }, newApiToken);
    expect(new Set(tokens).size).toBe(100);
    for (const token of tokens) {
      expect(token).toMatch(/^slp_[\w-]{43}$/);
      expect(apiTokenHash(token)).toHaveLength(32);
      expect(token.startsWith(apiTokenBeginning(token))).toBe(true);
      expect(apiTokenBeginning(token)).toHaveLength(8);
    }
  });

  it.each(['', 'slp_', 'slp_short', `slp_${'a'.repeat(44)}`, `xyz_${'a'.repeat(43)}`, `slp_${'a'.repeat(42)}\0`])(
    'cannot be %p',
    (token) => {
      expect(apiTokenHash(token)).toBeNull();
    },
  );
});
