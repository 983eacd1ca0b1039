import { parse } from 'csv-parse/sync';
import { laterTwin, looksLikeTimestamp, readTimestamp } from './load-timestamp';
import type { LoadHour } from './load-profile';

const hourMs = 3_600_000;
export const maxLoadRows = 200_000;
const maxRefusedListed = 200;

export interface LoadCsvReport {
  delimiter: string;
  timestampColumn: string;
  valueColumn: string;
  hasOffsets: boolean;
  resolutionMinutes: number | null;
  rows: number;
  accepted: number;
  refused: number;
  refusedRows: { row: number; reason: string; text: string }[];
  duplicates: number;
  shiftedByDst: number;
  missingHours: number;
  notes: string[];
  /** Mean of each hour's rows, by hour. */
  hours: LoadHour[];
}

/** What makes a whole file unreadable; single bad rows are reported instead. */
export class LoadCsvFault extends Error {
  constructor(
    readonly code: 'csv-unreadable' | 'csv-empty' | 'csv-too-long',
    message: string,
    readonly remedy: string,
  ) {
    super(message);
  }
}

/**
 * Reads a load series `timestamp,value`: recognises delimiter, header, columns, decimal comma and offsets. Rows without offset are read in `zone`.
 * Not finite, negative, empty or future values, times that do not exist and unreadable rows are refused one by one. Repeated instants: the last counts.
 */
export function readLoadCsv(text: string, zone: string, nowMs: number): LoadCsvReport {
  const body = text.replace(/^\uFEFF/, '');
  const delimiter = findDelimiter(body);
  const table = readTable(body, delimiter);
  if (table.length === 0) throw new LoadCsvFault('csv-empty', 'The file has no rows.', 'Upload rows of timestamp and value.');
  const { header, timestampAt, valueAt, anomalyAt } = findColumns(table.map(({ cells }) => cells));
  const rows = header ? table.slice(1) : table;
  if (rows.length > maxLoadRows)
    throw new LoadCsvFault('csv-too-long', `The file has ${rows.length} rows; at most ${maxLoadRows} are read at once.`, 'Split it.');

  const byInstant = new Map<number, number>();
  const refusedRows: LoadCsvReport['refusedRows'] = [];
  const steps = new Map<number, number>();
  let [refused, duplicates, shiftedByDst, anomalies, withOffset, ambiguousRows] = [0, 0, 0, 0, 0, 0];
  let previous: number | null = null;
  for (const { cells, line } of rows) {
    const refuse = (reason: string) => {
      refused += 1;
      if (refusedRows.length < maxRefusedListed) refusedRows.push({ row: line, reason, text: cells.join(delimiter).slice(0, 120) });
    };
    const stamp = readTimestamp((cells[timestampAt] ?? '').trim(), zone);
    if ('fault' in stamp) {
      if (stamp.fault.includes('does not exist')) shiftedByDst += 1;
      refuse(stamp.fault);
      continue;
    }
    const value = readValue(cells[valueAt] ?? '', delimiter);
    if (typeof value === 'string') {
      refuse(value);
      continue;
    }
    if (stamp.atMs > nowMs) {
      refuse('lies in the future');
      continue;
    }
    if (anomalyAt !== null && Number(cells[anomalyAt]) > 0) {
      anomalies += 1;
      continue;
    }
    if (stamp.hasOffset) withOffset += 1;
    if (stamp.ambiguous) ambiguousRows += 1;
    const twin: number | null = stamp.ambiguous && byInstant.has(stamp.atMs) ? laterTwin(stamp.atMs, zone) : null;
    const atMs: number = twin ?? stamp.atMs;
    if (byInstant.has(atMs)) duplicates += 1;
    byInstant.set(atMs, value);
    if (previous !== null && atMs > previous) steps.set(atMs - previous, (steps.get(atMs - previous) ?? 0) + 1);
    previous = atMs;
  }
  const hours = hourlyMeans(byInstant);
  const span = hours.length === 0 ? 0 : ((hours.at(-1) as LoadHour).hourMs - (hours[0] as LoadHour).hourMs) / hourMs + 1;
  const step = [...steps].sort((a, b) => b[1] - a[1])[0]?.[0];
  const notes: string[] = [];
  if (anomalies > 0) notes.push(`${anomalies} rows marked as anomalies were left out`);
  if (ambiguousRows > 0)
    notes.push(`${ambiguousRows} local times happen twice (clocks put back); the second row of a time is read as the later one`);
  if (withOffset > 0 && withOffset < byInstant.size)
    notes.push('some rows carry an offset and some do not; the latter were read in the zone of the import');
  const named = (index: number) => (header ? (header[index] as string).trim() : `column ${index + 1}`);
  return {
    delimiter,
    timestampColumn: named(timestampAt),
    valueColumn: named(valueAt),
    hasOffsets: withOffset > 0,
    resolutionMinutes: step === undefined ? null : step / 60_000,
    rows: rows.length,
    accepted: rows.length - refused - anomalies,
    refused,
    refusedRows,
    duplicates,
    shiftedByDst,
    missingHours: span - hours.length,
    notes,
    hours,
  };
}

