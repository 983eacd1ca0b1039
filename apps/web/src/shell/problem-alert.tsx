import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { asProblem } from '../api/client';
import { Icon } from './icon';
import classes from './problem-alert.module.css';

/** What was refused, and what to do about it. */
export function ProblemAlert({
  error,
  retry,
  title,
  children,
}: {
  error: unknown;
  retry?: () => void;
  title?: string;
  children?: ReactNode;
}) {
  const problem = asProblem(error);
  const forbidden = problem.status === 403;
  return (
    <div className={classes.alert} role="alert" data-tone={forbidden ? 'idle' : 'bad'}>
      <span className={classes.mark}>
        <Icon name={forbidden ? 'lock' : 'alert'} size={20} />
      </span>
      <div className={classes.words}>
        <p className={classes.title}>{title ? `${title}: ${problem.message}` : problem.message}</p>
        <p className={classes.remedy}>{problem.remedy}</p>
        {problem.faults.length ? (
          <ul className={classes.faults}>
            {problem.faults.slice(0, 8).map((fault) => (
              <li key={`${fault.field}${fault.detail}`}>
                {fault.field ? <strong>{fault.field}: </strong> : null}
                {fault.detail}
              </li>
            ))}
          </ul>
        ) : null}
        {children}
        {retry ? (
          <Button size="xs" variant="default" onClick={retry} mt={6}>
            Try again
          </Button>
        ) : null}
      </div>
    </div>
  );
}
