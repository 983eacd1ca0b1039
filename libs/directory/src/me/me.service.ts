import { Injectable } from '@nestjs/common';
import { Audit, type Caller, type Identity, type Membership, permissionsOf, requireRevision } from '@slipway/access';
import { Problem, ServiceDatabase } from '@slipway/service-host';
import type { EntityManager } from 'typeorm';
import { requirePerson } from '../api-tokens/api-tokens.service';
import { People } from '../people/people.service';
import { Passwords } from '../sign-in/passwords.service';
import { Sessions } from '../sign-in/sessions.service';
import { SignInAttempts } from '../sign-in/sign-in-attempts.service';
import type { Me, MePatch } from './me-schemas';

interface EngagementNames {
  engagementId: string;
  name: string;
  client: { name: string };
  vendor: { name: string };
}

/** What a person sees and changes of themselves. */
@Injectable()
export class MeService {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly audit: Audit,
    private readonly people: People,
    private readonly passwords: Passwords,
    private readonly sessions: Sessions,
    private readonly attempts: SignInAttempts,
  ) {}

  async get(identity: Identity): Promise<Me> {
    return this.db.across('who am I', (tx) => this.read(tx, identity));
  }

  async change(identity: Identity, ifMatch: string, patch: MePatch): Promise<Me> {
    requirePerson(identity);
    return this.db.across('change own profile', async (tx) => {
      await tx.query(`SELECT person_id FROM directory.people WHERE person_id = $1 FOR UPDATE`, [identity.personId]);
      const before = await this.read(tx, identity);
      requireRevision(ifMatch, before.revision);
      await tx.query(`UPDATE directory.people SET name = $2, zone = $3, revision = revision + 1 WHERE person_id = $1`, [
        identity.personId,
        patch.name ?? before.name,
        patch.zone ?? before.zone,
      ]);
      const touched = (await tx.query(
        `UPDATE directory.memberships SET revision = revision + 1 WHERE person_id = $1 RETURNING engagement_id AS "engagementId"`,
        [identity.personId],
      )) as [{ engagementId: string }[], number];
      const after = await this.read(tx, identity);
      await this.recordEverywhere(
        tx,
        identity,
        'person.changed',
        { name: before.name, zone: before.zone },
        { name: after.name, zone: after.zone },
      );
      for (const engagementId of touched[0].map((row) => row.engagementId).sort())
        await this.people.announce(tx, engagementId, [identity.personId]);
      return after;
    });
  }

  /** Ends every other session of the person. Throws 403 for a wrong current password, 429 after too many. */
  async changePassword(identity: Identity, given: { currentPassword: string; newPassword: string }, address: string): Promise<void> {
    requirePerson(identity);
    const person = await this.db.across('read own account', (tx) => this.people.byId(tx, identity.personId));
    if (!person) throw Problem.notFound('person');
    await this.attempts.begin(person.email, address);
    await this.db.across('change own password', async (tx) => {
      if (!(await this.passwords.matches(tx, person.personId, given.currentPassword))) {
        throw Problem.forbidden(
          'wrong-password',
          'The current password is not right.',
          'Type it again; ask your administrator if you have forgotten it.',
        );
      }
      await this.attempts.succeeded(tx, person.email, address);
      await this.passwords.set(tx, person.personId, given.newPassword, true);
      await this.sessions.endAllOf(tx, person.personId, identity.sessionId, 'password-changed');
      await this.recordEverywhere(tx, identity, 'person.password-changed');
    });
  }

  private async read(tx: EntityManager, identity: Identity): Promise<Me> {
    const person = await this.people.byId(tx, identity.personId);
    if (!person) throw Problem.notFound('person');
    const memberships = await this.membershipsOf(tx, identity);
    const engagements = (await tx.query(
      `SELECT engagement_id AS "engagementId", name, client, vendor FROM directory.engagements WHERE engagement_id = ANY ($1)`,
      [memberships.map((membership) => membership.engagementId)],
    )) as EngagementNames[];
    const [account] = (await tx.query(`SELECT person_id FROM directory.credentials WHERE person_id = $1`, [person.personId])) as unknown[];
    const named = new Map(engagements.map((engagement) => [engagement.engagementId, engagement]));
    return {
      ...person,
      operator: person.operator && identity.tokenId === null,
      hasPassword: account !== undefined,
      tokenId: identity.tokenId,
      memberships: memberships.flatMap((membership) => {
        const engagement = named.get(membership.engagementId);
        if (!engagement) return [];
        const held = permissionsOf(membership.side, membership.roles);
        const permissions = identity.scopes === null ? held : held.filter((permission) => identity.scopes?.includes(permission));
        return [{ ...membership, engagementName: engagement.name, partyName: engagement[membership.side].name, permissions }];
      }),
    };
  }

  /** As they are now, not as they were when the token was made; an API token sees its own engagement only. */
  private async membershipsOf(tx: EntityManager, identity: Identity): Promise<Membership[]> {
    const all = await this.people.membershipsOf(tx, identity.personId);
    return identity.tokenId === null
      ? all
      : all.filter((each) => identity.memberships.some((own) => own.engagementId === each.engagementId));
  }

  /** A person's own changes concern every engagement that they are in. */
  private async recordEverywhere(tx: EntityManager, identity: Identity, action: string, before?: unknown, after?: unknown): Promise<void> {
    const { personId, name, zone, scopes } = identity;
    for (const membership of await this.people.membershipsOf(tx, personId)) {
      const actor: Caller = { personId, tokenId: null, name, zone, scopes, ...membership };
      await this.audit.record(tx, { engagementId: membership.engagementId, actor, action, subject: personId, before, after });
    }
  }
}
