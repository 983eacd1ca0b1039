import { Button, Select, Switch, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import { useServicePages } from '../api/use-service-query';
import { useMembership } from '../session/session-context';
import { EmptyPanel } from '../shell/empty-panel';
import { Icon } from '../shell/icon';
import { MoreButton } from '../shell/more-button';
import { PageFrame } from '../shell/page-frame';
import { Panel } from '../shell/panel';
import { QueryView } from '../shell/query-view';
import { useShortcuts } from '../shell/shortcuts-provider';
import { HypercarePanel } from './hypercare-panel';
import { NewTicketForm } from './new-ticket-form';
import { TestTicketPanel } from './test-ticket-panel';
import { TicketTable } from './ticket-table';
import type { TicketSummary } from './ticket-types';
import classes from './tickets-page.module.css';
import { priorityWords, statusWords } from './words';

const options = (words: Record<string, { label: string }>) => Object.entries(words).map(([value, { label }]) => ({ value, label }));
const isOver = (ticket: TicketSummary) => ticket.status === 'resolved' || ticket.status === 'closed';

/** The queue of both lines. */
export function TicketsPage() {
  const { can } = useMembership();
  const [search, setSearch] = useSearchParams();
  const [words, setWords] = useState(search.get('q') ?? '');
  const [q] = useDebouncedValue(words, 300);
  const [creating, setCreating] = useState(false);
  const finder = useRef<HTMLInputElement>(null);
  const get = (name: string) => search.get(name);
  const set = (name: string, value: string | null) =>
    setSearch(
      (now) => {
        if (value) now.set(name, value);
        else now.delete(name);
        return now;
      },
      { replace: true },
    );
  useEffect(() => {
    if (q !== (search.get('q') ?? '')) set('q', q || null);
  }, [q]);
  const status = get('status') ?? 'unresolved';
  const tickets = useServicePages<TicketSummary>('/api/tickets/v1/tickets', {
    query: {
      line: get('line'),
      status: status === 'unresolved' || status === 'all' ? null : status,
      priority: get('priority'),
      assigneeId: get('mine') ? 'me' : null,
      q: get('q'),
    },
  });
  useShortcuts([
    { keys: '/', label: 'Find a ticket', group: 'Tickets', run: () => finder.current?.focus() },
    { keys: 'c', label: 'Open a ticket', group: 'Tickets', run: () => setCreating(true) },
  ]);
  const filtered = ['line', 'priority', 'mine', 'q', 'status'].some((name) => get(name));
  return (
    <PageFrame
      title="Tickets"
      lead="From the client’s first line to the vendor’s second line and back."
      actions={
        can('ticket:open') ? (
          <Button leftSection={<Icon name="plus" />} onClick={() => setCreating(true)}>
            New ticket
          </Button>
        ) : undefined
      }
    >
      <HypercarePanel />
      <Panel flush>
        <div className={classes.filters} role="search" aria-label="Tickets">
          <TextInput
            ref={finder}
            label="Find"
            placeholder="Title or reference"
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
            leftSection={<Icon name="search" size={16} />}
            className={classes.find}
          />
          <Select
            label="Status"
            data={[{ value: 'unresolved', label: 'Not resolved' }, ...options(statusWords), { value: 'all', label: 'All' }]}
            value={status}
            onChange={(value) => set('status', value === 'unresolved' ? null : value)}
            allowDeselect={false}
          />
          <Select
            label="Line"
            placeholder="Both"
            data={[
              { value: 'first', label: 'First (client)' },
              { value: 'second', label: 'Second (vendor)' },
            ]}
            value={get('line')}
            onChange={(value) => set('line', value)}
            clearable
          />
          <Select
            label="Priority"
            placeholder="Any"
            data={options(priorityWords)}
            value={get('priority')}
            onChange={(value) => set('priority', value)}
            clearable
          />
          <Switch
            label="Assigned to me"
            checked={get('mine') !== null}
            onChange={(event) => set('mine', event.currentTarget.checked ? '1' : null)}
            className={classes.switch}
          />
        </div>
        <QueryView query={{ ...tickets, data: tickets.data?.pages.flatMap((page) => page.items) }} rows={6}>
          {(all) => {
            const shown = status === 'unresolved' ? all.filter((ticket) => !isOver(ticket)) : all;
            return (
              <>
                {shown.length ? (
                  <TicketTable tickets={shown} />
                ) : (
                  <EmptyPanel
                    icon="tickets"
                    title={filtered ? 'No ticket fits these filters' : 'No open ticket'}
                    action={
                      filtered ? (
                        <Button
                          variant="default"
                          onClick={() => {
                            setWords('');
                            setSearch({});
                          }}
                        >
                          Clear the filters
                        </Button>
                      ) : undefined
                    }
                  >
                    {filtered ? null : 'Tickets come from the desks of both sides by signed webhooks, or are opened here.'}
                  </EmptyPanel>
                )}
                <div className={classes.more}>
                  <MoreButton query={tickets} />
                </div>
              </>
            );
          }}
        </QueryView>
      </Panel>
      <TestTicketPanel />
      <NewTicketForm opened={creating} onClose={() => setCreating(false)} />
    </PageFrame>
  );
}
