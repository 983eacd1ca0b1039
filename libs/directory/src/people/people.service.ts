import { Injectable } from '@nestjs/common';
import type { Identity, Membership, Role, Side } from '@slipway/access';
import { membershipChanged } from '@slipway/contracts';
import { Outbox } from '@slipway/messaging';
import { Clock, newId } from '@slipway/service-host';
import type { EntityManager } from 'typeorm';

export interface Person {
  personId: string;
  name: string;
  email: string;
  zone: string;
  operator: boolean;
  revision: number;
}

const columns = 'person_id AS "personId", name, email, zone, operator, revision';

interface MembershipRow {
  engagementId: string;
  side: Side;
  partyId: string;
  department: string;
  roles: Role[];
}

/** People, over all engagements. */
@Injectable()
export class People {
  constructor(
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  async byEmail(tx: EntityManager, email: string): Promise<Person | null> {
    const [person] = (await tx.query(`SELECT ${columns} FROM directory.people WHERE email = $1`, [email.trim().toLowerCase()])) as Person[];
    return person ?? null;
  }

  async byId(tx: EntityManager, personId: string): Promise<Person | null> {
    const [person] = (await tx.query(`SELECT ${columns} FROM directory.people WHERE person_id = $1`, [personId])) as Person[];
    return person ?? null;
  }

  /** Keeps the person that has the address already. */
  async findOrCreate(
    tx: EntityManager,
    given: { name: string; email: string; zone: string },
  ): Promise<{ person: Person; created: boolean }> {
    const people = await this.findOrCreateMany(tx, [given]);
    return people.get(given.email) as { person: Person; created: boolean };
  }

  /** By e-mail, which must be lower-case and different from one another. */
  async findOrCreateMany(
    tx: EntityManager,
    given: readonly { name: string; email: string; zone: string }[],
  ): Promise<Map<string, { person: Person; created: boolean }>> {
    const emails = given.map((each) => each.email);
    const created = (await tx.query(
      `INSERT INTO directory.people (person_id, name, email, zone, created_at)
       SELECT person_id, name, email, zone, $5 FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) AS given (person_id, name, email, zone)
       ON CONFLICT (email) DO NOTHING RETURNING email`,
      [given.map(() => newId()), given.map((each) => each.name), emails, given.map((each) => each.zone), this.clock.now().toISO()],
    )) as { email: string }[];
    const fresh = new Set(created.map((row) => row.email));
    const people = (await tx.query(`SELECT ${columns} FROM directory.people WHERE email = ANY ($1)`, [emails])) as Person[];
    return new Map(people.map((person) => [person.email, { person, created: fresh.has(person.email) }]));
  }

  /** Newest engagement first. Crosses engagements: needs a transaction that may. */
  async membershipsOf(tx: EntityManager, personId: string): Promise<Membership[]> {
    return (await tx.query(
      `SELECT m.engagement_id AS "engagementId", m.side, m.department, m.roles,
              CASE m.side WHEN 'client' THEN e.client_party_id ELSE e.vendor_party_id END AS "partyId"
       FROM directory.memberships m JOIN directory.engagements e USING (engagement_id)
       WHERE m.person_id = $1 AND m.active ORDER BY m.engagement_id DESC`,
      [personId],
    )) as MembershipRow[];
  }

  /** What a person's own session may do. Crosses engagements. */
  async identityOf(tx: EntityManager, person: Person, sessionId: string): Promise<Identity> {
    const { personId, name, zone, operator } = person;
    return { personId, name, zone, operator, sessionId, tokenId: null, scopes: null, memberships: await this.membershipsOf(tx, personId) };
  }

  /** Tells every service how the given memberships are now; each must have got a higher revision in this transaction. */
  async announce(tx: EntityManager, engagementId: string, personIds: readonly string[]): Promise<void> {
    const rows = (await tx.query(
      `SELECT m.engagement_id AS "engagementId", p.person_id AS "personId", p.name, p.email, p.zone, m.side, m.department, m.roles, m.active, m.revision
       FROM directory.memberships m JOIN directory.people p USING (person_id)
       WHERE m.engagement_id = $1 AND m.person_id = ANY ($2) ORDER BY p.person_id`,
      [engagementId, personIds],
    )) as Parameters<Outbox['addMany']>[2] & (typeof membershipChanged)['example'][];
    await this.outbox.addMany(tx, membershipChanged, rows);
  }
}
