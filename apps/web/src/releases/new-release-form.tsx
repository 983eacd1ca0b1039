import { MultiSelect, Select, SimpleGrid, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useServiceMutation } from '../api/use-service-mutation';
import { useEngagement } from '../session/use-engagement';
import { FormDialog } from '../shell/form-dialog';
import { InstantInput } from '../time/instant-input';
import { readComponents } from './read-components';
import type { Release, ReleaseKind } from './release-types';
import { kindWords } from './words';

export function NewReleaseForm({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const engagement = useEngagement();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [kind, setKind] = useState<string | null>('version-upgrade');
  const [environment, setEnvironment] = useState<string | null>(null);
  const [features, setFeatures] = useState<string[]>([]);
  const [components, setComponents] = useState('');
  const [notBefore, setNotBefore] = useState<string | null>(null);
  const [latestAt, setLatestAt] = useState<string | null>(null);
  const environments = engagement.data?.solution.environments ?? [];
  const chosen = environment ?? environments.find((one) => one === 'prod') ?? environments.at(-1) ?? null;
  const read = readComponents(components);

  const create = useServiceMutation<void, Release>({
    request: () => ({
      method: 'POST',
      path: '/api/checklist/v1/releases',
      body: { name: name.trim(), kind, environment: chosen, features, components: read.components, notBefore, latestAt },
    }),
    success: (release) => `${release.name} was created with ${release.readiness.total} items.`,
    changes: ['checklist', 'scheduler'],
    quiet: true,
    onSuccess: (release) => {
      onClose();
      void navigate(`/releases/${release.releaseId}`);
    },
  });

  return (
    <FormDialog
      opened={opened}
      onClose={onClose}
      title="New release"
      submit="Create release"
      disabled={!name.trim() || !chosen || read.fault !== null}
      pending={create.isPending}
      error={create.error ?? engagement.error}
      onSubmit={() => create.mutate()}
    >
      <TextInput
        label="Name"
        placeholder="Field service 2.4"
        required
        value={name}
        maxLength={160}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <Select
          label="Kind"
          data={Object.entries(kindWords).map(([value, label]) => ({ value, label }))}
          value={kind}
          onChange={(value) => setKind(value as ReleaseKind | null)}
          allowDeselect={false}
        />
        <Select label="Environment" data={environments} value={chosen} onChange={setEnvironment} allowDeselect={false} />
      </SimpleGrid>
      <Textarea
        label="Components and versions"
        description="One a line. Changing them later ends every sign-off."
        placeholder={'api 2.4.0\nmobile 2.4.0'}
        required
        autosize
        minRows={2}
        value={components}
        error={components.trim() ? read.fault : undefined}
        onChange={(event) => setComponents(event.currentTarget.value)}
      />
      <MultiSelect
        label="Features it touches"
        description="Their load decides which hours are quiet."
        data={(engagement.data?.solution.features ?? []).map((feature) => ({ value: feature.key, label: feature.name }))}
        value={features}
        onChange={setFeatures}
        clearable
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <InstantInput label="Not before" value={notBefore} onChange={setNotBefore} />
        <InstantInput label="Live by" value={latestAt} onChange={setLatestAt} />
      </SimpleGrid>
    </FormDialog>
  );
}
