import { Table } from '@mantine/core';
import { useMemo } from 'react';
import { useServiceQuery } from '../api/use-service-query';
import { LineChart } from '../charts/line-chart';
import type { ReleaseSummary } from '../releases/release-types';
import { QueryView } from '../shell/query-view';
import { formatInstant } from '../time/format-instant';
import { useZone } from '../time/zone-context';
import { rangeOf } from './chart-range';
import { formatValue } from './format-value';
import classes from './kpi-chart.module.css';
import type { Definition, Series } from './kpi-types';

const colors = ['--brand', '--client', '--wait', '--ok', '--bad', '--info'];
const nameOf = (group: Record<string, string>) => Object.values(group).join(', ') || 'all';
const axisValue = (value: number) => formatValue(value);

function Chart({ series, definition, releases }: { series: Series; definition: Definition; releases: ReleaseSummary[] }) {
  const zone = useZone();
  const lines = series.series.slice(0, colors.length);
  const chart = useMemo(
    () => ({
      seconds: series.buckets.map((bucket) => Date.parse(bucket) / 1000),
      series: series.series.slice(0, colors.length).map((one, index) => ({
        label: nameOf(one.group),
        values: one.values,
        color: colors[index] ?? '--brand',
        fill: series.series.length === 1,
      })),
    }),
    [series],
  );
  const markers = useMemo(
    () =>
      releases.flatMap((release) =>
        release.liveAt ? [{ at: Date.parse(release.liveAt) / 1000, label: release.name, color: '--bad' }] : [],
      ),
    [releases],
  );
  const known = lines.flatMap((one) => one.values.filter((value): value is number => value !== null));
  if (!known.length) return <p className={classes.none}>Nothing was measured in this time. That is not zero: nobody knows.</p>;
  const summary = `${definition.name} from ${formatInstant(series.buckets[0] ?? '', zone)} on, by ${series.grain}: between ${formatValue(Math.min(...known), definition.unit)} and ${formatValue(Math.max(...known), definition.unit)}.`;
  return (
    <>
      <LineChart {...chart} markers={markers} summary={summary} height={190} format={axisValue} />
      <details className={classes.table}>
        <summary>The numbers</summary>
        <div className={classes.scroll} tabIndex={0} role="region" aria-label={`Numbers of ${definition.name}`}>
          <Table fz="xs" verticalSpacing={3}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{series.grain === 'hour' ? 'Hour' : series.grain === 'day' ? 'Day' : 'Week'}</Table.Th>
                {lines.map((one) => (
                  <Table.Th key={nameOf(one.group)}>{nameOf(one.group) === 'all' ? definition.unit : nameOf(one.group)}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {series.buckets.map((bucket, index) => (
                <Table.Tr key={bucket}>
                  <Table.Td>{formatInstant(bucket, zone)}</Table.Td>
                  {lines.map((one) => (
                    <Table.Td key={nameOf(one.group)}>{formatValue(one.values[index] ?? null)}</Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      </details>
      {series.otherGroups || series.series.length > colors.length ? <p className={classes.none}>Smaller groups are not drawn.</p> : null}
    </>
  );
}

/** A KPI over time, releases that went live marked. */
export function KpiChart({
  definition,
  range,
  grouped,
  releases,
}: {
  definition: Definition;
  range: string;
  grouped: boolean;
  releases: ReleaseSummary[];
}) {
  const zone = useZone();
  const span = rangeOf(range, zone, new Date().toISOString());
  const series = useServiceQuery<Series>('/api/kpi/v1/series', {
    query: { kpi: definition.key, version: definition.version, ...span, groupBy: grouped ? definition.dimensions[0] : undefined },
  });
  return (
    <QueryView query={series} rows={1} height={190}>
      {(data) => <Chart series={data} definition={definition} releases={releases} />}
    </QueryView>
  );
}
