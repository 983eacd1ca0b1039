import { Injectable } from '@nestjs/common';
import { Audit, type Caller, type Identity } from '@slipway/access';
import { Problem, ServiceDatabase, newId } from '@slipway/service-host';
import type { EntityManager } from 'typeorm';
import { Engagements } from '../engagements/engagements.service';
import { Passwords } from '../sign-in/passwords.service';
import type { ImportReport } from './import-schemas';
import { Memberships } from './memberships.service';
import { type PeopleTable, peopleColumns } from './people-table';
import { People } from './people.service';
import { type ImportOutcome, type ImportedPerson, type KnownPerson, type PlannedRow, planPeopleImport } from './plan-people-import';

interface KnownRow extends Omit<KnownPerson, 'membership'> {
  email: string;
  membership: KnownPerson['membership'];
}
type GoodRow = PlannedRow & { person: ImportedPerson };

/** Imports people from a table: every good row is kept, every bad one told with what to do. */
@Injectable()
export class PeopleImports {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly audit: Audit,
    private readonly people: People,
    private readonly passwords: Passwords,
    private readonly memberships: Memberships,
    private readonly engagements: Engagements,
  ) {}

  async run(caller: Caller, identity: Identity, table: PeopleTable, mode: 'apply' | 'check'): Promise<ImportReport> {
    if ('refused' in table) {
      throw new Problem({ status: 422, code: 'table-unreadable', ...table.refused, extensions: { columns: peopleColumns } });
    }
    const { engagementId } = caller;
    const emails = [
      ...new Set(
        table.rows.flatMap(({ values }) =>
          typeof values['email'] === 'string' ? [values['email'].trim().toLowerCase().slice(0, 254)] : [],
        ),
      ),
    ];
    const known = await this.known(engagementId, emails);
    return this.db.inEngagement(engagementId, async (tx) => {
      const planned = planPeopleImport(table.rows, known, await this.memberships.managed(tx, caller, identity));
      const importId = newId();
      const ids = mode === 'apply' ? await this.apply(tx, caller, importId, planned) : new Map<string, string>();
      return report(importId, mode, planned, ids);
    });
  }

  /** What is known about the addresses: crosses engagements to learn whether a profile is still this engagement's to change. */
  private async known(engagementId: string, emails: readonly string[]): Promise<Map<string, KnownPerson>> {
    const rows = await this.db.across('match imported people by e-mail', async (tx) => {
      return (await tx.query(
        `SELECT p.email, p.person_id AS "personId", p.name, p.zone,
                p.last_sign_in_at IS NULL AND NOT p.operator AND NOT EXISTS (
                  SELECT FROM directory.memberships o WHERE o.person_id = p.person_id AND o.engagement_id <> $1) AS editable,
                EXISTS (SELECT FROM directory.credentials c WHERE c.person_id = p.person_id) AS "hasPassword",
                CASE WHEN m.person_id IS NULL THEN NULL
                     ELSE json_build_object('side', m.side, 'department', m.department, 'roles', m.roles, 'active', m.active) END AS membership
         FROM directory.people p LEFT JOIN directory.memberships m ON m.person_id = p.person_id AND m.engagement_id = $1
         WHERE p.email = ANY ($2)`,
        [engagementId, emails],
      )) as KnownRow[];
    });
    return new Map(rows.map(({ email, ...person }) => [email, person]));
  }

  private async apply(tx: EntityManager, caller: Caller, importId: string, planned: readonly PlannedRow[]): Promise<Map<string, string>> {
    const { engagementId } = caller;
    const good = planned.filter((row): row is GoodRow => row.person !== null && row.outcome !== 'refused');
    if (good.length === 0) return new Map();
    const engagement = await this.engagements.read(tx, engagementId);
    const zoneOf = (person: ImportedPerson) => person.zone ?? engagement[person.side].zone;
    const people = await this.people.findOrCreateMany(
      tx,
      good.map(({ person }) => ({ name: person.name, email: person.email, zone: zoneOf(person) })),
    );
    const idOf = (row: GoodRow) => people.get(row.person.email)?.person.personId as string;
    const changed = good.filter((row) => row.outcome !== 'unchanged');
    const profiles = changed.filter((row) => row.known?.editable);
    await tx.query(
      `UPDATE directory.people p SET name = given.name, zone = coalesce(given.zone, p.zone), revision = p.revision + 1
       FROM unnest($1::uuid[], $2::text[], $3::text[]) AS given (person_id, name, zone) WHERE p.person_id = given.person_id`,
      [profiles.map(idOf), profiles.map((row) => row.person.name), profiles.map((row) => row.person.zone ?? null)],
    );
    await tx.query(
      `INSERT INTO directory.memberships AS m (engagement_id, person_id, side, department, roles)
       SELECT $1, person_id, side, department, string_to_array(roles, ';')
       FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[]) AS given (person_id, side, department, roles)
       ON CONFLICT (engagement_id, person_id) DO UPDATE
       SET department = excluded.department, roles = excluded.roles, active = true, revision = m.revision + 1`,
      [
        engagementId,
        changed.map(idOf),
        changed.map((row) => row.person.side),
        changed.map((row) => row.person.department),
        changed.map((row) => row.person.roles.join(';')),
      ],
    );
    const accounts = changed.flatMap((row) =>
      row.setPassword && row.person.password ? [{ personId: idOf(row), password: row.person.password }] : [],
    );
    await this.passwords.setMany(tx, accounts, false);
    await this.audit.record(tx, {
      engagementId,
      actor: caller,
      action: 'people.imported',
      subject: importId,
      after: changed.map((row) => ({
        personId: idOf(row),
        outcome: row.outcome,
        side: row.person.side,
        department: row.person.department,
        roles: row.person.roles,
      })),
    });
    await this.people.announce(tx, engagementId, changed.map(idOf));
    return new Map(good.map((row) => [row.person.email, idOf(row)]));
  }
}

function report(importId: string, mode: 'apply' | 'check', planned: readonly PlannedRow[], ids: ReadonlyMap<string, string>): ImportReport {
  const count = (outcome: ImportOutcome) => planned.filter((row) => row.outcome === outcome).length;
  return {
    importId,
    mode,
    totals: { created: count('created'), updated: count('updated'), unchanged: count('unchanged'), refused: count('refused') },
    rows: planned.map(({ row, email, outcome, known, warnings, problems }) => ({
      row,
      email,
      outcome,
      personId: outcome === 'refused' ? null : (ids.get(email ?? '') ?? known?.personId ?? null),
      warnings,
      problems,
    })),
  };
}
