import { Injectable } from '@nestjs/common';
import { type Caller, type Identity, type Side, requireRevision } from '@slipway/access';
import { Audit } from '@slipway/access';
import { Problem, ServiceDatabase, decodeCursor, encodeCursor } from '@slipway/service-host';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { Engagements } from '../engagements/engagements.service';
import { Passwords } from '../sign-in/passwords.service';
import { managedSides } from './managed-sides';
import type { MemberAnswer, MemberBody, MemberPatch, MemberQuery } from './member-schemas';
import { People } from './people.service';

interface MemberRow extends Omit<MemberAnswer, 'lastSignInAt'> {
  lastSignInAt: Date | null;
}

const memberColumns = `
  p.person_id AS "personId", p.name, p.email, p.zone, m.side, m.department, m.roles, m.active, m.revision,
  CASE m.side WHEN 'client' THEN e.client_party_id ELSE e.vendor_party_id END AS "partyId",
  EXISTS (SELECT FROM directory.credentials c WHERE c.person_id = p.person_id) AS "hasPassword", p.last_sign_in_at AS "lastSignInAt"`;
const memberTables = `directory.memberships m JOIN directory.people p USING (person_id) JOIN directory.engagements e USING (engagement_id)`;

/** The people of an engagement: who is on which side, in which department, with which roles. */
@Injectable()
export class Memberships {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly audit: Audit,
    private readonly people: People,
    private readonly passwords: Passwords,
    private readonly engagements: Engagements,
  ) {}

  /** By name, then id. */
  async list(engagementId: string, query: MemberQuery): Promise<{ items: MemberAnswer[]; nextCursor: string | null }> {
    const [afterName, afterId] =
      query.cursor === undefined ? [null, null] : decodeCursor(z.tuple([z.string().max(300), z.uuid()]), query.cursor);
    const rows = await this.db.inEngagement(engagementId, async (tx) => {
      return (await tx.query(
        `SELECT ${memberColumns} FROM ${memberTables}
         WHERE m.engagement_id = $1 AND ($2::text IS NULL OR m.side = $2) AND ($3::text IS NULL OR m.department = $3)
           AND ($4::text IS NULL OR $4 = ANY (m.roles)) AND ($5::boolean IS NULL OR m.active = $5)
           AND ($6::text IS NULL OR strpos(lower(p.name), lower($6)) > 0 OR strpos(p.email, lower($6)) > 0)
           AND ($7::text IS NULL OR (p.name, p.person_id) > ($7, $8::uuid))
         ORDER BY p.name, p.person_id LIMIT $9`,
        [
          engagementId,
          query.side ?? null,
          query.department ?? null,
          query.role ?? null,
          query.active === undefined ? null : query.active === 'true',
          query.q ?? null,
          afterName,
          afterId,
          query.limit + 1,
        ],
      )) as MemberRow[];
    });
    const items = rows.slice(0, query.limit).map(answerOf);
    const last = items.at(-1);
    return { items, nextCursor: rows.length > items.length && last ? encodeCursor([last.name, last.personId]) : null };
  }

  async get(engagementId: string, personId: string): Promise<MemberAnswer> {
    return this.db.inEngagement(engagementId, (tx) => this.read(tx, engagementId, personId));
  }

  async add(caller: Caller, identity: Identity, body: MemberBody): Promise<MemberAnswer> {
    const { engagementId } = caller;
    return this.db.inEngagement(engagementId, async (tx) => {
      const engagement = await this.engagements.read(tx, engagementId);
      await this.requireManaged(tx, caller, identity, body.side);
      const zone = body.zone ?? engagement[body.side].zone;
      const { person, created } = await this.people.findOrCreate(tx, { name: body.name, email: body.email, zone });
      const added = (await tx.query(
        `INSERT INTO directory.memberships (engagement_id, person_id, side, department, roles) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT DO NOTHING RETURNING person_id`,
        [engagementId, person.personId, body.side, body.department, body.roles],
      )) as unknown[];
      if (added.length === 0) {
        throw Problem.conflict(
          'already-member',
          'A person with this e-mail is a member already.',
          'Change the member instead, or use another e-mail.',
        );
      }
      if (body.password !== undefined && !created) {
        throw Problem.conflict(
          'account-exists',
          'The person has an account already, from another engagement.',
          'Add them without a password; they sign in as they do now.',
        );
      }
      if (body.password !== undefined) await this.passwords.set(tx, person.personId, body.password, false);
      const after = await this.read(tx, engagementId, person.personId);
      await this.audit.record(tx, { engagementId, actor: caller, action: 'member.added', subject: person.personId, after });
      await this.people.announce(tx, engagementId, [person.personId]);
      return after;
    });
  }

  async change(caller: Caller, identity: Identity, personId: string, ifMatch: string, patch: MemberPatch): Promise<MemberAnswer> {
    const { engagementId } = caller;
    return this.db.inEngagement(engagementId, async (tx) => {
      const before = await this.read(tx, engagementId, personId, true);
      requireRevision(ifMatch, before.revision);
      await this.requireManaged(tx, caller, identity, before.side);
      await this.changeProfile(tx, engagementId, before, patch);
      await tx.query(
        `UPDATE directory.memberships SET department = $3, roles = $4, active = $5, revision = revision + 1 WHERE engagement_id = $1 AND person_id = $2`,
        [engagementId, personId, patch.department ?? before.department, patch.roles ?? before.roles, patch.active ?? before.active],
      );
      await this.requireReleaseManager(tx, engagementId, before.side, before);
      const after = await this.read(tx, engagementId, personId);
      await this.audit.record(tx, { engagementId, actor: caller, action: 'member.changed', subject: personId, before, after });
      await this.people.announce(tx, engagementId, [personId]);
      return after;
    });
  }

  /** An initial password, for somebody who has never chosen one and belongs to no other engagement. */
  async setInitialPassword(caller: Caller, identity: Identity, personId: string, password: string): Promise<void> {
    const { engagementId } = caller;
    const elsewhere = await this.isElsewhere(engagementId, personId);
    await this.db.inEngagement(engagementId, async (tx) => {
      const member = await this.read(tx, engagementId, personId, true);
      await this.requireManaged(tx, caller, identity, member.side);
      const [account] = (await tx.query(`SELECT own FROM directory.credentials WHERE person_id = $1`, [personId])) as { own: boolean }[];
      if (elsewhere || account?.own === true || member.lastSignInAt !== null) {
        throw Problem.conflict('password-is-own', 'The person has an account of their own.', 'They change their password themselves.');
      }
      await this.passwords.set(tx, personId, password, false);
      await this.audit.record(tx, { engagementId, actor: caller, action: 'member.initial-password-set', subject: personId });
    });
  }

  /** Sides that the caller may manage people of. */
  async managed(tx: EntityManager, caller: Caller, identity: Identity): Promise<Side[]> {
    const [{ count }] = (await tx.query(
      `SELECT count(*)::integer AS count FROM directory.memberships
       WHERE engagement_id = $1 AND side = 'client' AND active AND roles && '{release-manager,client-admin}'::text[]`,
      [caller.engagementId],
    )) as [{ count: number }];
    return managedSides({ side: caller.side, operator: identity.operator && identity.tokenId === null }, count > 0);
  }

  async read(tx: EntityManager, engagementId: string, personId: string, lock = false): Promise<MemberAnswer> {
    const [row] = (await tx.query(
      `SELECT ${memberColumns} FROM ${memberTables} WHERE m.engagement_id = $1 AND m.person_id = $2 ${lock ? 'FOR UPDATE OF m, p' : ''}`,
      [engagementId, personId],
    )) as MemberRow[];
    if (!row) throw Problem.notFound('member');
    return answerOf(row);
  }

  private async requireManaged(tx: EntityManager, caller: Caller, identity: Identity, side: Side): Promise<void> {
    if ((await this.managed(tx, caller, identity)).includes(side)) return;
    throw Problem.forbidden(
      'other-side',
      `You may not manage people of the ${side}.`,
      `Ask a release manager${side === 'client' ? ' or client admin' : ''} of the ${side}.`,
    );
  }

  /** Name and zone belong to the person; an engagement sets them only until the person has signed in or joined another engagement. */
  private async changeProfile(tx: EntityManager, engagementId: string, before: MemberAnswer, patch: MemberPatch): Promise<void> {
    const name = patch.name ?? before.name;
    const zone = patch.zone ?? before.zone;
    if (name === before.name && zone === before.zone) return;
    if (before.lastSignInAt !== null || (await this.isElsewhere(engagementId, before.personId))) {
      throw Problem.conflict(
        'profile-is-own',
        'Name and zone are the person’s own by now.',
        'They change them themselves (PATCH /api/directory/v1/me).',
      );
    }
    await tx.query(`UPDATE directory.people SET name = $2, zone = $3, revision = revision + 1 WHERE person_id = $1`, [
      before.personId,
      name,
      zone,
    ]);
  }

  private async isElsewhere(engagementId: string, personId: string): Promise<boolean> {
    const rows = await this.db.across('does a person belong to other engagements', async (tx) => {
      return (await tx.query(
        `SELECT person_id FROM directory.memberships WHERE person_id = $2 AND engagement_id <> $1
         UNION ALL SELECT person_id FROM directory.people WHERE person_id = $2 AND operator LIMIT 1`,
        [engagementId, personId],
      )) as unknown[];
    });
    return rows.length > 0;
  }

  private async requireReleaseManager(tx: EntityManager, engagementId: string, side: Side, before: MemberAnswer): Promise<void> {
    if (!before.active || !before.roles.includes('release-manager')) return;
    const left = (await tx.query(
      `SELECT person_id FROM directory.memberships WHERE engagement_id = $1 AND side = $2 AND active AND 'release-manager' = ANY (roles) LIMIT 1`,
      [engagementId, side],
    )) as unknown[];
    if (left.length > 0) return;
    throw Problem.conflict(
      'last-release-manager',
      `The ${side} would have no release manager.`,
      'Make somebody else a release manager first.',
    );
  }
}

function answerOf(row: MemberRow): MemberAnswer {
  return { ...row, lastSignInAt: row.lastSignInAt?.toISOString() ?? null };
}
