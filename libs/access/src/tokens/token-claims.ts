import { z } from 'zod';
import type { Identity } from '../caller/caller';
import { type Permission, isPermission } from '../permissions/permissions';
import { roles, sides } from '../permissions/permission-table';

export const tokenIssuer = 'slipway';
export const tokenAudience = 'slipway';
/** Longest life of an access token, in seconds; keys outlive their last use by this much. */
export const accessTokenSeconds = 300;
/** A token carries this many memberships, so that it stays well below what a header may hold (16 KiB). */
export const mostMemberships = 60;

/** What the directory signs; short-lived, so a membership that ended is gone within five minutes. */
export const tokenClaims = z.object({
  sub: z.uuid(),
  sid: z.uuid().nullable(),
  tid: z.uuid().nullable(),
  name: z.string(),
  zone: z.string(),
  operator: z.boolean(),
  scopes: z.array(z.string()).nullable(),
  /** Tuples, since a token travels in a header: engagement, side, party, department, roles. */
  memberships: z.array(z.tuple([z.uuid(), z.enum(sides), z.uuid(), z.string(), z.array(z.string())])),
});
export type TokenClaims = z.infer<typeof tokenClaims>;

const isRole = (role: string): role is (typeof roles)[number] => (roles as readonly string[]).includes(role);

/** Roles and scopes that this version does not know are dropped: they can only ever have given more. */
export function identityOf(claims: TokenClaims): Identity {
  return {
    personId: claims.sub,
    sessionId: claims.sid,
    tokenId: claims.tid,
    name: claims.name,
    zone: claims.zone,
    operator: claims.operator,
    scopes: claims.scopes === null ? null : claims.scopes.filter((scope): scope is Permission => isPermission(scope)),
    memberships: claims.memberships.map(([engagementId, side, partyId, department, held]) => {
      return { engagementId, side, partyId, department, roles: held.filter(isRole) };
    }),
  };
}

export function claimsOf(identity: Identity): TokenClaims {
  const { personId, sessionId, tokenId, name, zone, operator, scopes } = identity;
  const memberships = identity.memberships
    .slice(0, mostMemberships)
    .map(({ engagementId, side, partyId, department, roles: held }): TokenClaims['memberships'][number] => {
      return [engagementId, side, partyId, department, held];
    });
  return { sub: personId, sid: sessionId, tid: tokenId, name, zone, operator, scopes, memberships };
}
