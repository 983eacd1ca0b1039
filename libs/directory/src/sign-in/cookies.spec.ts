import { cookieOf, cookieText } from './cookies';

describe('cookies', () => {
  it('are written for scripts not to read', () => {
    const options = { path: '/x', maxAgeSeconds: 60, sameSite: 'Strict' } as const;
    expect(cookieText('a', 'b', { ...options, secure: true })).toBe('a=b; Path=/x; Max-Age=60; HttpOnly; SameSite=Strict; Secure');
    expect(cookieText('a', 'b', { ...options, secure: false })).not.toContain('Secure');
  });

  it.each([
    ['a=1; b=2', 'b', '2'],
    ['a=1;b=x=y', 'b', 'x=y'],
    ['ab=1', 'b', null],
    [undefined, 'b', null],
    ['', 'b', null],
    ['b=1; b=2', 'b', '1'],
  ])('are read from %p', (header, name, value) => {
    expect(cookieOf(header, name)).toBe(value);
  });
});
