import { createContext, type ReactNode, use, useEffect, useMemo, useRef, useState } from 'react';
import { isTyping, matchShortcut, type Shortcut } from './shortcuts';

interface Registry {
  enabled: boolean;
  setEnabled: (enabled: boolean) => void;
  register: (shortcuts: Shortcut[]) => () => void;
  list: () => Shortcut[];
}

const stored = 'slipway.shortcuts';
const Context = createContext<Registry | null>(null);

export function useShortcutRegistry(): Registry {
  const registry = use(Context);
  if (!registry) throw new Error('useShortcutRegistry is used outside ShortcutsProvider');
  return registry;
}

/** Offers keys as long as the component is on screen. */
export function useShortcuts(shortcuts: Shortcut[], active = true): void {
  const { register } = useShortcutRegistry();
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  const signature = shortcuts.map((shortcut) => `${shortcut.keys}|${shortcut.label}`).join();
  useEffect(() => {
    if (!active) return;
    return register(latest.current.map((shortcut, index) => ({ ...shortcut, run: () => latest.current[index]?.run() })));
  }, [register, signature, active]);
}

/** Single keys can be switched off, as people who use speech input need. */
export function ShortcutsProvider({ children }: { children: ReactNode }) {
  const [enabled, setEnabled] = useState(() => localStorage.getItem(stored) !== 'off');
  const sets = useRef<Shortcut[][]>([]);
  const pending = useRef<string | null>(null);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const onKey = (event: KeyboardEvent) => {
      if (
        event.defaultPrevented ||
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        event.key === 'Shift' ||
        isTyping(event.target as HTMLElement | null)
      )
        return;
      const match = matchShortcut(sets.current.flat(), pending.current, event.key);
      pending.current = match.pending;
      clearTimeout(timer);
      if (match.pending) timer = setTimeout(() => (pending.current = null), 1500);
      if (match.run && (enabled || match.run.keys === '?')) {
        event.preventDefault();
        match.run.run();
      }
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
      clearTimeout(timer);
    };
  }, [enabled]);

  const registry = useMemo<Registry>(
    () => ({
      enabled,
      setEnabled: (wanted) => {
        localStorage.setItem(stored, wanted ? 'on' : 'off');
        setEnabled(wanted);
      },
      register: (shortcuts) => {
        sets.current.push(shortcuts);
        return () => void (sets.current = sets.current.filter((one) => one !== shortcuts));
      },
      list: () => sets.current.flat(),
    }),
    [enabled],
  );
  return <Context value={registry}>{children}</Context>;
}
