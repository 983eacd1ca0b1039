import { isTyping, matchShortcut, type Shortcut } from './shortcuts';

const shortcut = (keys: string): Shortcut => ({ keys, label: keys, group: 'x', run: () => undefined });
const all = ['a', 'g r', 'g w', '?'].map(shortcut);

describe('matchShortcut', () => {
  it('finds a single key', () => expect(matchShortcut(all, null, 'a').run?.keys).toBe('a'));
  it('waits for the second key of a sequence', () => {
    expect(matchShortcut(all, null, 'g')).toEqual({ run: null, pending: 'g' });
    expect(matchShortcut(all, 'g', 'w').run?.keys).toBe('g w');
  });
  it('starts afresh when the second key does not fit', () => {
    expect(matchShortcut(all, 'g', 'a').run?.keys).toBe('a');
    expect(matchShortcut(all, 'g', 'x')).toEqual({ run: null, pending: null });
  });
  it('prefers the one registered last', () => {
    const later = shortcut('a');
    expect(matchShortcut([...all, later], null, 'a').run).toBe(later);
  });
});

it('knows when somebody types', () => {
  expect(isTyping({ tagName: 'TEXTAREA' })).toBe(true);
  expect(isTyping({ tagName: 'DIV', isContentEditable: true })).toBe(true);
  expect(isTyping({ tagName: 'BUTTON' })).toBe(false);
  expect(isTyping(null)).toBe(false);
});
