import { Injectable } from '@nestjs/common';
import { type EventData, membershipChanged } from '@slipway/contracts';
import type { EntityManager } from 'typeorm';
import type { EngagementFacts, Member, MemberFilter } from './member';

const columns = 'person_id AS "personId", name, email, zone, side, department, roles, active';

/** The service's own copy of the directory's engagements and memberships; only their events write it. */
@Injectable()
export class Members {
  constructor(private readonly schema: string) {}

  async find(tx: EntityManager, engagementId: string, personId: string): Promise<Member | null> {
    const [member] = (await tx.query(`SELECT ${columns} FROM "${this.schema}".members WHERE engagement_id = $1 AND person_id = $2`, [
      engagementId,
      personId,
    ])) as Member[];
    return member ?? null;
  }

  /** By name, then id. */
  async list(tx: EntityManager, engagementId: string, filter: MemberFilter = {}): Promise<Member[]> {
    return (await tx.query(
      `SELECT ${columns} FROM "${this.schema}".members
       WHERE engagement_id = $1 AND ($2::text IS NULL OR side = $2) AND ($3::text IS NULL OR department = $3)
         AND ($4::text IS NULL OR $4 = ANY (roles)) AND ($5::boolean IS NULL OR active = $5)
       ORDER BY name, person_id`,
      [engagementId, filter.side ?? null, filter.department ?? null, filter.role ?? null, filter.active ?? null],
    )) as Member[];
  }

  async engagement(tx: EntityManager, engagementId: string): Promise<EngagementFacts | null> {
    const [row] = (await tx.query(`SELECT facts FROM "${this.schema}".engagements WHERE engagement_id = $1`, [engagementId])) as {
      facts: EngagementFacts;
    }[];
    return row?.facts ?? null;
  }

  /** A lower revision than the stored one changes nothing. */
  async projectMember(tx: EntityManager, data: EventData<typeof membershipChanged>): Promise<void> {
    await tx.query(
      `INSERT INTO "${this.schema}".members AS m (engagement_id, person_id, name, email, zone, side, department, roles, active, revision)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
       ON CONFLICT (engagement_id, person_id) DO UPDATE
       SET name = excluded.name, email = excluded.email, zone = excluded.zone, side = excluded.side, department = excluded.department,
           roles = excluded.roles, active = excluded.active, revision = excluded.revision
       WHERE m.revision < excluded.revision`,
      [
        data.engagementId,
        data.personId,
        data.name,
        data.email,
        data.zone,
        data.side,
        data.department,
        data.roles,
        data.active,
        data.revision,
      ],
    );
  }

  /** A lower revision than the stored one changes nothing. */
  async projectEngagement(tx: EntityManager, data: EngagementFacts): Promise<void> {
    await tx.query(
      `INSERT INTO "${this.schema}".engagements AS e (engagement_id, revision, facts) VALUES ($1, $2, $3)
       ON CONFLICT (engagement_id) DO UPDATE SET revision = excluded.revision, facts = excluded.facts WHERE e.revision < excluded.revision`,
      [data.engagementId, data.revision, JSON.stringify(data)],
    );
  }
}
