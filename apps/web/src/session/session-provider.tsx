import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import { lendCredentials, send } from '../api/client';
import { queryClient } from '../api/query-client';
import { dropGrant, type Grant, holdGrant, onSessionEnded, renewGrant } from './access-token';
import { chooseEngagement } from './choose-engagement';
import { type Me, type Session, SessionContext } from './session-context';

const stored = 'slipway.engagement';
const remember = (id: string) => {
  sessionStorage.setItem(stored, id);
  localStorage.setItem(stored, id);
};
const wantedEngagements = () => [
  new URLSearchParams(location.search).get('engagement'),
  sessionStorage.getItem(stored),
  localStorage.getItem(stored),
];

/** Who is signed in, and for which engagement. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const [status, setStatus] = useState<Session['status']>('starting');
  const [me, setMe] = useState<Me | null>(null);
  const [engagementId, setEngagementId] = useState<string | null>(null);

  const choose = useCallback((id: string | null) => {
    lendCredentials({ engagementId: id });
    if (id) remember(id);
    setEngagementId(id);
  }, []);

  const leave = useCallback(() => {
    dropGrant();
    lendCredentials({ engagementId: null });
    queryClient.clear();
    setMe(null);
    setEngagementId(null);
    setStatus('signed-out');
  }, []);

  const reloadMe = useCallback(async () => {
    const person = await send<Me>({ path: '/api/directory/v1/me', engagement: false });
    setMe(person);
    choose(chooseEngagement(person.memberships, wantedEngagements()));
    setStatus('signed-in');
  }, [choose]);

  const start = useCallback(async () => {
    setStatus('starting');
    try {
      if (await renewGrant()) await reloadMe();
      else setStatus('signed-out');
    } catch {
      setStatus('unreachable');
    }
  }, [reloadMe]);

  useEffect(() => {
    onSessionEnded(leave);
    void start();
  }, [start, leave]);

  const session = useMemo<Session>(() => {
    const membership = me?.memberships.find((one) => one.engagementId === engagementId) ?? null;
    return {
      status,
      me,
      membership,
      engagementId,
      can: (permission) => membership?.permissions.includes(permission) ?? false,
      signIn: async (email, password) => {
        holdGrant(await send<Grant>({ method: 'POST', path: '/api/directory/v1/sessions', body: { email, password }, engagement: false }));
        await reloadMe();
      },
      signOut: async () => {
        await send({ method: 'DELETE', path: '/api/directory/v1/sessions/current', engagement: false }).catch(() => undefined);
        leave();
      },
      switchEngagement: (id) => {
        queryClient.clear();
        choose(id);
      },
      retry: () => void start(),
      reloadMe,
    };
  }, [status, me, engagementId, reloadMe, leave, start, choose]);

  return <SessionContext value={session}>{children}</SessionContext>;
}
