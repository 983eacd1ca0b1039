import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { type ApiRequest } from '../api/client';
import { useServiceMutation } from '../api/use-service-mutation';
import { useMembership } from '../session/session-context';
import { FormDialog } from '../shell/form-dialog';
import { Icon, type IconName } from '../shell/icon';
import { useShortcuts } from '../shell/shortcuts-provider';
import type { Ticket } from './ticket-types';

interface Action {
  key: string;
  label: string;
  icon: IconName;
  title: string;
  field: string;
  path: string;
  body: (words: string) => unknown;
  needsWords: boolean;
  success: string;
  primary?: boolean;
}

const actions = {
  escalate: {
    key: 'e',
    label: 'Escalate',
    icon: 'arrow',
    title: 'Escalate to the second line',
    field: 'Why the vendor has to look at it',
    path: 'escalations',
    body: (words: string) => ({ reason: words }),
    needsWords: true,
    success: 'It is with the second line.',
  },
  handBack: {
    key: 'b',
    label: 'Hand back',
    icon: 'undo',
    title: 'Hand back to the first line',
    field: 'The answer, which both sides read',
    path: 'hand-backs',
    body: (words: string) => ({ text: words }),
    needsWords: true,
    success: 'It is back with the first line.',
  },
  resolve: {
    key: 'x',
    label: 'Resolve',
    icon: 'check',
    title: 'Resolve the ticket',
    field: 'What solved it, which both sides read',
    path: 'resolutions',
    body: (words: string) => (words ? { text: words } : {}),
    needsWords: false,
    success: 'Resolved.',
    primary: true,
  },
  reopen: {
    key: 'o',
    label: 'Reopen',
    icon: 'stale',
    title: 'Reopen the ticket',
    field: 'Why it is not solved',
    path: 'reopenings',
    body: (words: string) => ({ reason: words }),
    needsWords: true,
    success: 'It is open again.',
  },
} as const satisfies Record<string, Action>;

function offered(ticket: Ticket, can: (permission: string) => boolean, side: string): Action[] {
  const over = ticket.status === 'resolved' || ticket.status === 'closed';
  if (over) return can('ticket:comment') ? [actions.reopen] : [];
  return [
    ...(ticket.line === 'first' && can('ticket:escalate') ? [actions.escalate] : []),
    ...(ticket.line === 'second' && side === 'vendor' && can('ticket:work') ? [actions.handBack] : []),
    ...(can('ticket:work') ? [actions.resolve] : []),
  ];
}

/** What can be done with the ticket now. */
export function TicketActions({ ticket }: { ticket: Ticket }) {
  const { can, me, membership } = useMembership();
  const [chosen, setChosen] = useState<Action | null>(null);
  const [words, setWords] = useState('');
  const list = offered(ticket, can, membership.side);
  const close = () => {
    setChosen(null);
    setWords('');
  };
  const run = useServiceMutation<{ path: string; body: unknown; success: string }>({
    request: ({ path, body }): ApiRequest => ({
      method: 'POST',
      path: `/api/tickets/v1/tickets/${ticket.id}/${path}`,
      body,
      revision: ticket.revision,
    }),
    success: (_, { success }) => success,
    changes: ['tickets', 'checklist'],
    onSuccess: close,
  });
  useShortcuts(list.map((action) => ({ keys: action.key, label: action.label, group: 'Ticket', run: () => setChosen(action) })));
  const mayTake =
    can('ticket:work') &&
    membership.side === ticket.side &&
    ticket.assigneeId !== me.personId &&
    ticket.status !== 'closed' &&
    ticket.status !== 'resolved';
  return (
    <>
      {mayTake ? (
        <Button
          variant="default"
          loading={run.isPending && chosen === null}
          onClick={() => run.mutate({ path: 'assignments', body: { assigneeId: me.personId }, success: 'It is yours now.' })}
        >
          Take it
        </Button>
      ) : null}
      {list.map((action) => (
        <Button
          key={action.key}
          variant={action.primary ? 'filled' : 'default'}
          leftSection={<Icon name={action.icon} size={16} />}
          onClick={() => setChosen(action)}
        >
          {action.label}
        </Button>
      ))}
      {chosen ? (
        <FormDialog
          opened
          onClose={close}
          title={chosen.title}
          submit={chosen.label}
          size="md"
          disabled={chosen.needsWords && !words.trim()}
          pending={run.isPending}
          error={run.error}
          onSubmit={() => run.mutate({ path: chosen.path, body: chosen.body(words.trim()), success: chosen.success })}
        >
          <Textarea
            label={chosen.field}
            required={chosen.needsWords}
            autosize
            minRows={3}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
            data-autofocus
          />
        </FormDialog>
      ) : null}
    </>
  );
}
