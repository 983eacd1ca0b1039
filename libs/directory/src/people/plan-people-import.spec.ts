import type { Side } from '@slipway/access';
import fc from 'fast-check';
import { readPeopleCsv, readPeopleJson } from './people-table';
import { type KnownPerson, planPeopleImport } from './plan-people-import';

const both: Side[] = ['client', 'vendor'];
const good = { name: 'Asha Rao', email: 'asha@vendor.example', side: 'vendor', department: 'development', roles: 'engineer' };
const known: KnownPerson = {
  personId: 'p',
  name: 'Asha Rao',
  zone: 'Asia/Kolkata',
  editable: true,
  hasPassword: false,
  membership: { side: 'vendor', department: 'development', roles: ['engineer'], active: true },
};
const plan = (values: object, person?: KnownPerson) =>
  planPeopleImport([{ row: 2, values: { ...values } }], new Map(person ? [['asha@vendor.example', person]] : []), both)[0];

describe('planPeopleImport', () => {
  it('creates, updates, or leaves alone', () => {
    expect(plan(good)?.outcome).toBe('created');
    expect(plan(good, known)?.outcome).toBe('unchanged');
    expect(plan({ ...good, department: 'operations' }, known)?.outcome).toBe('updated');
    expect(plan({ ...good, name: 'Asha R.' }, known)?.outcome).toBe('updated');
    expect(plan(good, { ...known, membership: null })?.outcome).toBe('created');
    expect(plan(good, { ...known, membership: { ...known.membership!, active: false } })?.outcome).toBe('updated');
  });

  it('keeps the profile and the account of people who have their own', () => {
    const row = plan({ ...good, name: 'Other', password: 'a long passphrase' }, { ...known, editable: false, hasPassword: true });
    expect(row).toMatchObject({ outcome: 'unchanged', setPassword: false });
    expect(row?.warnings).toHaveLength(2);
  });

  it('refuses another side', () => {
    expect(plan({ ...good, side: 'client' }, known)).toMatchObject({ outcome: 'refused', problems: [{ field: 'side' }] });
    expect(planPeopleImport([{ row: 2, values: good }], new Map(), ['client'])[0]).toMatchObject({
      outcome: 'refused',
      problems: [{ field: 'side' }],
    });
  });

  it('sets a bounded number of passwords', () => {
    const rows = Array.from({ length: 201 }, (_, index) => ({
      row: index + 2,
      values: { ...good, email: `p${index}@x.example`, password: 'a long passphrase' },
    }));
    const planned = planPeopleImport(rows, new Map(), both);
    expect(planned.filter(({ outcome }) => outcome === 'created')).toHaveLength(200);
    expect(planned.at(-1)).toMatchObject({ outcome: 'refused', problems: [{ field: 'password' }] });
  });

  it('refuses columns that are not known, by their name', () => {
    expect(plan({ ...good, salary: '1' })?.problems[0]?.field).toBe('salary');
  });

  it('gives every row exactly one outcome, in order, and never lets a bad row spoil a good one', () => {
    const cell = fc.oneof(fc.string(), fc.constant(undefined), fc.integer(), fc.constant(null));
    const bad = fc.dictionary(fc.constantFrom('name', 'email', 'side', 'department', 'roles', 'zone', '__proto__', 'x'), cell);
    fc.assert(
      fc.property(fc.array(bad, { maxLength: 10 }), fc.nat(10), (noise, at) => {
        const values = [...noise.slice(0, at), good, ...noise.slice(at)];
        const rows = planPeopleImport(
          values.map((each, index) => ({ row: index + 2, values: each })),
          new Map(),
          both,
        );
        expect(rows.map(({ row }) => row)).toEqual(values.map((_each, index) => index + 2));
        expect(rows[Math.min(at, noise.length)]?.outcome).toBe('created');
        for (const row of rows)
          if (row.outcome === 'refused') expect(row.problems.every(({ field, remedy }) => field && remedy)).toBe(true);
      }),
    );
  });
});

describe('readPeopleCsv', () => {
  const header = 'name,email,side,department,roles';

  it.each([
    ['semicolons and a byte order mark', '\uFEFFName;E-Mail;Side;Department;Role\r\nÄnne;a@b.example;client;it;observer'],
    ['tabs', 'name\temail\tside\tdepartment\troles\nÄnne\ta@b.example\tclient\tit\tobserver'],
    ['quotes and empty lines', `${header}\n\n"Änne","a@b.example","client","it","observer"\n\n`],
  ])('reads %s', (_what, text) => {
    const table = readPeopleCsv(text);
    expect(table).toMatchObject({
      rows: [{ values: { name: 'Änne', email: 'a@b.example', side: 'client', department: 'it', roles: 'observer' } }],
    });
  });

  it('names the line of a row as a spreadsheet does', () => {
    const table = readPeopleCsv(`${header}\na,a@b.c,client,it,\nb,b@b.c,client,it,`);
    expect('rows' in table && table.rows.map(({ row }) => row)).toEqual([2, 3]);
  });

  it('refuses too many rows', () => {
    expect(readPeopleCsv([header, ...Array.from({ length: 5_001 }, () => 'a,a@b.c,client,it,')].join('\n'))).toMatchObject({
      refused: { field: 'body' },
    });
    expect(readPeopleJson(Array.from({ length: 5_001 }, () => ({})))).toMatchObject({ refused: { field: 'body' } });
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string({ maxLength: 300 }), (text) => void readPeopleCsv(text)));
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', ';', 'a'), maxLength: 60 }),
        (text) => void readPeopleCsv(`${header}\n${text}`),
      ),
    );
    fc.assert(fc.property(fc.anything(), (body) => void readPeopleJson(body)));
  });
});
