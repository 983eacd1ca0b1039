import { Select, SimpleGrid, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useServiceMutation } from '../api/use-service-mutation';
import { keyOf } from '../kpis/key-of';
import { useMembership } from '../session/session-context';
import { FormDialog } from '../shell/form-dialog';
import type { DeskCreated } from './desk-types';

const presets = [
  { value: 'standard-webhooks', label: 'Standard Webhooks' },
  { value: 'github', label: 'GitHub' },
  { value: 'jira', label: 'Jira' },
  { value: 'pagerduty', label: 'PagerDuty' },
  { value: 'zendesk', label: 'Zendesk' },
  { value: 'alertmanager', label: 'Alertmanager' },
  { value: 'generic', label: 'Something else' },
];

export function NewDeskForm({ onClose, onCreated }: { onClose: () => void; onCreated: (desk: DeskCreated) => void }) {
  const { membership } = useMembership();
  const [name, setName] = useState('');
  const [preset, setPreset] = useState<string | null>('standard-webhooks');
  const [outboundUrl, setOutboundUrl] = useState('');
  const create = useServiceMutation<void, DeskCreated>({
    request: () => ({
      method: 'POST',
      path: '/api/tickets/v1/desks',
      body: {
        line: membership.side === 'client' ? 'first' : 'second',
        key: keyOf(name),
        name: name.trim(),
        preset,
        ...(outboundUrl.trim() ? { outboundUrl: outboundUrl.trim() } : {}),
      },
    }),
    success: (desk) => `${desk.name} is tied.`,
    changes: ['tickets'],
    quiet: true,
    onSuccess: (desk) => {
      onCreated(desk);
      onClose();
    },
  });
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={`A desk of the ${membership.side}`}
      submit="Add the desk"
      disabled={!keyOf(name) || !preset}
      pending={create.isPending}
      error={create.error}
      onSubmit={() => create.mutate()}
    >
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput
          label="Name"
          required
          value={name}
          maxLength={200}
          onChange={(event) => setName(event.currentTarget.value)}
          description={keyOf(name) ? `Key: ${keyOf(name)}` : 'As people call it'}
          data-autofocus
        />
        <Select
          label="What it is"
          description="Decides how its calls are signed and read"
          data={presets}
          value={preset}
          onChange={setPreset}
          allowDeselect={false}
        />
      </SimpleGrid>
      <TextInput
        label="Address that we call"
        description="Left out: we only listen. Secrets are made for you and shown once."
        type="url"
        placeholder="https://"
        value={outboundUrl}
        onChange={(event) => setOutboundUrl(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