/** A comma is the delimiter only where no other one is, because it may be the decimal sign. */
function findDelimiter(body: string): string {
  const line =
    body
      .slice(0, 4096)
      .split(/\r?\n/)
      .find((candidate) => candidate.trim() !== '') ?? '';
  const outside = line.replace(/"[^"]*"/g, '');
  return ['\t', ';', '|'].find((delimiter) => outside.includes(delimiter)) ?? ',';
}

function readTable(body: string, delimiter: string): { cells: string[]; line: number }[] {
  try {
    const options = {
      delimiter,
      relax_column_count: true,
      skip_empty_lines: true,
      bom: true,
      info: true,
      max_record_size: 10_000,
    } as const;
    const records = parse(body, options) as unknown as { record: string[]; info: { lines: number } }[];
    return records.map(({ record, info }) => ({ cells: record, line: info.lines }));
  } catch (error) {
    const detail = error instanceof Error ? error.message.slice(0, 200) : 'unreadable';
    throw new LoadCsvFault(
      'csv-unreadable',
      `The file is not readable as CSV: ${detail}`,
      'Quote fields that hold the delimiter and close every quote.',
    );
  }
}

function findColumns(table: readonly string[][]): {
  header: string[] | null;
  timestampAt: number;
  valueAt: number;
  anomalyAt: number | null;
} {
  const first = table[0] as string[];
  const header = first.some((cell) => looksLikeTimestamp(cell.trim())) ? null : first;
  const sample = (header ? table[1] : first) ?? [];
  const timestampAt = sample.findIndex((cell) => looksLikeTimestamp(cell.trim()));
  if (timestampAt < 0) {
    throw new LoadCsvFault(
      'csv-unreadable',
      'No column of the first row holds a timestamp.',
      'Upload rows such as 2026-03-01T09:00:00Z,42.',
    );
  }
  const names = (header ?? []).map((name) => name.trim().toLowerCase());
  const anomaly = names.findIndex((name) => /^(label|anomaly|is_anomaly)$/.test(name));
  const named = names.findIndex((name, index) => index !== timestampAt && /^(value|load|count|users|requests|rate)$/.test(name));
  const other = sample.findIndex((_, index) => index !== timestampAt && index !== anomaly);
  const valueAt = named >= 0 ? named : other;
  if (valueAt < 0)
    throw new LoadCsvFault('csv-unreadable', 'There is no column besides the timestamp.', 'Upload rows of timestamp and value.');
  return { header, timestampAt, valueAt, anomalyAt: anomaly >= 0 ? anomaly : null };
}

function readValue(cell: string, delimiter: string): number | string {
  const written = cell.trim();
  if (written === '') return 'has no value';
  const dotted = delimiter !== ',' && /^-?\d+,\d+$/.test(written) ? written.replace(',', '.') : written;
  const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(dotted) ? Number(dotted) : Number.NaN;
  if (!Number.isFinite(value) || Math.abs(value) > 1e15) return 'the value is not a finite number';
  return value < 0 ? 'the value is negative' : value;
}

function hourlyMeans(byInstant: ReadonlyMap<number, number>): LoadHour[] {
  const sums = new Map<number, { sum: number; count: number }>();
  for (const [atMs, value] of byInstant) {
    const hour = Math.floor(atMs / hourMs) * hourMs;
    const entry = sums.get(hour) ?? { sum: 0, count: 0 };
    entry.sum += value;
    entry.count += 1;
    sums.set(hour, entry);
  }
  return [...sums].map(([hour, { sum, count }]) => ({ hourMs: hour, value: sum / count })).sort((a, b) => a.hourMs - b.hourMs);
}
