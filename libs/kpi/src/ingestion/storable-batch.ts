import type { Measurement } from './to-measurement';
import { measurementIdentity, seriesIdentity, seriesText, type SeriesFacts } from './identity';

/** Columns for one set-based statement, as array literals of PostgreSQL, and the series that they name. */
export interface StorableBatch {
  identities: string;
  series: string;
  atMs: string;
  values: string;
  sources: string;
  ids: string;
  known: (SeriesFacts & { series: string })[];
}

/** An array literal of what needs no quotes: numbers and UUIDs. The driver, which quotes everything, takes many times as long. */
const bare = (items: readonly (string | number)[]): string => `{${items.join()}}`;
const quoted = (text: string): string => (/["\\]/.test(text) ? `"${text.replace(/["\\]/g, '\\$&')}"` : `"${text}"`);

/** Lays measurements out as columns; each distinct series is hashed once. */
export function storableBatch(measurements: readonly Measurement[]): StorableBatch {
  const known: StorableBatch['known'] = [];
  const seriesByText = new Map<string, string>();
  const series = measurements.map((measurement) => {
    const text = seriesText(measurement);
    let identity = seriesByText.get(text);
    if (identity === undefined) {
      const { measure, feature, dimensions } = measurement;
      identity = seriesIdentity(measurement);
      seriesByText.set(text, identity);
      known.push({ series: identity, measure, feature, dimensions });
    }
    return identity;
  });
  return {
    identities: bare(measurements.map(({ source, id }) => measurementIdentity(source, id))),
    series: bare(series),
    atMs: bare(measurements.map(({ at }) => Date.parse(at))),
    values: bare(measurements.map(({ value }) => value)),
    sources: bare(measurements.map(({ source }) => quoted(source))),
    ids: bare(measurements.map(({ id }) => quoted(id))),
    known: known.sort((a, b) => (a.series < b.series ? -1 : 1)),
  };
}
