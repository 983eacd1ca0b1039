import type { Measurement } from './to-measurement';
import { measurementIdentity, seriesIdentity, seriesText, type SeriesFacts } from './identity';

/** Columns for one set-based statement, and the series that they name. */
export interface StorableBatch {
  identities: string[];
  series: string[];
  atMs: number[];
  values: number[];
  sources: string[];
  ids: string[];
  known: (SeriesFacts & { series: string })[];
}

/** Lays measurements out as columns; each distinct series is hashed once. */
export function storableBatch(measurements: readonly Measurement[]): StorableBatch {
  const batch: StorableBatch = { identities: [], series: [], atMs: [], values: [], sources: [], ids: [], known: [] };
  const seriesByText = new Map<string, string>();
  for (const measurement of measurements) {
    const { measure, feature, dimensions } = measurement;
    const text = seriesText(measurement);
    let series = seriesByText.get(text);
    if (series === undefined) {
      series = seriesIdentity(measurement);
      seriesByText.set(text, series);
      batch.known.push({ series, measure, feature, dimensions });
    }
    batch.identities.push(measurementIdentity(measurement.source, measurement.id));
    batch.series.push(series);
    batch.atMs.push(Date.parse(measurement.at));
    batch.values.push(measurement.value);
    batch.sources.push(measurement.source);
    batch.ids.push(measurement.id);
  }
  batch.known.sort((a, b) => (a.series < b.series ? -1 : 1));
  return batch;
}
