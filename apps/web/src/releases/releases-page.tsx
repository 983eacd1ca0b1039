import { Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useServicePages } from '../api/use-service-query';
import { useMembership } from '../session/session-context';
import { EmptyPanel } from '../shell/empty-panel';
import { Icon } from '../shell/icon';
import { MoreButton } from '../shell/more-button';
import { PageFrame } from '../shell/page-frame';
import { Panel } from '../shell/panel';
import { QueryView } from '../shell/query-view';
import { useShortcuts } from '../shell/shortcuts-provider';
import { NewReleaseForm } from './new-release-form';
import { ReleaseCard } from './release-card';
import type { ReleaseSummary } from './release-types';
import classes from './releases-page.module.css';

const filters = [
  { value: 'open', label: 'Open' },
  { value: 'live', label: 'Live' },
  { value: 'ended', label: 'Ended' },
  { value: 'all', label: 'All' },
] as const;

const belongs = (release: ReleaseSummary, filter: string): boolean => {
  if (filter === 'all') return true;
  if (filter === 'live') return release.status === 'live';
  if (filter === 'ended') return release.status === 'closed' || release.status === 'rolled-back';
  return release.status !== 'closed' && release.status !== 'rolled-back';
};

export function ReleasesPage() {
  const { can, membership } = useMembership();
  const [filter, setFilter] = useState<string>('open');
  const [creating, setCreating] = useState(false);
  const releases = useServicePages<ReleaseSummary>('/api/checklist/v1/releases');
  const mayCreate = can('release:create');
  useShortcuts([{ keys: 'c', label: 'Create a release', group: 'Releases', run: () => setCreating(true) }], mayCreate);
  return (
    <PageFrame
      title="Releases"
      lead={`What ${membership.engagementName} is bringing to its users, and how far each is.`}
      actions={
        mayCreate ? (
          <Button leftSection={<Icon name="plus" />} onClick={() => setCreating(true)}>
            New release
          </Button>
        ) : undefined
      }
    >
      <SegmentedControl
        data={filters.map((one) => ({ ...one }))}
        value={filter}
        onChange={setFilter}
        aria-label="Which releases"
        className={classes.filter}
      />
      <QueryView query={{ ...releases, data: releases.data?.pages.flatMap((page) => page.items) }} framed rows={3} height={96}>
        {(all) => {
          const shown = all.filter((release) => belongs(release, filter));
          return (
            <>
              {shown.length ? (
                <ul className={classes.list}>
                  {shown.map((release) => (
                    <li key={release.releaseId}>
                      <ReleaseCard release={release} />
                    </li>
                  ))}
                </ul>
              ) : (
                <Panel>
                  <EmptyPanel
                    icon="releases"
                    title={all.length ? 'No release is in this state' : 'No release yet'}
                    action={
                      mayCreate && !all.length ? <Button onClick={() => setCreating(true)}>Create the first release</Button> : undefined
                    }
                  >
                    {all.length
                      ? 'Choose another filter above.'
                      : mayCreate
                        ? 'A release starts with a name, its component versions and the recipe of 25 things that must be true.'
                        : 'A release manager of either side creates one. You will see its items, proof and decision here.'}
                  </EmptyPanel>
                </Panel>
              )}
              <MoreButton query={releases} />
            </>
          );
        }}
      </QueryView>
      <NewReleaseForm opened={creating} onClose={() => setCreating(false)} />
    </PageFrame>
  );
}
