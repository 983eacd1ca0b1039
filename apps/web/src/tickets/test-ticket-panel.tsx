import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { useServiceMutation } from '../api/use-service-mutation';
import { type Page, useServiceQuery } from '../api/use-service-query';
import { useMembership } from '../session/session-context';
import { Badge } from '../shell/badge';
import { Panel } from '../shell/panel';
import { QueryView } from '../shell/query-view';
import { Instant } from '../time/instant';
import classes from './test-ticket-panel.module.css';
import type { TestTicket } from './ticket-types';

const words = {
  done: { tone: 'ok', icon: 'check', label: 'Done' },
  waiting: { tone: 'wait', icon: 'clock', label: 'Waiting' },
  failed: { tone: 'bad', icon: 'cross', label: 'Failed' },
} as const;

/** A test ticket that makes the trip is the proof that the support lines work. */
export function TestTicketPanel() {
  const { can } = useMembership();
  const tests = useServiceQuery<Page<TestTicket>>('/api/tickets/v1/test-tickets', { query: { limit: 1 } });
  const send = useServiceMutation({
    request: () => ({ method: 'POST', path: '/api/tickets/v1/test-tickets', body: {} }),
    success: 'The test ticket is on its way.',
    changes: ['tickets', 'checklist'],
  });
  return (
    <Panel
      title="Do the support lines work?"
      note="A test ticket travels first line, second line and back; the trip is the proof for a release."
      actions={
        can('ticket:test') ? (
          <Button size="xs" variant="default" loading={send.isPending} onClick={() => send.mutate()}>
            Send a test ticket
          </Button>
        ) : undefined
      }
    >
      <QueryView query={tests} rows={2}>
        {({ items: [last] }) =>
          last ? (
            <>
              <p className={classes.lead}>
                <Link to={`/tickets/${last.ticket.id}`}>{last.ticket.reference}</Link> of <Instant at={last.ticket.openedAt} />:{' '}
                {last.complete ? 'the trip is complete.' : 'the trip is not complete yet.'}
              </p>
              <ol className={classes.steps}>
                {last.steps.map((step) => (
                  <li key={step.key}>
                    <Badge tone={words[step.state].tone} icon={words[step.state].icon}>
                      {words[step.state].label}
                    </Badge>
                    <strong>{step.title}</strong>
                    <span className={classes.soft}>
                      {step.reason} {step.at ? <Instant at={step.at} /> : null}
                    </span>
                  </li>
                ))}
              </ol>
            </>
          ) : (
            <p className={classes.lead}>No test ticket has been sent yet.</p>
          )
        }
      </QueryView>
    </Panel>
  );
}
