import type { Caller, Identity } from './caller';

export type CallerResolution =
  | { caller: Caller }
  | { refused: 'engagement-malformed' | 'engagement-foreign' | 'engagement-contradicted' }
  | { refused: 'engagement-required'; choices: string[] };

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Any version, upper or lower case. */
export const isUuid = (text: string): boolean => uuidForm.test(text);

/**
 * The caller in the engagement that a request means: the one in its path, else the one in its header, else the only one of the token.
 * A request that names two different ones is refused, and one that the caller is no member of looks the same as one that does not exist.
 */
export function resolveCaller(identity: Identity, named: { header?: string; path?: string }): CallerResolution {
  if (named.header !== undefined && !isUuid(named.header)) return { refused: 'engagement-malformed' };
  const header = named.header?.toLowerCase();
  const path = named.path?.toLowerCase();
  if (header !== undefined && path !== undefined && header !== path) return { refused: 'engagement-contradicted' };
  const wanted = path ?? header;
  if (wanted === undefined && identity.memberships.length !== 1) {
    return { refused: 'engagement-required', choices: identity.memberships.map((membership) => membership.engagementId) };
  }
  const membership = identity.memberships.find((candidate) => wanted === undefined || candidate.engagementId === wanted);
  if (!membership) return { refused: 'engagement-foreign' };
  const { personId, tokenId, name, zone, scopes } = identity;
  return { caller: { personId, tokenId, name, zone, scopes, ...membership } };
}
