import { storable } from '../ticket-words';

/** Reads foreign JSON without trusting its shape; text is cut, NUL and broken surrogates removed, so that it can be stored. */
const maxLength = 20_000;

export function at(value: unknown, ...path: (string | number)[]): unknown {
  let current = value;
  for (const step of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, step)) return undefined;
    current = (current as Record<string | number, unknown>)[step];
  }
  return current;
}

export function textAt(value: unknown, ...path: (string | number)[]): string | null {
  const found = at(value, ...path);
  if (typeof found === 'number' && Number.isFinite(found)) return String(found);
  if (typeof found !== 'string') return null;
  const clean = storable(found.trim(), maxLength).trim();
  return clean === '' ? null : clean;
}

export function listAt(value: unknown, ...path: (string | number)[]): readonly unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}

export const textsAt = (value: unknown, key: string | null, ...path: (string | number)[]): string[] =>
  listAt(value, ...path)
    .map((entry) => (key === null ? textAt({ entry }, 'entry') : textAt(entry, key)))
    .filter((entry) => entry !== null);

/** RFC 6901. */
export function byPointer(value: unknown, pointer: string): unknown {
  if (pointer === '') return value;
  const steps = pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  return at(value, ...steps);
}

/** The text of an Atlassian Document Format node, or of a plain string. */
export function documentText(value: unknown, depth = 0): string | null {
  if (typeof value === 'string') return textAt({ value }, 'value');
  if (typeof value !== 'object' || value === null) return null;
  if (depth > 20) return null;
  const leaf = at(value, 'text');
  const own = typeof leaf === 'string' ? leaf : '';
  const blocks = listAt(value, 'content').map((child) => documentText(child, depth + 1) ?? '');
  const separator = ['doc', 'bulletList', 'orderedList'].includes(textAt(value, 'type') ?? '') ? '\n' : '';
  const text = storable(`${own}${blocks.join(separator)}`, maxLength);
  return text.trim() === '' ? null : depth === 0 ? text.trim() : text;
}
