import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Clock, Problem } from '@slipway/service-host';
import type { Caller, Identity } from '../caller/caller';
import { isUuid, resolveCaller } from '../caller/resolve-caller';
import { type Permission, describeHolders, holdersOf, isAllowed } from '../permissions/permissions';
import { TokenRefused, TokenVerifier } from '../tokens/token-verifier.service';
import { type AccessReply, type AccessRequest, headerOf } from './access-request';
import { declarationOf } from './endpoint-options';

const noParty = '00000000-0000-0000-0000-000000000000';

/** Lets a request through when its token is valid, its engagement is the caller's, and the table allows it. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly tokens: TokenVerifier,
    private readonly clock: Clock,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const route = declarationOf(context.getHandler());
    if (!route) throw new Error(`route ${context.getClass().name}.${context.getHandler().name} is not declared`);
    if (route.access === 'public') return true;
    const request = context.switchToHttp().getRequest<AccessRequest>();
    const identity = await this.identify(request, context.switchToHttp().getResponse<AccessReply>());
    request.identity = identity;
    if (route.engagement === false) {
      if (route.allow !== 'signed-in') requireSomewhere(identity, route.allow);
      return true;
    }
    const path = route.engagementParam ? request.params?.[route.engagementParam] : undefined;
    const asOperator = route.operators ? operatorIn(identity, path) : null;
    request.caller = asOperator ?? callerOf(identity, headerOf(request, 'slipway-engagement'), path);
    if (route.allow !== 'signed-in') requirePermission(request.caller, route.allow);
    return true;
  }

  private async identify(request: AccessRequest, reply: AccessReply): Promise<Identity> {
    try {
      return await this.tokens.identify(headerOf(request, 'authorization'), this.clock.now());
    } catch (refusal) {
      if (!(refusal instanceof TokenRefused)) throw refusal;
      const challenge = refusal.code === 'not-signed-in' ? '' : `, error="invalid_token", error_description="${refusal.message}"`;
      reply.header('www-authenticate', `Bearer realm="slipway"${challenge}`);
      throw refusal.problem();
    }
  }
}

/** An operator as a caller in an engagement that they do not belong to, or null. */
function operatorIn(identity: Identity, engagementId: string | undefined): Caller | null {
  const { personId, name, zone, operator, tokenId, scopes } = identity;
  if (!operator || tokenId !== null || !engagementId || !isUuid(engagementId)) return null;
  if (identity.memberships.some((membership) => membership.engagementId === engagementId.toLowerCase())) return null;
  const place = { side: 'vendor', partyId: noParty, department: 'operator', roles: ['release-manager'] } as const;
  return { personId, name, zone, tokenId, scopes, engagementId: engagementId.toLowerCase(), ...place, roles: [...place.roles] };
}

/** The caller in the engagement meant by header and path. Throws 400 or 404. */
export function callerOf(identity: Identity, header?: string, path?: string): Caller {
  const resolution = resolveCaller(identity, { ...(header === undefined ? {} : { header }), ...(path === undefined ? {} : { path }) });
  if ('caller' in resolution) return resolution.caller;
  if (resolution.refused === 'engagement-foreign') throw Problem.notFound('engagement');
  if (resolution.refused === 'engagement-required') {
    throw new Problem({
      status: 400,
      code: 'engagement-required',
      field: 'Slipway-Engagement',
      detail: resolution.choices.length === 0 ? 'You are not a member of any engagement.' : 'You are a member of several engagements.',
      remedy:
        resolution.choices.length === 0
          ? 'Ask a release manager to add you to an engagement, then sign in again.'
          : 'Name one of them in the header Slipway-Engagement.',
      extensions: { engagements: resolution.choices },
    });
  }
  throw Problem.invalid(
    'Slipway-Engagement',
    resolution.refused === 'engagement-malformed' ? 'The header is not a UUID.' : 'The header names another engagement than the path.',
    'Send the id of the engagement, as in GET /api/directory/v1/me.',
  );
}

/** Throws 403, naming the permission and the roles that have it. */
export function requirePermission(caller: Pick<Caller, 'side' | 'roles' | 'scopes'>, permission: Permission): void {
  if (!isAllowed(permission, caller.side, caller.roles)) throw refused(permission, 'Your roles do not include it.');
  if (caller.scopes !== null && !caller.scopes.includes(permission)) {
    throw refused(permission, 'The API token is not scoped to it.', 'Make a token whose scopes include it.');
  }
}

function requireSomewhere(identity: Identity, permission: Permission): void {
  const { scopes } = identity;
  if (!identity.memberships.some(({ side, roles }) => isAllowed(permission, side, roles)))
    throw refused(permission, 'Your roles do not include it.');
  if (scopes !== null && !scopes.includes(permission)) throw refused(permission, 'The API token is not scoped to it.');
}

function refused(permission: Permission, why: string, remedy?: string): Problem {
  return new Problem({
    status: 403,
    code: 'permission-missing',
    detail: `This needs the permission ${permission}. ${why}`,
    remedy: remedy ?? `Ask somebody who has it: ${describeHolders(permission)}.`,
    extensions: { permission, roles: holdersOf(permission) },
  });
}
