import { createContext, type ReactNode, use, useMemo, useState } from 'react';
import { useSession } from '../session/session-context';

interface ZoneChoice {
  zone: string;
  /** True where the person looks at another zone than the one of the profile. */
  chosen: boolean;
  choose: (zone: string | null) => void;
}

const stored = 'slipway.zone';
const Context = createContext<ZoneChoice>({ zone: 'UTC', chosen: false, choose: () => undefined });
export const useZone = (): string => use(Context).zone;
export const useZoneChoice = (): ZoneChoice => use(Context);
export const browserZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The zone of every time on the page: the profile's, unless the person chose another for this browser. */
export function ZoneProvider({ children }: { children: ReactNode }) {
  const { me } = useSession();
  const [choice, setChoice] = useState(() => localStorage.getItem(stored));
  const value = useMemo<ZoneChoice>(
    () => ({
      zone: choice ?? me?.zone ?? browserZone(),
      chosen: choice !== null,
      choose: (zone) => {
        if (zone) localStorage.setItem(stored, zone);
        else localStorage.removeItem(stored);
        setChoice(zone);
      },
    }),
    [choice, me?.zone],
  );
  return <Context value={value}>{children}</Context>;
}
