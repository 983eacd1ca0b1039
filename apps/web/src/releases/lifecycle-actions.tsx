import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useServiceMutation } from '../api/use-service-mutation';
import { useMembership } from '../session/session-context';
import { FormDialog } from '../shell/form-dialog';
import { Icon } from '../shell/icon';
import type { Release } from './release-types';

type Step = 'live' | 'rollback' | 'close';

const steps: Record<Step, { title: string; submit: string; words: string; success: string; danger: boolean }> = {
  live: {
    title: 'Tell everybody it is live',
    submit: 'It is live',
    words: 'From this moment hypercare runs and the KPIs are judged before against after.',
    success: 'The release is live. Hypercare has started.',
    danger: false,
  },
  rollback: {
    title: 'Roll the release back',
    submit: 'It is rolled back',
    words: 'Say it when the former version is in use again. Everybody in the engagement sees the reason.',
    success: 'The roll-back is recorded.',
    danger: true,
  },
  close: {
    title: 'Close the release',
    submit: 'Close it',
    words: 'Its items, proof and decisions stay readable; nothing can be changed any more.',
    success: 'The release is closed.',
    danger: false,
  },
};

/** What can be done next with the release as a whole. */
export function LifecycleActions({ release }: { release: Release }) {
  const { can } = useMembership();
  const [step, setStep] = useState<Step | null>(null);
  const [reason, setReason] = useState('');
  const close = () => {
    setStep(null);
    setReason('');
  };
  const run = useServiceMutation<Step>({
    request: (which) => ({
      method: 'POST',
      path: `/api/checklist/v1/releases/${release.releaseId}/${which}`,
      body: which === 'live' || !reason.trim() ? {} : { reason: reason.trim() },
    }),
    success: (_, which) => steps[which].success,
    changes: ['checklist', 'scheduler', 'kpi', 'tickets'],
    quiet: true,
    onSuccess: close,
  });
  if (!can('release:run') || release.status === 'closed') return null;
  const abandons = step === 'close' && (release.status === 'preparing' || release.status === 'decided');
  const needsReason = step === 'rollback' || abandons;
  const go = release.status === 'decided' && release.decision?.outcome !== 'no-go';
  return (
    <>
      {go ? (
        <Button leftSection={<Icon name="rocket" />} onClick={() => setStep('live')}>
          Go live
        </Button>
      ) : null}
      {release.status === 'live' ? (
        <Button color="red" variant="outline" leftSection={<Icon name="undo" />} onClick={() => setStep('rollback')}>
          Roll back
        </Button>
      ) : null}
      <Button variant="default" onClick={() => setStep('close')}>
        {release.status === 'live' || release.status === 'rolled-back' ? 'Close' : 'Abandon'}
      </Button>
      {step ? (
        <FormDialog
          opened
          onClose={close}
          title={abandons ? 'Abandon the release' : steps[step].title}
          submit={abandons ? 'Abandon it' : steps[step].submit}
          danger={steps[step].danger || abandons}
          disabled={needsReason && !reason.trim()}
          pending={run.isPending}
          error={run.error}
          onSubmit={() => run.mutate(step)}
        >
          <p style={{ margin: 0 }}>{steps[step].words}</p>
          {step === 'live' ? null : (
            <Textarea
              label="Reason"
              required={needsReason}
              autosize
              minRows={2}
              maxLength={2000}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
              data-autofocus
            />
          )}
        </FormDialog>
      ) : null}
    </>
  );
}
