import { hash } from 'node:crypto';

/** The first 128 bits of SHA-256, hexadecimal, as PostgreSQL takes a UUID: narrow enough for a key, too wide to meet another by chance. */
const digest = (text: string): string => hash('sha256', text, 'hex').slice(0, 32);

/** What a measurement is known by for ever. Neither part can hold a NUL, so the two never run into each other. */
export function measurementIdentity(source: string, id: string): string {
  return digest(`${source}\u0000${id}`);
}

/** A measure of a feature with exactly these dimensions. */
export interface SeriesFacts {
  measure: string;
  feature: string | null;
  dimensions: Record<string, string>;
}

/** Text that is the same for the same series, whatever the order of its dimensions. */
export function seriesText({ measure, feature, dimensions }: SeriesFacts): string {
  const names = Object.keys(dimensions);
  if (names.length > 1) names.sort();
  let text = `${measure}\u0000${feature ?? ''}`;
  for (const name of names) text += `\u0000${name}\u0000${dimensions[name]}`;
  return text;
}

/** What a series is known by. */
export function seriesIdentity(series: SeriesFacts): string {
  return digest(seriesText(series));
}
