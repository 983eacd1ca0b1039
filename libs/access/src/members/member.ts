import { type EventData, engagementOpened } from '@slipway/contracts';
import type { Role, Side } from '../permissions/permission-table';

/** A person in an engagement, as this service knows them from the directory's events. */
export interface Member {
  personId: string;
  name: string;
  email: string;
  /** IANA zone. */
  zone: string;
  side: Side;
  department: string;
  roles: Role[];
  active: boolean;
}

/** What the directory said last about an engagement. */
export type EngagementFacts = EventData<typeof engagementOpened>;

export interface MemberFilter {
  side?: Side | undefined;
  department?: string | undefined;
  role?: Role | undefined;
  active?: boolean | undefined;
}
