import { Button, NumberInput, SimpleGrid } from '@mantine/core';
import { useState } from 'react';
import { useServiceMutation } from '../api/use-service-mutation';
import { useServiceQuery } from '../api/use-service-query';
import { useMembership } from '../session/session-context';
import { FormDialog } from '../shell/form-dialog';
import { QueryView } from '../shell/query-view';
import { InstantInput } from '../time/instant-input';
import type { PlannedRelease, WindowPlan } from './window-types';

const parts = [
  { key: 'preparationMinutes', label: 'Preparation, minutes' },
  { key: 'cutoverMinutes', label: 'Cutover, minutes' },
  { key: 'rollbackMinutes', label: 'Rollback reserve, minutes' },
  { key: 'watchMinutes', label: 'Watch, minutes' },
] as const;
const weights = [
  { key: 'load', label: 'Weight of load' },
  { key: 'users', label: 'Weight of users' },
  { key: 'engineers', label: 'Weight of people' },
] as const;

function Fields({ plan, onClose }: { plan: WindowPlan; onClose: () => void }) {
  const [draft, setDraft] = useState(plan);
  const save = useServiceMutation({
    request: () => {
      const { releaseId, revision, ...body } = draft;
      return { method: 'PUT', path: `/api/scheduler/v1/releases/${releaseId}/window-plan`, body, revision };
    },
    success: 'The plan is saved; windows are ranked again.',
    changes: ['scheduler'],
    quiet: true,
    onSuccess: onClose,
  });
  const number = (value: string | number) => (typeof value === 'number' ? value : 0);
  return (
    <FormDialog
      opened
      onClose={onClose}
      title="How the window has to be"
      submit="Save"
      pending={save.isPending}
      error={save.error}
      onSubmit={() => save.mutate()}
    >
      <SimpleGrid cols={2}>
        {parts.map((part) => (
          <NumberInput
            key={part.key}
            label={part.label}
            min={part.key === 'cutoverMinutes' ? 1 : 0}
            max={2880}
            allowDecimal={false}
            value={draft.parts[part.key]}
            onChange={(value) => setDraft({ ...draft, parts: { ...draft.parts, [part.key]: number(value) } })}
          />
        ))}
      </SimpleGrid>
      <SimpleGrid cols={{ base: 1, xs: 3 }}>
        {weights.map((weight) => (
          <NumberInput
            key={weight.key}
            label={weight.label}
            min={0}
            max={1}
            step={0.1}
            value={draft.weights[weight.key]}
            onChange={(value) => setDraft({ ...draft, weights: { ...draft.weights, [weight.key]: number(value) } })}
          />
        ))}
      </SimpleGrid>
      <SimpleGrid cols={{ base: 1, xs: 3 }}>
        <NumberInput
          label="Days to look ahead"
          description="From now on, or from “not before”."
          min={1}
          max={366}
          allowDecimal={false}
          value={draft.horizonDays}
          onChange={(value) => setDraft({ ...draft, horizonDays: number(value) })}
        />
        <InstantInput label="Not before" value={draft.notBefore} onChange={(notBefore) => setDraft({ ...draft, notBefore })} />
        <InstantInput label="Over by" value={draft.latestAt} onChange={(latestAt) => setDraft({ ...draft, latestAt })} />
      </SimpleGrid>
    </FormDialog>
  );
}

/** Length, weights and limits of the window that is looked for. */
export function PlanForm({ release }: { release: PlannedRelease }) {
  const { can } = useMembership();
  const [opened, setOpened] = useState(false);
  const plan = useServiceQuery<WindowPlan>(`/api/scheduler/v1/releases/${release.releaseId}/window-plan`, { enabled: opened });
  if (!can('window:plan')) return null;
  return (
    <>
      <Button size="compact-sm" variant="default" onClick={() => setOpened(true)}>
        Plan
      </Button>
      {opened && plan.data ? <Fields key={plan.data.revision} plan={plan.data} onClose={() => setOpened(false)} /> : null}
      {opened && !plan.data ? (
        <FormDialog
          opened
          onClose={() => setOpened(false)}
          title="How the window has to be"
          submit="Save"
          disabled
          onSubmit={() => undefined}
        >
          <QueryView query={plan}>{() => null}</QueryView>
        </FormDialog>
      ) : null}
    </>
  );
}
