import { Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { useServiceMutation } from '../api/use-service-mutation';
import { type Page, useServiceQuery } from '../api/use-service-query';
import { useMembership } from '../session/session-context';
import { Badge } from '../shell/badge';
import { DataTable } from '../shell/data-table';
import { EmptyPanel } from '../shell/empty-panel';
import { Panel } from '../shell/panel';
import { QueryView } from '../shell/query-view';
import { Instant } from '../time/instant';
import type { InboundDelivery, OutboundDelivery } from './desk-types';
import classes from './parts.module.css';

const words = {
  pending: { label: 'On the way', tone: 'wait', icon: 'clock' },
  delivered: { label: 'Delivered', tone: 'ok', icon: 'check' },
  failed: { label: 'Failed', tone: 'bad', icon: 'cross' },
  received: { label: 'Received', tone: 'wait', icon: 'clock' },
  processed: { label: 'Processed', tone: 'ok', icon: 'check' },
  ignored: { label: 'Ignored', tone: 'idle', icon: 'circle' },
} as const;

const State = ({ status }: { status: keyof typeof words }) => (
  <Badge tone={words[status].tone} icon={words[status].icon}>
    {words[status].label}
  </Badge>
);

function Outbound() {
  const { can } = useMembership();
  const deliveries = useServiceQuery<Page<OutboundDelivery>>('/api/tickets/v1/outbound-deliveries', { query: { limit: 50 } });
  const resend = useServiceMutation<string>({
    request: (id) => ({ method: 'POST', path: `/api/tickets/v1/outbound-deliveries/${id}/resends` }),
    success: 'It is sent again.',
    changes: ['tickets'],
  });
  return (
    <QueryView query={deliveries}>
      {(page) =>
        page.items.length ? (
          <DataTable
            caption="Calls to desks"
            rows={page.items}
            keyOf={(one) => one.id}
            columns={[
              {
                title: 'Call',
                main: true,
                cell: (one) => (
                  <>
                    {one.type} to {one.deskKey} <Link to={`/tickets/${one.ticketId}`}>{one.ticketReference}</Link>
                  </>
                ),
              },
              { title: 'State', cell: (one) => <State status={one.status} /> },
              { title: 'Attempts', cell: (one) => `${one.attempts}${one.lastStatus ? `, last answer ${one.lastStatus}` : ''}` },
              {
                title: 'When',
                cell: (one) =>
                  one.deliveredAt ? (
                    <Instant at={one.deliveredAt} />
                  ) : one.dueAt ? (
                    <Instant at={one.dueAt} relative />
                  ) : (
                    <Instant at={one.createdAt} />
                  ),
              },
              { title: 'Cause', cell: (one) => one.cause ?? '–' },
              {
                title: 'Action',
                cell: (one) =>
                  one.status === 'failed' && can('desk:manage') ? (
                    <Button
                      size="compact-sm"
                      variant="default"
                      loading={resend.isPending && resend.variables === one.id}
                      onClick={() => resend.mutate(one.id)}
                      aria-label={`Send again to ${one.deskKey}`}
                    >
                      Send again
                    </Button>
                  ) : (
                    '–'
                  ),
              },
            ]}
          />
        ) : (
          <EmptyPanel title="Nothing has been sent to a desk yet" />
        )
      }
    </QueryView>
  );
}

function Inbound() {
  const { can } = useMembership();
  const deliveries = useServiceQuery<Page<InboundDelivery>>('/api/tickets/v1/inbound-deliveries', { query: { limit: 50 } });
  const retry = useServiceMutation<string>({
    request: (id) => ({ method: 'POST', path: `/api/tickets/v1/inbound-deliveries/${id}/retries` }),
    success: 'It is read again.',
    changes: ['tickets'],
  });
  return (
    <QueryView query={deliveries}>
      {(page) =>
        page.items.length ? (
          <DataTable
            caption="Calls from your desks"
            rows={page.items}
            keyOf={(one) => one.id}
            columns={[
              { title: 'Call', main: true, cell: (one) => `${one.deskKey}, ${one.bytes.toLocaleString('en-GB')} bytes` },
              { title: 'State', cell: (one) => <State status={one.status} /> },
              { title: 'Received', cell: (one) => <Instant at={one.receivedAt} /> },
              { title: 'Cause', cell: (one) => one.cause ?? '–' },
              {
                title: 'Action',
                cell: (one) =>
                  (one.status === 'failed' || one.status === 'ignored') && can('desk:manage') ? (
                    <Button
                      size="compact-sm"
                      variant="default"
                      loading={retry.isPending && retry.variables === one.id}
                      onClick={() => retry.mutate(one.id)}
                      aria-label={`Read again what ${one.deskKey} sent`}
                    >
                      Read again
                    </Button>
                  ) : (
                    '–'
                  ),
              },
            ]}
          />
        ) : (
          <EmptyPanel title="No desk of your side has called yet" />
        )
      }
    </QueryView>
  );
}

/** Webhooks in and out, with their causes when they fail. */
export function DeliveriesPanel() {
  const [direction, setDirection] = useState('out');
  return (
    <Panel title="Deliveries" flush>
      <div className={classes.bar}>
        <SegmentedControl
          aria-label="Direction"
          data={[
            { value: 'out', label: 'To desks' },
            { value: 'in', label: 'From your desks' },
          ]}
          value={direction}
          onChange={setDirection}
        />
      </div>
      {direction === 'out' ? <Outbound /> : <Inbound />}
    </Panel>
  );
}
