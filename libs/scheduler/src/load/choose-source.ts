import type { LoadHour } from './load-profile';

export type LoadSource = 'measured' | 'imported';

const enoughMeasuredHours = 14 * 24;

/** Units of two sources do not mix: measured hours once there are two weeks of them or nothing else, else the imported ones. */
export function chooseSource(series: readonly { source: LoadSource; hours: readonly LoadHour[] }[]): {
  source: LoadSource | 'none';
  hours: readonly LoadHour[];
} {
  const measured = series.find(({ source }) => source === 'measured');
  const imported = series.find(({ source }) => source === 'imported');
  if (measured && (!imported || measured.hours.length >= enoughMeasuredHours || measured.hours.length >= imported.hours.length))
    return measured;
  return imported ?? { source: 'none', hours: [] };
}
