import { returnAddress } from './return-address';

it.each([
  ['/releases/1?tab=2', '/releases/1?tab=2'],
  [null, '/'],
  ['', '/'],
  ['https://evil.example', '/'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['/\tx', '/'],
  ['/sign-in?returnTo=/x', '/'],
])('returns %p as %p', (wanted, expected) => expect(returnAddress(wanted)).toBe(expected));
