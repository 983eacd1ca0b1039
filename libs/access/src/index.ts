export { AccessModule } from './access.module';
export { type AuditLink, type ChainVerdict, verifyChain } from './audit/audit-chain';
export { Audit, type AuditEntry } from './audit/audit.service';
export { canonicalJson } from './audit/canonical-json';
export type { Caller, Identity, Membership } from './caller/caller';
export { resolveCaller } from './caller/resolve-caller';
export { CallersModule } from './callers.module';
export { callerOf, requirePermission } from './endpoint/access.guard';
export { type AccessReply, type AccessRequest, headerOf } from './endpoint/access-request';
export { CurrentCaller, CurrentIdentity, IfMatch } from './endpoint/current-caller.guard';
export { type EndpointOptions, type PublicEndpointOptions, type RouteDeclaration, needsEngagement } from './endpoint/endpoint-options';
export { Endpoint, PublicEndpoint } from './endpoint/endpoint.guard';
export { requireRevision } from './endpoint/require-revision';
export { RouteCensus, type Route } from './endpoint/route-census.service';
export type { EngagementFacts, Member, MemberFilter } from './members/member';
export { Members } from './members/members.service';
export { accessMigrations } from './migrations/access-migrations';
export { type PermissionRule, type PermissionTable, type Role, type Side, roles, sides } from './permissions/permission-table';
export {
  type Permission,
  holdersOf,
  isAllowed,
  isPermission,
  permissionNames,
  permissions,
  permissionsOf,
} from './permissions/permissions';
export type { ExchangeAnswer } from './tokens/exchange-cache';
export { type TokenAuthority, remoteAuthority } from './tokens/token-authority';
export { type TokenClaims, accessTokenSeconds, claimsOf, identityOf, tokenAudience, tokenClaims, tokenIssuer } from './tokens/token-claims';
export { TokenRefused, TokenVerifier, apiTokenPrefix } from './tokens/token-verifier.service';
