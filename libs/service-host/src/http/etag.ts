/** @param revision counts up with each change of what people edit */
export function etagOf(revision: number): string {
  return `"${revision}"`;
}
