import { Button, Code, Group, Stack } from '@mantine/core';
import { useState } from 'react';
import { useServiceMutation } from '../api/use-service-mutation';
import { type Page, useServiceQuery } from '../api/use-service-query';
import { useMembership } from '../session/session-context';
import { useToasts } from '../shell/toasts';
import { Badge } from '../shell/badge';
import { EmptyPanel } from '../shell/empty-panel';
import { Icon } from '../shell/icon';
import { Panel } from '../shell/panel';
import { QueryView } from '../shell/query-view';
import { SideBadge } from '../shell/side-badge';
import { Instant } from '../time/instant';
import { DeliveriesPanel } from './deliveries-panel';
import type { Desk, DeskCreated } from './desk-types';
import { NewDeskForm } from './new-desk-form';
import classes from './parts.module.css';

const states = {
  active: { label: 'Active', tone: 'ok', icon: 'check' },
  paused: { label: 'Paused', tone: 'wait', icon: 'clock' },
  disabled: { label: 'Disabled', tone: 'bad', icon: 'cross' },
} as const;

function DeskRow({ desk }: { desk: Desk }) {
  const { can, membership } = useMembership();
  const toasts = useToasts();
  const test = useServiceMutation<void, { ok: boolean; status: number | null; durationMs: number; cause: string | null }>({
    request: () => ({ method: 'POST', path: `/api/tickets/v1/desks/${desk.id}/connection-tests` }),
    changes: ['tickets'],
    onSuccess: (answer) =>
      answer.ok
        ? toasts.say('ok', `${desk.name} answered ${answer.status ?? ''} in ${answer.durationMs} ms.`)
        : toasts.say('bad', `${desk.name} cannot be reached.`, answer.cause ?? undefined),
  });
  const pause = useServiceMutation({
    request: () => ({
      method: 'PATCH',
      path: `/api/tickets/v1/desks/${desk.id}`,
      body: { status: desk.status === 'active' ? 'paused' : 'active' },
      revision: desk.revision,
    }),
    success: desk.status === 'active' ? 'Paused. What is due waits.' : 'Active again.',
    changes: ['tickets'],
  });
  const state = states[desk.status];
  const own = desk.side === membership.side && can('desk:manage');
  return (
    <li className={classes.row}>
      <div className={classes.head}>
        <strong>{desk.name}</strong>
        <SideBadge side={desk.side} />
        <Badge tone={state.tone} icon={state.icon}>
          {state.label}
        </Badge>
        <span className={classes.soft}>
          {desk.key}, {desk.preset}
        </span>
      </div>
      {desk.disabledReason ? <div>{desk.disabledReason}</div> : null}
      <div className={classes.soft}>
        {desk.hookUrl ? (
          <>
            Calls us at <code>{desk.hookUrl}</code>
            <br />
          </>
        ) : null}
        {desk.outboundUrl ? (
          <>
            We call it at <code>{desk.outboundUrl}</code>
            <br />
          </>
        ) : null}
        {desk.pendingDeliveries} on the way, {desk.failedDeliveries} failed · since <Instant at={desk.createdAt} />
      </div>
      {own ? (
        <Group gap={8}>
          {desk.outboundUrl ? (
            <Button size="xs" variant="default" loading={test.isPending} onClick={() => test.mutate()}>
              Test the connection
            </Button>
          ) : null}
          <Button size="xs" variant="default" loading={pause.isPending} onClick={() => pause.mutate()}>
            {desk.status === 'active' ? 'Pause' : 'Activate'}
          </Button>
        </Group>
      ) : null}
    </li>
  );
}

/** The help desks of both sides and what travels between. */
export function DesksPart() {
  const { can } = useMembership();
  const [creating, setCreating] = useState(false);
  const [made, setMade] = useState<DeskCreated | null>(null);
  const desks = useServiceQuery<Page<Desk>>('/api/tickets/v1/desks');
  return (
    <Stack gap="md">
      <Panel
        title="Desks"
        note="Each side’s own help desk, tied by signed webhooks."
        flush
        actions={
          can('desk:manage') ? (
            <Button size="xs" leftSection={<Icon name="plus" size={16} />} onClick={() => setCreating(true)}>
              Add your desk
            </Button>
          ) : undefined
        }
      >
        {made ? (
          <div className={classes.secret} role="alert">
            <strong>Copy what your desk needs now: the secrets are never shown again.</strong>
            <span>
              Calls <Code className={classes.code}>{made.hookUrl}</Code>
            </span>
            {made.inboundSecret ? (
              <span>
                Its calls are signed with <Code className={classes.code}>{made.inboundSecret}</Code>
              </span>
            ) : null}
            {made.outboundSecret ? (
              <span>
                Ours are signed with <Code className={classes.code}>{made.outboundSecret}</Code>
              </span>
            ) : null}
            <Button size="xs" variant="default" onClick={() => setMade(null)} style={{ justifySelf: 'start' }}>
              Done
            </Button>
          </div>
        ) : null}
        <QueryView query={desks}>
          {(page) =>
            page.items.length ? (
              <ul className={classes.list}>
                {page.items.map((desk) => (
                  <DeskRow key={desk.id} desk={desk} />
                ))}
              </ul>
            ) : (
              <EmptyPanel icon="desk" title="No desk is tied yet">
                Tickets can be opened here; with desks they travel by themselves.
              </EmptyPanel>
            )
          }
        </QueryView>
      </Panel>
      <DeliveriesPanel />
      {creating ? <NewDeskForm onClose={() => setCreating(false)} onCreated={setMade} /> : null}
    </Stack>
  );
}
