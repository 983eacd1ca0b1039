import { useParams } from 'react-router';
import { useServiceQuery } from '../api/use-service-query';
import { Badge } from '../shell/badge';
import { PageFrame } from '../shell/page-frame';
import { Panel } from '../shell/panel';
import { QueryView } from '../shell/query-view';
import { SideBadge } from '../shell/side-badge';
import { ReplyForm } from './reply-form';
import { TicketActions } from './ticket-actions';
import { TicketClocks } from './ticket-clocks';
import { TicketFacts } from './ticket-facts';
import { TicketHistory } from './ticket-history';
import classes from './ticket-page.module.css';
import type { Ticket } from './ticket-types';
import { lineWords, priorityWords, statusWords } from './words';

function TicketView({ ticket }: { ticket: Ticket }) {
  const status = statusWords[ticket.status];
  const priority = priorityWords[ticket.priority];
  return (
    <PageFrame
      title={
        <>
          <span className={classes.reference}>{ticket.reference}</span> {ticket.title}
        </>
      }
      name={`${ticket.reference} ${ticket.title}`}
      back={{ to: '/tickets', label: 'Tickets' }}
      badges={
        <>
          <Badge tone={status.tone} icon={status.icon}>
            {status.label}
          </Badge>
          <Badge tone={priority.tone} icon={priority.icon}>
            {priority.label}
          </Badge>
          <SideBadge side={ticket.side} name={lineWords[ticket.line]} />
          {ticket.isTest ? <Badge tone="info">Test ticket</Badge> : null}
          {ticket.waitingOn ? <Badge icon="clock">Waits on the {ticket.waitingOn}</Badge> : null}
        </>
      }
      actions={<TicketActions ticket={ticket} />}
    >
      <div className={classes.columns}>
        <div className={classes.main}>
          {ticket.description ? (
            <Panel title="What happens">
              <p className={classes.description}>{ticket.description}</p>
            </Panel>
          ) : null}
          <TicketHistory ticket={ticket} />
          <ReplyForm ticket={ticket} />
        </div>
        <div className={classes.aside}>
          <TicketClocks ticket={ticket} />
          <TicketFacts ticket={ticket} />
        </div>
      </div>
    </PageFrame>
  );
}

export function TicketPage() {
  const { ticketId = '' } = useParams();
  const ticket = useServiceQuery<Ticket>(`/api/tickets/v1/tickets/${ticketId}`);
  if (ticket.data) return <TicketView ticket={ticket.data} />;
  return (
    <PageFrame title="Ticket" back={{ to: '/tickets', label: 'Tickets' }}>
      <QueryView query={ticket} framed rows={6}>
        {() => null}
      </QueryView>
    </PageFrame>
  );
}
