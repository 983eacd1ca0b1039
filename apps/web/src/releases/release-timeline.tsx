import { useMemo } from 'react';
import { type Page, useServiceQuery } from '../api/use-service-query';
import { LineChart } from '../charts/line-chart';
import { Panel } from '../shell/panel';
import { Instant } from '../time/instant';
import classes from './release-timeline.module.css';
import type { Decision, ReadinessSnapshot, Release } from './release-types';
import { timelineOf } from './timeline-of';

/** How readiness grew, and what happened. */
export function ReleaseTimeline({ release }: { release: Release }) {
  const path = `/api/checklist/v1/releases/${release.releaseId}`;
  const snapshots = useServiceQuery<Page<ReadinessSnapshot>>(`${path}/readiness-snapshots`, { query: { limit: 200 } });
  const decisions = useServiceQuery<Page<Decision>>(`${path}/decisions`);
  const chart = useMemo(() => {
    const oldestFirst = [...(snapshots.data?.items ?? [])].sort((a, b) => a.revision - b.revision);
    return {
      seconds: oldestFirst.map((one) => Date.parse(one.takenAt) / 1000),
      series: [{ label: 'Items done', values: oldestFirst.map((one) => one.done), color: '--brand', step: true, fill: true }],
    };
  }, [snapshots.data]);
  const entries = timelineOf(release, decisions.data?.items ?? [], snapshots.data?.items ?? []);
  return (
    <Panel title="Timeline">
      {chart.seconds.length > 1 ? (
        <LineChart
          {...chart}
          height={120}
          minY={0}
          maxY={release.readiness.total}
          format={formatCount}
          summary={`Items done over time: from ${chart.series[0]?.values[0] ?? 0} to ${release.readiness.done} of ${release.readiness.total}.`}
        />
      ) : null}
      <ol className={classes.list}>
        {entries.slice(0, 14).map((entry) => (
          <li key={entry.key} className={classes.entry} data-tone={entry.tone}>
            <div>{entry.text}</div>
            <div className={classes.soft}>
              <Instant at={entry.at} />
            </div>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

const formatCount = (value: number) => String(Math.round(value));
