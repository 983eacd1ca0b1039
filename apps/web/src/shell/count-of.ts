/** `1 blocker`, `3 blockers`; name the plural where it is irregular. */
export const countOf = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`;
