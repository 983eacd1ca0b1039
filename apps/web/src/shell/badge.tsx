import type { ReactNode } from 'react';
import classes from './badge.module.css';
import { Icon, type IconName } from './icon';

export type Tone = 'ok' | 'wait' | 'bad' | 'idle' | 'info' | 'client' | 'vendor';

/** A state in words with an icon; colour only repeats it. */
export function Badge({
  tone = 'idle',
  icon,
  plain,
  title,
  children,
}: {
  tone?: Tone;
  icon?: IconName;
  plain?: boolean;
  title?: string;
  children: ReactNode;
}) {
  return (
    <span className={classes.badge} data-tone={tone} data-plain={plain || undefined} title={title}>
      {icon ? <Icon name={icon} size={14} strokeWidth={2.1} /> : null}
      {children}
    </span>
  );
}
