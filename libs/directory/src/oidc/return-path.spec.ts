import fc from 'fast-check';
import { returnPath } from './return-path';

describe('returnPath', () => {
  it.each(['/', '/releases/1?tab=items#x'])('keeps %s', (path) => {
    expect(returnPath(path)).toBe(path);
  });

  it.each([
    undefined,
    '',
    'releases',
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/a\\b',
    '/a b',
    '/a\r\nSet-Cookie: x',
    `/${'a'.repeat(2_000)}`,
  ])('leads %p to the start page', (path) => {
    expect(returnPath(path)).toBe('/');
  });

  it('never leaves this site', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('/', '\\', 'e', '.', ':', '@', '\t', '?', '#') }), (text) => {
        expect(new URL(returnPath(text), 'https://slipway.example').origin).toBe('https://slipway.example');
      }),
    );
  });
});
