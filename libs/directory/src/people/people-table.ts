import { parse } from 'csv-parse/sync';

/** One row of an import as it came, before any check. */
export interface PeopleRow {
  /** Row number as a spreadsheet shows it (the header is row 1), or the position in a JSON list counted from 1. */
  row: number;
  values: Record<string, unknown>;
}

export const peopleColumns = ['name', 'email', 'side', 'department', 'roles', 'zone', 'password'] as const;
export const requiredColumns = ['name', 'email', 'side', 'department', 'roles'] as const;
export const mostRows = 5_000;

export type PeopleTable = { rows: PeopleRow[] } | { refused: { field: string; detail: string; remedy: string } };

const aliases: Record<string, (typeof peopleColumns)[number]> = {
  'e-mail': 'email',
  mail: 'email',
  role: 'roles',
  timezone: 'zone',
  'time zone': 'zone',
};

/** Reads CSV with a header row, separated by comma, semicolon or tab; cells are text, whatever they look like. */
export function readPeopleCsv(text: string): PeopleTable {
  const header = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/, 1)[0] ?? '';
  const delimiter = [',', ';', '\t'].reduce((best, mark) => (header.split(mark).length > header.split(best).length ? mark : best), ',');
  let records: { record: string[]; info: { lines: number } }[];
  try {
    records = parse(text, {
      bom: true,
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
      info: true,
      max_record_size: 100_000,
    }) as never;
  } catch (failure) {
    return {
      refused: {
        field: 'body',
        detail: `The CSV cannot be read: ${(failure as Error).message}.`,
        remedy: 'Save it as UTF-8 CSV with a header row.',
      },
    };
  }
  const [first, ...rest] = records;
  const columns = (first?.record ?? []).map((name) => aliases[name.toLowerCase()] ?? name.toLowerCase());
  const missing = requiredColumns.filter((name) => !columns.includes(name));
  const unknown = columns.filter((name) => !(peopleColumns as readonly string[]).includes(name));
  const twice = columns.find((name, index) => columns.indexOf(name) !== index);
  const refuse = (detail: string): PeopleTable => ({
    refused: { field: 'header', detail, remedy: `Use the columns ${requiredColumns.join(', ')} and optionally zone, password.` },
  });
  if (missing.length > 0) return refuse(`The header lacks ${missing.join(', ')}.`);
  if (unknown.length > 0)
    return refuse(`The header has columns that are not known: ${unknown.map((name) => name.slice(0, 40)).join(', ')}.`);
  if (twice) return refuse(`The column ${twice} is there twice.`);
  if (rest.length > mostRows) return tooMany(rest.length);
  return {
    rows: rest.map(({ record, info }) => ({
      row: info.lines,
      values: {
        ...Object.fromEntries(columns.map((name, index) => [name, record[index] ?? '']).filter(([, cell]) => cell !== '')),
        ...(record.length > columns.length ? { surplus: record.slice(columns.length).join(delimiter) } : {}),
      },
    })),
  };
}

/** Reads `{ people: [...] }` or a plain list. */
export function readPeopleJson(body: unknown): PeopleTable {
  const people = Array.isArray(body) ? body : (body as { people?: unknown } | null)?.people;
  if (!Array.isArray(people)) {
    return {
      refused: { field: 'people', detail: 'There is no list of people.', remedy: 'Send { "people": [ { "name": …, "email": … } ] }.' },
    };
  }
  if (people.length > mostRows) return tooMany(people.length);
  return {
    rows: people.map((person: unknown, index) => ({
      row: index + 1,
      values: typeof person === 'object' && person !== null && !Array.isArray(person) ? { ...person } : {},
    })),
  };
}

function tooMany(rows: number): PeopleTable {
  return { refused: { field: 'body', detail: `There are ${rows} rows; an import takes ${mostRows}.`, remedy: 'Split the file.' } };
}
