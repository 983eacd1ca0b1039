/** `region:north,south` as a dimension and its values. Several of one dimension add up; a comma in a value is written `\,`. */
export function parseFilters(given: readonly string[]): Record<string, string[]> | { fault: string } {
  const filters = new Map<string, string[]>();
  for (const each of given) {
    const colon = each.indexOf(':');
    if (colon < 1) return { fault: `${JSON.stringify(each.slice(0, 100))} has no colon between dimension and values` };
    const values = each
      .slice(colon + 1)
      .split(/(?<!\\),/)
      .map((value) => value.replaceAll('\\,', ','));
    const name = each.slice(0, colon);
    filters.set(name, [...(filters.get(name) ?? []), ...values]);
  }
  return Object.fromEntries(filters);
}
