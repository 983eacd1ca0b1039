import 'uplot/dist/uPlot.min.css';
import { useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { type ReactNode, useEffect, useRef } from 'react';
import uPlot from 'uplot';
import { axisLabel } from './axis-label';
import { useZone } from '../time/zone-context';
import { type ChartMarker, drawMarkers, markerRoom } from './draw-markers';
import classes from './line-chart.module.css';

export interface ChartSeries {
  label: string;
  values: (number | null)[];
  /** CSS variable of tokens.css, for example `--brand`. */
  color: string;
  step?: boolean;
  fill?: boolean;
  dash?: number[];
}

const lengthOfLast = (seconds: number[]) => (seconds.length > 1 ? (seconds.at(-1) ?? 0) - (seconds.at(-2) ?? 0) : 3600);
const css = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/**
 * Lines over time in the viewer's zone. The canvas is a picture only: `summary` says what it shows, and a table of the same
 * numbers belongs beside it.
 */
export function LineChart({
  seconds,
  series,
  markers = [],
  summary,
  height = 220,
  format = (value) => value.toLocaleString('en-GB', { maximumFractionDigits: 2 }),
  minY,
  maxY,
}: {
  /** Epoch seconds, ascending. */
  seconds: number[];
  series: ChartSeries[];
  markers?: ChartMarker[];
  summary: string;
  height?: number;
  format?: (value: number) => string;
  minY?: number;
  maxY?: number;
}): ReactNode {
  const zone = useZone();
  const scheme = useComputedColorScheme('light');
  const { ref: box, width } = useElementSize<HTMLDivElement>();
  const target = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!target.current || width < 40 || !seconds.length) return;
    const axis = {
      stroke: css('--ink-soft'),
      grid: { stroke: css('--line'), width: 1 },
      ticks: { stroke: css('--line'), width: 1 },
      font: `12px ${getComputedStyle(document.body).fontFamily}`,
    };
    const chart = new uPlot(
      {
        width,
        height,
        padding: [markers.length ? markerRoom : 8, null, null, null],
        tzDate: (stamp) => uPlot.tzDate(new Date(stamp * 1000), zone),
        cursor: { drag: { x: false, y: false }, points: { size: 7 } },
        legend: { show: series.length > 1, live: false },
        scales: {
          // the last bucket lasts as long as the one before: what happens in it must be on the picture
          x: { range: (_, first, last) => [first, last + lengthOfLast(seconds)] },
          y: { range: (_, low, high) => [minY ?? Math.min(low, 0), maxY ?? (high === low ? high + 1 : high + (high - low) * 0.08)] },
        },
        axes: [
          { ...axis, values: (_, splits, _axis, _space, step) => splits.map((split) => axisLabel(split, step, zone)) },
          { ...axis, size: 56, values: (_, values) => values.map(format) },
        ],
        series: [
          {
            value: (_, value) =>
              value === null || value === undefined
                ? ''
                : new Date(value * 1000).toLocaleString('en-GB', { timeZone: zone, dateStyle: 'medium', timeStyle: 'short' }),
          },
          ...series.map((one): uPlot.Series => {
            const stroke = css(one.color);
            return {
              label: one.label,
              stroke,
              width: 2,
              dash: one.dash,
              fill: one.fill ? `color-mix(in srgb, ${stroke} 14%, transparent)` : undefined,
              paths: one.step && uPlot.paths.stepped ? uPlot.paths.stepped({ align: 1 }) : undefined,
              points: { show: seconds.length <= 40, size: 5 },
              spanGaps: false,
              value: (_, value) => (value === null || value === undefined ? 'no data' : format(value)),
            };
          }),
        ],
        hooks: { draw: [(plot) => drawMarkers(plot, markers, css)] },
      },
      [seconds, ...series.map((one) => one.values)] as uPlot.AlignedData,
      target.current,
    );
    return () => chart.destroy();
  }, [width, height, seconds, series, markers, zone, scheme, format, minY, maxY]);

  return (
    <div ref={box} className={classes.chart} role="img" aria-label={summary} style={{ minHeight: height }}>
      <div ref={target} aria-hidden="true" />
    </div>
  );
}
