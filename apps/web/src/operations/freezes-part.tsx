import { Button, Select, SimpleGrid, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useServiceMutation } from '../api/use-service-mutation';
import { type Page, useServiceQuery } from '../api/use-service-query';
import { useMembership } from '../session/session-context';
import { useEngagement } from '../session/use-engagement';
import { DataTable } from '../shell/data-table';
import { EmptyPanel } from '../shell/empty-panel';
import { FormDialog } from '../shell/form-dialog';
import { Icon } from '../shell/icon';
import { Panel } from '../shell/panel';
import { QueryView } from '../shell/query-view';
import { formatRange } from '../time/format-instant';
import { useZone } from '../time/zone-context';

interface Freeze {
  id: string;
  reason: string;
  environment: string | null;
  zone: string;
  startLocal: string;
  endLocal: string;
  rrule: string | null;
  nextStartAt: string | null;
  nextEndAt: string | null;
}

const repeats = [
  { value: '', label: 'Once' },
  { value: 'FREQ=WEEKLY', label: 'Every week' },
  { value: 'FREQ=MONTHLY', label: 'Every month, same day' },
  { value: 'FREQ=MONTHLY;BYMONTHDAY=-1', label: 'Last day of every month' },
  { value: 'FREQ=YEARLY', label: 'Every year' },
];

function NewFreezeForm({ onClose }: { onClose: () => void }) {
  const { membership } = useMembership();
  const engagement = useEngagement();
  const own = engagement.data?.[membership.side].zone ?? 'UTC';
  const [reason, setReason] = useState('');
  const [environment, setEnvironment] = useState<string | null>(null);
  const [startLocal, setStart] = useState('');
  const [endLocal, setEnd] = useState('');
  const [rrule, setRule] = useState<string>('');
  const create = useServiceMutation({
    request: () => ({
      method: 'POST',
      path: '/api/scheduler/v1/freezes',
      body: { reason: reason.trim(), environment, zone: own, startLocal, endLocal, rrule: rrule || null },
    }),
    success: 'The freeze stands; windows are ranked again.',
    changes: ['scheduler'],
    quiet: true,
    onSuccess: onClose,
  });
  return (
    <FormDialog
      opened
      onClose={onClose}
      title="New freeze"
      submit="Freeze"
      disabled={!reason.trim() || !startLocal || endLocal <= startLocal}
      pending={create.isPending}
      error={create.error}
      onSubmit={() => create.mutate()}
    >
      <TextInput
        label="Why nothing may be released"
        required
        maxLength={300}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        data-autofocus
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput
          type="datetime-local"
          label="From"
          description={`Wall clock of ${own}`}
          required
          value={startLocal}
          onChange={(event) => setStart(event.currentTarget.value)}
        />
        <TextInput
          type="datetime-local"
          label="Until"
          description={`Wall clock of ${own}`}
          required
          value={endLocal}
          onChange={(event) => setEnd(event.currentTarget.value)}
        />
        <Select label="Again" data={repeats} value={rrule} onChange={(value) => setRule(value ?? '')} allowDeselect={false} />
        <Select
          label="Environment"
          placeholder="Every one"
          data={engagement.data?.solution.environments ?? []}
          value={environment}
          onChange={setEnvironment}
          clearable
        />
      </SimpleGrid>
    </FormDialog>
  );
}

const repeatWords = (rrule: string | null) => (rrule ? (repeats.find((one) => one.value === rrule)?.label ?? rrule) : 'Once');

/** When nothing may be released. */
export function FreezesPart() {
  const { can } = useMembership();
  const zone = useZone();
  const [creating, setCreating] = useState(false);
  const freezes = useServiceQuery<Page<Freeze>>('/api/scheduler/v1/freezes', { query: { limit: 200 } });
  const remove = useServiceMutation<Freeze>({
    request: (freeze) => ({ method: 'DELETE', path: `/api/scheduler/v1/freezes/${freeze.id}` }),
    success: 'The freeze is lifted.',
    changes: ['scheduler'],
  });
  return (
    <Panel
      title="Freezes"
      note="No window is ranked or booked inside one."
      flush
      actions={
        can('freeze:manage') ? (
          <Button size="xs" leftSection={<Icon name="plus" size={16} />} onClick={() => setCreating(true)}>
            New freeze
          </Button>
        ) : undefined
      }
    >
      <QueryView query={freezes}>
        {(page) =>
          page.items.length ? (
            <DataTable
              caption="Freezes"
              rows={page.items}
              keyOf={(freeze) => freeze.id}
              columns={[
                { title: 'Why', main: true, cell: (freeze) => freeze.reason },
                { title: 'Environment', cell: (freeze) => freeze.environment ?? 'every one' },
                {
                  title: 'Running or next',
                  cell: (freeze) =>
                    freeze.nextStartAt && freeze.nextEndAt ? formatRange(freeze.nextStartAt, freeze.nextEndAt, zone) : 'over',
                },
                { title: 'Again', cell: (freeze) => repeatWords(freeze.rrule) },
                {
                  title: 'Action',
                  cell: (freeze) =>
                    can('freeze:manage') ? (
                      <Button
                        size="compact-sm"
                        variant="default"
                        loading={remove.isPending && remove.variables.id === freeze.id}
                        onClick={() => remove.mutate(freeze)}
                        aria-label={`Lift ${freeze.reason}`}
                      >
                        Lift
                      </Button>
                    ) : (
                      '–'
                    ),
                },
              ]}
            />
          ) : (
            <EmptyPanel icon="snow" title="No freeze">
              Windows may be anywhere that load, users and people allow.
            </EmptyPanel>
          )
        }
      </QueryView>
      {creating ? <NewFreezeForm onClose={() => setCreating(false)} /> : null}
    </Panel>
  );
}
