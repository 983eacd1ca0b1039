import type { Role, Side } from '@slipway/access';
import { z } from 'zod';
import { department, email, password, personName, role, side, zone } from '../input/fields';
import type { PeopleRow } from './people-table';

/** Hashing a password takes long by intention; more of them go into further imports. */
export const mostPasswords = 200;

const splitRoles = z.preprocess(
  (cell) =>
    typeof cell === 'string'
      ? cell
          .split(/[;|,]/)
          .map((name) => name.trim())
          .filter(Boolean)
      : (cell ?? []),
  z
    .array(role)
    .max(20)
    .transform((held) => [...new Set(held)].sort()),
);
const importedPerson = z.strictObject({
  name: personName,
  email: z.preprocess((cell) => (typeof cell === 'string' ? cell.trim() : cell), email),
  side: z.preprocess((cell) => (typeof cell === 'string' ? cell.trim().toLowerCase() : cell), side),
  department,
  roles: splitRoles,
  zone: zone.optional(),
  password: password.optional(),
});
export type ImportedPerson = z.output<typeof importedPerson>;

/** What is known about an e-mail address before the import. */
export interface KnownPerson {
  personId: string;
  name: string;
  zone: string;
  /** Whether the person belongs to no other engagement and has never signed in, so that this engagement may change name and zone. */
  editable: boolean;
  hasPassword: boolean;
  membership: { side: Side; department: string; roles: Role[]; active: boolean } | null;
}

export interface RowProblem {
  field: string;
  detail: string;
  remedy: string;
}
export type ImportOutcome = 'created' | 'updated' | 'unchanged' | 'refused';
export interface PlannedRow {
  row: number;
  email: string | null;
  outcome: ImportOutcome;
  person: ImportedPerson | null;
  known: KnownPerson | null;
  setPassword: boolean;
  warnings: string[];
  problems: RowProblem[];
}

const remedies: Record<string, string> = {
  email: 'Write one address, such as asha@banyan.example.',
  side: 'Write client or vendor.',
  roles: 'Use release-manager, engineer, auditor, client-admin, first-line, second-line, business, observer, separated by semicolons.',
  zone: 'Write an IANA time zone such as Europe/Berlin, or leave it out.',
  password: 'Write 12 to 256 characters, or leave it out.',
};

/** Decides for each row what an import would do. Good rows stand on their own: a bad one never takes others with it. */
export function planPeopleImport(
  rows: readonly PeopleRow[],
  known: ReadonlyMap<string, KnownPerson>,
  mayManage: readonly Side[],
): PlannedRow[] {
  const firstRowOf = new Map<string, number>();
  let passwords = 0;
  return rows.map(({ row, values }) => {
    const parsed = importedPerson.safeParse(values);
    const warnings = formulaWarnings(values);
    if (!parsed.success) return refused(row, textOf(values['email']), warnings, problemsOf(parsed.error));
    const person = parsed.data;
    const earlier = firstRowOf.get(person.email);
    if (earlier !== undefined) {
      return refused(row, person.email, warnings, [
        { field: 'email', detail: `The same e-mail is in row ${earlier}.`, remedy: 'Keep one row for each person.' },
      ]);
    }
    firstRowOf.set(person.email, row);
    if (person.password !== undefined && (passwords += 1) > mostPasswords) {
      return refused(row, person.email, warnings, [
        {
          field: 'password',
          detail: `An import sets ${mostPasswords} passwords at most.`,
          remedy: 'Import the rest of the rows separately, or without passwords.',
        },
      ]);
    }
    return planRow(row, person, known.get(person.email) ?? null, mayManage, warnings);
  });
}

function planRow(
  row: number,
  person: ImportedPerson,
  known: KnownPerson | null,
  mayManage: readonly Side[],
  warnings: string[],
): PlannedRow {
  if (!mayManage.includes(person.side)) {
    return refused(row, person.email, warnings, [
      {
        field: 'side',
        detail: `You may not manage people of the ${person.side}.`,
        remedy: `Ask a release manager of the ${person.side} to import them.`,
      },
    ]);
  }
  const member = known?.membership ?? null;
  if (member && member.side !== person.side) {
    return refused(row, person.email, warnings, [
      {
        field: 'side',
        detail: `This person is already on the side of the ${member.side}.`,
        remedy: 'Nobody can be on both sides; use another e-mail.',
      },
    ]);
  }
  const notes = [...warnings];
  const profileDiffers = known !== null && (known.name !== person.name || (person.zone !== undefined && known.zone !== person.zone));
  if (known && profileDiffers && !known.editable)
    notes.push('name and zone kept: people who have signed in, or who are in other engagements, change their own');
  const setPassword = person.password !== undefined && (known === null || (known.editable && !known.hasPassword));
  if (person.password !== undefined && !setPassword) notes.push('password ignored: the person has an account already');
  const changes = profileDiffers && known.editable;
  const sameMembership = member?.active === true && member.department === person.department && member.roles.join() === person.roles.join();
  const outcome = !member ? 'created' : sameMembership && !changes && !setPassword ? 'unchanged' : 'updated';
  return { row, email: person.email, outcome, person, known, setPassword, warnings: notes, problems: [] };
}

function refused(row: number, address: string | null, warnings: string[], problems: RowProblem[]): PlannedRow {
  return { row, email: address, outcome: 'refused', person: null, known: null, setPassword: false, warnings, problems };
}

function problemsOf(error: z.ZodError): RowProblem[] {
  return error.issues.map((issue) => {
    const field = issue.code === 'unrecognized_keys' ? (issue.keys[0] ?? 'row').slice(0, 80) : String(issue.path[0] ?? 'row');
    return { field, detail: issue.message.slice(0, 300), remedy: remedies[field] ?? 'Correct the cell and import the row again.' };
  });
}

/** Cells that a spreadsheet would run are kept as the text that they are; whoever exports them again is warned. */
function formulaWarnings(values: Record<string, unknown>): string[] {
  return Object.entries(values).flatMap(([column, cell]) =>
    typeof cell === 'string' && column !== 'password' && /^[=+\-@\t\r]/.test(cell)
      ? [`${column.slice(0, 80)} looks like a formula; kept as text`]
      : [],
  );
}

const textOf = (cell: unknown): string | null => (typeof cell === 'string' ? cell.slice(0, 254) : null);
