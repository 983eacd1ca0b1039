import { keyOf } from './key-of';

it.each([
  ['Orders closed (%)', 'orders-closed'],
  ['  Über-Stunden ', 'uber-stunden'],
  ['!!!', ''],
])('makes %p to %p', (name, key) => expect(keyOf(name)).toBe(key));
