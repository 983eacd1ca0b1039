import { Anchor } from '@mantine/core';
import { Link } from 'react-router';
import { Badge } from '../shell/badge';
import { Icon } from '../shell/icon';
import { Panel } from '../shell/panel';
import { SideBadge } from '../shell/side-badge';
import { Instant } from '../time/instant';
import classes from './ticket-facts.module.css';
import type { Ticket } from './ticket-types';
import { lineWords } from './words';

const isWebLink = (url: string | null): url is string => url !== null && /^https?:\/\//i.test(url);

/** Who has it, its twins in both desks, the way it went, and what is on its way to a desk. */
export function TicketFacts({ ticket }: { ticket: Ticket }) {
  const late = ticket.deliveries.filter((delivery) => delivery.status !== 'delivered');
  return (
    <Panel title="Facts">
      <dl className={classes.facts}>
        <dt>Assignee</dt>
        <dd>{ticket.assigneeName ?? (ticket.unrouted ? `nobody: ${ticket.unrouted}` : 'nobody')}</dd>
        <dt>Reporter</dt>
        <dd>
          {ticket.reporter.name} <SideBadge side={ticket.reporter.side} />
        </dd>
        <dt>Opened</dt>
        <dd>
          <Instant at={ticket.openedAt} />
        </dd>
        {ticket.resolvedAt ? (
          <>
            <dt>Resolved</dt>
            <dd>
              <Instant at={ticket.resolvedAt} />
            </dd>
          </>
        ) : null}
        {ticket.feature ? (
          <>
            <dt>Feature</dt>
            <dd>{ticket.feature}</dd>
          </>
        ) : null}
        {ticket.releaseId ? (
          <>
            <dt>Release</dt>
            <dd>
              <Link to={`/releases/${ticket.releaseId}`}>Look at it</Link>
            </dd>
          </>
        ) : null}
        <dt>Way</dt>
        <dd className={classes.trip}>
          {ticket.trip.map((line, index) => (
            <span key={`${line}${index}`}>
              {index ? <Icon name="arrow" size={12} /> : null} {lineWords[line]}
            </span>
          ))}
        </dd>
      </dl>
      <h3 className={classes.heading}>In the desks</h3>
      {ticket.bonds.length ? (
        <ul className={classes.list}>
          {ticket.bonds.map((bond) => (
            <li key={bond.deskId}>
              <SideBadge side={bond.line === 'first' ? 'client' : 'vendor'} />{' '}
              {isWebLink(bond.url) ? (
                <Anchor href={bond.url} target="_blank" rel="noreferrer noopener">
                  {bond.reference ?? bond.deskKey}
                </Anchor>
              ) : (
                <strong>{bond.reference ?? 'no reference yet'}</strong>
              )}{' '}
              <span className={classes.soft}>{bond.deskKey}</span>
            </li>
          ))}
        </ul>
      ) : (
        <span className={classes.soft}>It has no twin in a desk.</span>
      )}
      {late.length ? (
        <>
          <h3 className={classes.heading}>On the way</h3>
          <ul className={classes.list}>
            {late.map((delivery) => (
              <li key={delivery.id}>
                <Badge tone={delivery.status === 'failed' ? 'bad' : 'wait'} icon={delivery.status === 'failed' ? 'cross' : 'clock'}>
                  {delivery.status === 'failed' ? 'Failed' : 'Being sent'}
                </Badge>{' '}
                {delivery.type} to {delivery.deskKey}, {delivery.attempts === 1 ? 'one attempt' : `${delivery.attempts} attempts`}
                {delivery.cause ? `: ${delivery.cause}` : ''}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </Panel>
  );
}
