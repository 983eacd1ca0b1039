import { Button, Group, SegmentedControl, Textarea } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import { useServiceMutation } from '../api/use-service-mutation';
import { useMembership } from '../session/session-context';
import { Icon } from '../shell/icon';
import { Panel } from '../shell/panel';
import { ProblemAlert } from '../shell/problem-alert';
import { useShortcuts } from '../shell/shortcuts-provider';
import type { Ticket } from './ticket-types';

/** Answer in public, or note for one's own side. */
export function ReplyForm({ ticket }: { ticket: Ticket }) {
  const { can, membership } = useMembership();
  const [text, setText] = useState('');
  const [visibility, setVisibility] = useState<string>('public');
  const box = useRef<HTMLTextAreaElement>(null);
  const other = membership.side === 'client' ? 'vendor' : 'client';
  const send = useServiceMutation({
    request: () => ({ method: 'POST', path: `/api/tickets/v1/tickets/${ticket.id}/messages`, body: { text: text.trim(), visibility } }),
    success: visibility === 'public' ? 'Sent to both sides.' : `Noted; the ${other} does not see it.`,
    changes: ['tickets'],
    quiet: true,
    onSuccess: () => setText(''),
  });
  const may = can('ticket:comment') && ticket.status !== 'closed';
  useShortcuts(
    [
      { keys: 'r', label: 'Reply to both sides', group: 'Ticket', run: () => (setVisibility('public'), box.current?.focus()) },
      { keys: 'n', label: 'Write a private note', group: 'Ticket', run: () => (setVisibility('private'), box.current?.focus()) },
    ],
    may,
  );
  if (!may)
    return (
      <Panel>
        <p style={{ margin: 0, color: 'var(--ink-soft)' }}>
          {ticket.status === 'closed'
            ? 'The ticket is closed. Reopen it to go on.'
            : 'You can read this ticket. Writing needs a role in a support line.'}
        </p>
      </Panel>
    );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim()) send.mutate();
  };
  return (
    <Panel title="Answer">
      <form onSubmit={submit}>
        <SegmentedControl
          aria-label="Who reads it"
          data={[
            { value: 'public', label: 'Reply to both sides' },
            { value: 'private', label: 'Private note' },
          ]}
          value={visibility}
          onChange={setVisibility}
          mb={8}
        />
        <Textarea
          ref={box}
          aria-label={visibility === 'public' ? 'Reply' : 'Private note'}
          description={
            visibility === 'public'
              ? 'It also goes to the desk of the other side.'
              : `Only the ${membership.side} reads it. It never leaves for the ${other} or its desk.`
          }
          inputWrapperOrder={['input', 'description']}
          autosize
          minRows={3}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event);
          }}
        />
        {send.error ? <ProblemAlert error={send.error} /> : null}
        <Group justify="flex-end" mt={8}>
          <Button
            type="submit"
            disabled={!text.trim()}
            loading={send.isPending}
            leftSection={<Icon name={visibility === 'public' ? 'send' : 'lock'} size={16} />}
          >
            {visibility === 'public' ? 'Send reply' : 'Save note'}
          </Button>
        </Group>
      </form>
    </Panel>
  );
}
