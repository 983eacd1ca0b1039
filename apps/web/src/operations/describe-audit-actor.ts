/** `Asha Rao (vendor, development)` or the part of Slipway that acted. */
export function describeAuditActor(actor: unknown): string {
  if (typeof actor !== 'object' || actor === null) return 'unknown';
  const { name, side, department, tokenId, system } = actor as Record<string, unknown>;
  if (typeof system === 'string') return `Slipway, ${system.replaceAll('-', ' ')}`;
  const words = [side, department].filter((word): word is string => typeof word === 'string').map((word) => word.replaceAll('-', ' '));
  return `${typeof name === 'string' ? name : 'somebody'}${words.length ? ` (${words.join(', ')})` : ''}${tokenId ? ', by API token' : ''}`;
}
