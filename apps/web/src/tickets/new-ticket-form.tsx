import { Select, SimpleGrid, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useServiceMutation } from '../api/use-service-mutation';
import { useEngagement } from '../session/use-engagement';
import { FormDialog } from '../shell/form-dialog';
import type { Ticket } from './ticket-types';
import { priorityWords } from './words';

export function NewTicketForm({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const engagement = useEngagement();
  const navigate = useNavigate();
  const [title, setTitle] = useState('');
  const [description, setDescription] = useState('');
  const [priority, setPriority] = useState<string | null>('normal');
  const [feature, setFeature] = useState<string | null>(null);
  const open = useServiceMutation<void, Ticket>({
    request: () => ({
      method: 'POST',
      path: '/api/tickets/v1/tickets',
      body: {
        title: title.trim(),
        priority,
        ...(description.trim() ? { description: description.trim() } : {}),
        ...(feature ? { feature } : {}),
      },
    }),
    success: (ticket) => `${ticket.reference} is open.`,
    changes: ['tickets'],
    quiet: true,
    onSuccess: (ticket) => {
      onClose();
      void navigate(`/tickets/${ticket.id}`);
    },
  });
  return (
    <FormDialog
      opened={opened}
      onClose={onClose}
      title="New ticket"
      submit="Open the ticket"
      disabled={!title.trim()}
      pending={open.isPending}
      error={open.error}
      onSubmit={() => open.mutate()}
    >
      <TextInput
        label="Title"
        required
        maxLength={300}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
        data-autofocus
      />
      <Textarea
        label="What happens"
        autosize
        minRows={4}
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <Select
          label="Priority"
          data={Object.entries(priorityWords).map(([value, { label }]) => ({ value, label }))}
          value={priority}
          onChange={setPriority}
          allowDeselect={false}
        />
        <Select
          label="Feature"
          data={(engagement.data?.solution.features ?? []).map((one) => ({ value: one.key, label: one.name }))}
          value={feature}
          onChange={setFeature}
          clearable
        />
      </SimpleGrid>
    </FormDialog>
  );
}
