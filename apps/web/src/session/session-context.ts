import { createContext, use } from 'react';

export type Side = 'client' | 'vendor';

export interface Membership {
  engagementId: string;
  engagementName: string;
  side: Side;
  partyId: string;
  partyName: string;
  department: string;
  roles: string[];
  permissions: string[];
}

export interface Me {
  personId: string;
  name: string;
  email: string;
  zone: string;
  operator: boolean;
  revision: number;
  hasPassword: boolean;
  memberships: Membership[];
}

export interface Session {
  status: 'starting' | 'signed-out' | 'signed-in' | 'unreachable';
  me: Me | null;
  membership: Membership | null;
  engagementId: string | null;
  /** Whether the chosen membership holds a permission; the service decides in any case. */
  can: (permission: string) => boolean;
  signIn: (email: string, password: string) => Promise<void>;
  signOut: () => Promise<void>;
  switchEngagement: (engagementId: string) => void;
  retry: () => void;
  reloadMe: () => Promise<void>;
}

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = use(SessionContext);
  if (!session) throw new Error('useSession is used outside SessionProvider');
  return session;
}

/** For pages behind the sign-in, where both exist. */
export function useMembership(): { me: Me; membership: Membership; can: Session['can'] } {
  const { me, membership, can } = useSession();
  if (!me || !membership) throw new Error('useMembership is used without a chosen engagement');
  return { me, membership, can };
}
