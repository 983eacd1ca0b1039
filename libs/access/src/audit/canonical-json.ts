/**
 * JSON with sorted keys and no blanks, so that equal values have equal text. `undefined` members are left out as JSON does; text that
 * PostgreSQL cannot keep (NUL, lone surrogates) becomes U+FFFD.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(storable(value));
}

/** The value as it will come back from a jsonb column, with keys sorted. */
export function storable(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return value.replace(/\p{Surrogate}|\0/gu, '\uFFFD');
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object') return typeof value === 'boolean' ? value : null;
  if (Array.isArray(value)) return value.map(storable);
  if ('toJSON' in value && typeof value.toJSON === 'function') return storable(value.toJSON());
  const sorted = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([key, member]) => [storable(key) as string, storable(member)] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(sorted);
}
