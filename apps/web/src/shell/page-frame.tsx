import { type ReactNode, useEffect, useRef } from 'react';
import { Link, useLocation, useNavigationType } from 'react-router';
import { Icon } from './icon';
import classes from './page-frame.module.css';

/** Title, lead and actions of a page; names the document and moves the focus to the title after navigation. */
export function PageFrame({
  title,
  name,
  lead,
  back,
  badges,
  actions,
  children,
}: {
  title: ReactNode;
  /** Document title where `title` is not plain text. */
  name?: string;
  lead?: ReactNode;
  back?: { to: string; label: string };
  badges?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { pathname } = useLocation();
  const kind = useNavigationType();
  const documentTitle = name ?? (typeof title === 'string' ? title : 'Slipway');
  useEffect(() => {
    document.title = documentTitle === 'Slipway' ? documentTitle : `${documentTitle} · Slipway`;
  }, [documentTitle]);
  useEffect(() => {
    if (kind === 'PUSH') heading.current?.focus({ preventScroll: true });
  }, [pathname, kind]);
  return (
    <div className={classes.frame}>
      <div className={classes.head}>
        <div style={{ minWidth: 0 }}>
          {back ? (
            <Link className={classes.back} to={back.to}>
              <Icon name="left" size={14} /> {back.label}
            </Link>
          ) : null}
          <h1 className={classes.title} tabIndex={-1} ref={heading}>
            {title}
          </h1>
          {badges ? <div style={{ display: 'flex', gap: 6, flexWrap: 'wrap', marginTop: 6 }}>{badges}</div> : null}
          {lead ? <div className={classes.lead}>{lead}</div> : null}
        </div>
        {actions ? <div className={classes.actions}>{actions}</div> : null}
      </div>
      {children}
    </div>
  );
}
