import type { ReactNode } from 'react';
import classes from './empty-panel.module.css';
import { Icon, type IconName } from './icon';

/** Nothing to show, why, and what to do about it. */
export function EmptyPanel({
  icon = 'inbox',
  title,
  children,
  action,
}: {
  icon?: IconName;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={classes.empty}>
      <span className={classes.mark}>
        <Icon name={icon} size={26} strokeWidth={1.4} />
      </span>
      <p className={classes.title}>{title}</p>
      {children ? <div className={classes.text}>{children}</div> : null}
      {action}
    </div>
  );
}
