import { useMemo } from 'react';
import { useServiceQuery } from '../api/use-service-query';
import { LineChart } from '../charts/line-chart';
import { Badge } from '../shell/badge';
import { Panel } from '../shell/panel';
import { QueryView } from '../shell/query-view';
import { formatRange } from '../time/format-instant';
import { useZone } from '../time/zone-context';
import { WeekGrid } from './week-grid';
import { WeekLegend } from './week-legend';
import type { Week } from './week-of';
import classes from './week-panel.module.css';
import { WeekTable } from './week-table';
import type { Calendar, PlannedRelease, RankedWindow } from './window-types';

const percent = (value: number) => `${Math.round(value)} %`;

function LoadCurve({ calendar, windows }: { calendar: Calendar; windows: RankedWindow[] }) {
  const data = useMemo(() => {
    const mostAtWork = Math.max(1, ...calendar.users.map((hour) => hour.atWork));
    const atWork = new Map(calendar.users.map((hour) => [hour.startAt, (hour.atWork / mostAtWork) * 100]));
    return {
      seconds: calendar.load.hours.map((hour) => Date.parse(hour.startAt) / 1000),
      series: [
        {
          label: 'Expected load, % of peak',
          values: calendar.load.hours.map((hour) => (hour.shareOfPeak === null ? null : hour.shareOfPeak * 100)),
          color: '--wait',
          fill: true,
        },
        ...(calendar.users.length
          ? [
              {
                label: 'Users at work, % of most',
                values: calendar.load.hours.map((hour) => atWork.get(hour.startAt) ?? null),
                color: '--client',
                dash: [4, 4],
              },
            ]
          : []),
      ],
    };
  }, [calendar]);
  const markers = useMemo(
    () => windows.map((window) => ({ at: Date.parse(window.cutoverAt) / 1000, label: `#${window.rank}`, color: '--brand' })),
    [windows],
  );
  return (
    <LineChart
      {...data}
      markers={markers}
      height={150}
      minY={0}
      maxY={105}
      format={percent}
      summary="Expected load and users at work over the week; the table below the grid has the numbers by day."
    />
  );
}

/** One week: the load curve, and the grid that windows, bookings and freezes are drawn on. */
export function WeekPanel({
  release,
  week,
  windows,
  focused,
  onFocus,
}: {
  release: PlannedRelease;
  week: Week;
  windows: RankedWindow[];
  focused: number | null;
  onFocus: (rank: number) => void;
}) {
  const zone = useZone();
  const calendar = useServiceQuery<Calendar>('/api/scheduler/v1/calendar', {
    query: { from: week.startAt, to: week.endAt, environment: release.environment, releaseId: release.releaseId },
  });
  const state = calendar.data?.load.state;
  return (
    <Panel
      title={formatRange(week.startAt, week.endAt, zone).replaceAll(', 00:00', '')}
      actions={
        state === 'known' || !state ? null : (
          <Badge tone={state === 'thin' ? 'wait' : 'bad'} icon="alert">
            {state === 'thin' ? 'Under two weeks of load history' : 'Load is unknown, which is not quiet'}
          </Badge>
        )
      }
    >
      <QueryView query={calendar} rows={10}>
        {(data) => (
          <div className={classes.stack}>
            {data.load.state === 'unknown' ? null : <LoadCurve calendar={data} windows={windows} />}
            <WeekLegend />
            <WeekGrid
              calendar={data}
              week={week}
              zone={zone}
              windows={windows}
              releaseId={release.releaseId}
              focused={focused}
              onFocus={onFocus}
            />
            <WeekTable calendar={data} week={week} zone={zone} windows={windows} />
          </div>
        )}
      </QueryView>
    </Panel>
  );
}
