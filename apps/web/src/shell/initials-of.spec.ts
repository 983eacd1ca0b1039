import { initialsOf } from './initials-of';

it.each([
  ['Asha Rao', 'AR'],
  ['  Jean  Marc  Dupont ', 'JD'],
  ['Björk', 'B'],
  ['Øyvind Åsen', 'ØÅ'],
  ['', '?'],
])('shortens %p to %p', (name, expected) => expect(initialsOf(name)).toBe(expected));
