import { Checkbox, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useServiceMutation } from '../api/use-service-mutation';
import { emptyProof, ProofFields, proofOf, showsSomething } from '../releases/proof-fields';
import { proofKind } from '../releases/proof-kind';
import { FormDialog } from '../shell/form-dialog';

/** The doer says that it is done, with proof where there is none yet. */
export function CompleteTaskForm({
  task,
  onClose,
}: {
  task: { taskId: string; title: string; proof: string[]; evidenceCount?: number };
  onClose: () => void;
}) {
  const [draft, setDraft] = useState(() => emptyProof(proofKind(task.proof)));
  const [withProof, setWithProof] = useState(!task.evidenceCount);
  const [comment, setComment] = useState('');
  const complete = useServiceMutation({
    request: () => ({
      method: 'POST',
      path: `/api/checklist/v1/tasks/${task.taskId}/complete`,
      body: { ...(comment.trim() ? { comment: comment.trim() } : {}), proof: withProof ? [proofOf(draft)] : [] },
    }),
    success: 'Done. Its proof goes to review when everybody’s part is done.',
    changes: ['checklist'],
    quiet: true,
    onSuccess: onClose,
  });
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={`Complete: ${task.title}`}
      submit="Complete the task"
      disabled={withProof && !showsSomething(draft)}
      pending={complete.isPending}
      error={complete.error}
      onSubmit={() => complete.mutate()}
    >
      <p style={{ margin: 0, color: 'var(--ink-soft)' }}>It can be shown by: {task.proof.join('; ')}.</p>
      <Checkbox
        label="Add proof now"
        description="Not needed where passing proof is there already."
        checked={withProof}
        onChange={(event) => setWithProof(event.currentTarget.checked)}
      />
      {withProof ? <ProofFields draft={draft} onChange={setDraft} /> : null}
      <Textarea
        label="Word to the auditor"
        autosize
        minRows={2}
        maxLength={2000}
        value={comment}
        onChange={(event) => setComment(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
