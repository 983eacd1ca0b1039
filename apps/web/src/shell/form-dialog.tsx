import { Button, Group, Modal, Stack } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { ProblemAlert } from './problem-alert';

/** A form in a dialog; the refusal is shown inside it. */
export function FormDialog({
  opened,
  onClose,
  title,
  submit,
  danger,
  disabled,
  pending,
  error,
  size,
  onSubmit,
  children,
}: {
  opened: boolean;
  onClose: () => void;
  title: string;
  submit: string;
  danger?: boolean;
  disabled?: boolean;
  pending?: boolean;
  error?: unknown;
  size?: string;
  onSubmit: () => void;
  children: ReactNode;
}) {
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!disabled && !pending) onSubmit();
  };
  return (
    <Modal opened={opened} onClose={onClose} title={<strong>{title}</strong>} size={size ?? 'lg'}>
      <form onSubmit={send} noValidate>
        <Stack gap="md">
          {children}
          {error ? <ProblemAlert error={error} /> : null}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" color={danger ? 'red' : undefined} disabled={disabled} loading={pending}>
              {submit}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
