import type { Permission } from '../permissions/permissions';
import type { Role, Side } from '../permissions/permission-table';

/** A person's place in one engagement, as the token carries it. */
export interface Membership {
  engagementId: string;
  side: Side;
  partyId: string;
  department: string;
  roles: Role[];
}

/** Who is calling, before an engagement is known. */
export interface Identity {
  personId: string;
  /** The API token that was used, or null for a person's own session. */
  tokenId: string | null;
  sessionId: string | null;
  name: string;
  /** IANA zone that the person reads times in. */
  zone: string;
  /** May open engagements; belongs to whoever runs Slipway. */
  operator: boolean;
  /** What an API token is limited to; null means everything that the person may do. */
  scopes: Permission[] | null;
  memberships: Membership[];
}

/** Who is calling in one engagement. */
export interface Caller {
  personId: string;
  tokenId: string | null;
  name: string;
  zone: string;
  engagementId: string;
  side: Side;
  partyId: string;
  department: string;
  roles: Role[];
  scopes: Permission[] | null;
}
