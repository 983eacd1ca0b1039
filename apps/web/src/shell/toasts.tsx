import { CloseButton } from '@mantine/core';
import { createContext, type ReactNode, use, useCallback, useMemo, useRef, useState } from 'react';
import { Icon } from './icon';
import classes from './toasts.module.css';

type Tone = 'ok' | 'bad' | 'info';
interface Toast {
  id: number;
  tone: Tone;
  text: string;
  detail?: string;
}
interface Toasts {
  say: (tone: Tone, text: string, detail?: string) => void;
}

const Context = createContext<Toasts>({ say: () => undefined });
export const useToasts = (): Toasts => use(Context);

const icons = { ok: 'check', bad: 'alert', info: 'live' } as const;

/** Short answers to what somebody just did. Refusals stay until closed, the rest leaves by itself. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<Toast[]>([]);
  const next = useRef(1);
  const close = useCallback((id: number) => setToasts((all) => all.filter((toast) => toast.id !== id)), []);
  const say = useCallback<Toasts['say']>(
    (tone, text, detail) => {
      const id = next.current++;
      setToasts((all) => [...all.filter((toast) => toast.text !== text).slice(-2), { id, tone, text, detail }]);
      if (tone !== 'bad') setTimeout(() => close(id), 6000);
    },
    [close],
  );
  const value = useMemo(() => ({ say }), [say]);
  return (
    <Context value={value}>
      {children}
      <div className={classes.stack} role="status" aria-live="polite" aria-label="Messages">
        {toasts.map((toast) => (
          <div key={toast.id} className={classes.toast} data-tone={toast.tone} role={toast.tone === 'bad' ? 'alert' : undefined}>
            <span className={classes.mark}>
              <Icon name={icons[toast.tone]} size={16} strokeWidth={2.2} />
            </span>
            <div>
              <div className={classes.text}>{toast.text}</div>
              {toast.detail ? <div className={classes.detail}>{toast.detail}</div> : null}
            </div>
            <CloseButton size="sm" aria-label="Close this message" onClick={() => close(toast.id)} />
          </div>
        ))}
      </div>
    </Context>
  );
}
