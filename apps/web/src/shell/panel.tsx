import { type ReactNode, useId } from 'react';
import classes from './panel.module.css';

/** A titled region of a page. */
export function Panel({
  title,
  note,
  actions,
  flush,
  order = 2,
  children,
}: {
  title?: ReactNode;
  note?: ReactNode;
  actions?: ReactNode;
  flush?: boolean;
  order?: 2 | 3;
  children: ReactNode;
}) {
  const id = useId();
  const Heading = order === 2 ? 'h2' : 'h3';
  return (
    <section className={classes.panel} aria-labelledby={title ? id : undefined}>
      {title ? (
        <div className={classes.head}>
          <div>
            <Heading className={classes.title} id={id}>
              {title}
            </Heading>
            {note ? <div className={classes.note}>{note}</div> : null}
          </div>
          {actions}
        </div>
      ) : null}
      <div className={classes.body} data-flush={flush || undefined}>
        {children}
      </div>
    </section>
  );
}
