import { Button, Select } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useSearchParams } from 'react-router';
import { type Page, useServiceQuery } from '../api/use-service-query';
import { EmptyPanel } from '../shell/empty-panel';
import { Icon } from '../shell/icon';
import { PageFrame } from '../shell/page-frame';
import { Panel } from '../shell/panel';
import { QueryView } from '../shell/query-view';
import { useShortcuts } from '../shell/shortcuts-provider';
import { describeZone } from '../time/format-instant';
import { useZone } from '../time/zone-context';
import { BookingPanel } from './booking-panel';
import { RecommendationPanel } from './recommendation-panel';
import { shiftWeek, weekOf } from './week-of';
import { WeekPanel } from './week-panel';
import type { PlannedRelease, Recommendation } from './window-types';
import classes from './windows-page.module.css';

function Planner({ releases }: { releases: PlannedRelease[] }) {
  const zone = useZone();
  const [search, setSearch] = useSearchParams();
  const [focused, setFocused] = useState<number | null>(null);
  const wanted = search.get('release');
  const release =
    releases.find((one) => one.releaseId === wanted) ??
    releases.find((one) => one.status === 'preparing' || one.status === 'decided') ??
    releases[0];
  const recommendation = useServiceQuery<Recommendation>(`/api/scheduler/v1/releases/${release?.releaseId ?? ''}/recommendation`, {
    enabled: release !== undefined,
  });
  const best = recommendation.data?.answer.windows[0]?.startAt;
  const week = weekOf(search.get('week') ?? best ?? new Date().toISOString(), zone);
  const show = (changes: Record<string, string>) =>
    setSearch((now) => {
      for (const [key, value] of Object.entries(changes)) now.set(key, value);
      return now;
    });
  useEffect(() => setFocused(null), [release?.releaseId]);
  useShortcuts([
    { keys: '[', label: 'Week before', group: 'Windows', run: () => show({ week: shiftWeek(week.monday, -1) }) },
    { keys: ']', label: 'Week after', group: 'Windows', run: () => show({ week: shiftWeek(week.monday, 1) }) },
  ]);
  if (!release)
    return (
      <Panel>
        <EmptyPanel icon="windows" title="No release needs a window">
          Windows are found for releases. Create one first; its best windows appear here by themselves.
        </EmptyPanel>
      </Panel>
    );
  return (
    <>
      <div className={classes.bar}>
        <Select
          label="Release"
          data={releases.map((one) => ({ value: one.releaseId, label: `${one.name} (${one.environment})` }))}
          value={release.releaseId}
          onChange={(value) => value && setSearch({ release: value })}
          allowDeselect={false}
          className={classes.select}
        />
        <div className={classes.weeks} role="group" aria-label="Week">
          <Button variant="default" px={10} aria-label="Week before" onClick={() => show({ week: shiftWeek(week.monday, -1) })}>
            <Icon name="left" size={16} />
          </Button>
          <Button variant="default" onClick={() => show({ week: weekOf(new Date().toISOString(), zone).monday })}>
            This week
          </Button>
          {best ? (
            <Button variant="default" onClick={() => show({ week: weekOf(best, zone).monday })}>
              Best window
            </Button>
          ) : null}
          <Button variant="default" px={10} aria-label="Week after" onClick={() => show({ week: shiftWeek(week.monday, 1) })}>
            <Icon name="right" size={16} />
          </Button>
        </div>
      </div>
      <div className={classes.columns}>
        <WeekPanel
          release={release}
          week={week}
          windows={recommendation.data?.answer.windows ?? []}
          focused={focused}
          onFocus={(rank) => {
            setFocused(rank);
            document.getElementById(`window-${rank}`)?.scrollIntoView({ block: 'nearest', behavior: 'smooth' });
          }}
        />
        <div className={classes.aside}>
          <BookingPanel release={release} />
          <RecommendationPanel
            release={release}
            query={recommendation}
            focused={focused}
            onShow={(window) => {
              setFocused(window.rank);
              show({ week: weekOf(window.startAt, zone).monday });
            }}
          />
        </div>
      </div>
    </>
  );
}

export function WindowsPage() {
  const zone = useZone();
  const releases = useServiceQuery<Page<PlannedRelease>>('/api/scheduler/v1/releases', { query: { limit: 200 } });
  return (
    <PageFrame
      title="Windows"
      lead={`When a release disturbs the fewest people. The grid shows ${describeZone(zone, new Date().toISOString())}.`}
    >
      <QueryView query={releases} framed rows={8}>
        {(page) => <Planner releases={page.items.filter((release) => release.status !== 'closed')} />}
      </QueryView>
    </PageFrame>
  );
}
