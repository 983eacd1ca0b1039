import { Link } from 'react-router';
import { Badge } from '../shell/badge';
import { SideBadge } from '../shell/side-badge';
import { Instant } from '../time/instant';
import { useNow } from '../time/use-now';
import type { TicketSummary } from './ticket-types';
import classes from './ticket-table.module.css';
import { lineWords, priorityWords, statusWords } from './words';

/** A table that becomes cards where it is narrow. */
export function TicketTable({ tickets }: { tickets: TicketSummary[] }) {
  const now = useNow();
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">Ticket</th>
          <th scope="col">Priority</th>
          <th scope="col">Status</th>
          <th scope="col">Line</th>
          <th scope="col">Next target</th>
          <th scope="col">Updated</th>
        </tr>
      </thead>
      <tbody>
        {tickets.map((ticket) => {
          const late = ticket.nextDueAt !== null && Date.parse(ticket.nextDueAt) < now;
          return (
            <tr key={ticket.id}>
              <td className={classes.main}>
                <Link to={`/tickets/${ticket.id}`} className={classes.title}>
                  <span className={classes.reference}>{ticket.reference}</span> {ticket.title}
                </Link>
                <div className={classes.soft}>
                  {ticket.isTest ? <Badge tone="info">Test</Badge> : null}{' '}
                  {ticket.unrouted ? (
                    <Badge tone="bad" icon="alert">{`Unrouted: ${ticket.unrouted}`}</Badge>
                  ) : (
                    (ticket.assigneeName ?? 'nobody assigned')
                  )}
                  {ticket.feature ? ` · ${ticket.feature}` : ''}
                </div>
              </td>
              <td data-label="Priority">
                <Badge tone={priorityWords[ticket.priority].tone} icon={priorityWords[ticket.priority].icon}>
                  {priorityWords[ticket.priority].label}
                </Badge>
              </td>
              <td data-label="Status">
                <Badge tone={statusWords[ticket.status].tone} icon={statusWords[ticket.status].icon}>
                  {statusWords[ticket.status].label}
                </Badge>
                {ticket.waitingOn && ticket.status !== 'resolved' ? <div className={classes.soft}>on the {ticket.waitingOn}</div> : null}
              </td>
              <td data-label="Line">
                <SideBadge side={ticket.side} />
                <div className={classes.soft}>{lineWords[ticket.line]}</div>
              </td>
              <td data-label="Next target" className={late ? classes.late : undefined}>
                {ticket.nextDueAt ? (
                  <>
                    {late ? 'missed ' : ''}
                    <Instant at={ticket.nextDueAt} relative="only" />
                    <div className={classes.soft}>
                      <Instant at={ticket.nextDueAt} />
                    </div>
                  </>
                ) : (
                  '–'
                )}
              </td>
              <td data-label="Updated" className={classes.soft}>
                <Instant at={ticket.updatedAt} relative="only" />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
