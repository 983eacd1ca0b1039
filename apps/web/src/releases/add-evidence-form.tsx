import { Button, Group, Stack } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useServiceMutation } from '../api/use-service-mutation';
import { ProblemAlert } from '../shell/problem-alert';
import classes from './evidence-list.module.css';
import { emptyProof, ProofFields, proofOf, showsSomething } from './proof-fields';
import { proofKind } from './proof-kind';
import type { Release, ReleaseItem } from './release-types';

export function AddEvidenceForm({ release, item, onDone }: { release: Release; item: ReleaseItem; onDone: () => void }) {
  const [draft, setDraft] = useState(() => emptyProof(proofKind(item.proof)));
  const add = useServiceMutation({
    request: () => ({
      method: 'POST',
      path: `/api/checklist/v1/releases/${release.releaseId}/evidence`,
      body: { itemKey: item.key, ...proofOf(draft) },
    }),
    success: 'The evidence is recorded.',
    changes: ['checklist'],
    quiet: true,
    onSuccess: onDone,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (showsSomething(draft)) add.mutate();
  };
  return (
    <form onSubmit={submit} className={classes.evidence} style={{ marginBottom: 8 }}>
      <Stack gap="sm">
        <ProofFields draft={draft} onChange={setDraft} />
        {add.error ? <ProblemAlert error={add.error} /> : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            Cancel
          </Button>
          <Button type="submit" loading={add.isPending} disabled={!showsSomething(draft)}>
            Record evidence
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
