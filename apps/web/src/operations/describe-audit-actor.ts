/** `Asha Rao (vendor, development)` or the part of Slipway that acted. */
export function describeAuditActor(actor: unknown): string {
  if (typeof actor === 'string') return actor.replace(/^system:/, 'Slipway, ');
  if (typeof actor !== 'object' || actor === null) return 'unknown';
  const { name, side, department, tokenId } = actor as Record<string, unknown>;
  const words = [side, department].filter((word): word is string => typeof word === 'string').map((word) => word.replaceAll('-', ' '));
  return `${typeof name === 'string' ? name : 'somebody'}${words.length ? ` (${words.join(', ')})` : ''}${tokenId ? ', by API token' : ''}`;
}
