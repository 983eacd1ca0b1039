import { Injectable } from '@nestjs/common';
import { Audit, type Caller, type Identity, type Membership, requireRevision } from '@slipway/access';
import { engagementOpened } from '@slipway/contracts';
import { Outbox } from '@slipway/messaging';
import { Clock, Problem, ServiceDatabase, newId } from '@slipway/service-host';
import type { EntityManager } from 'typeorm';
import { People } from '../people/people.service';
import type { Engagement, EngagementBody, EngagementPatch } from './engagement-schemas';
import { patchedEngagement } from './merge-patch';

interface EngagementRow {
  engagement_id: string;
  name: string;
  revision: number;
  client_party_id: string;
  client: Omit<Engagement['client'], 'partyId'>;
  vendor_party_id: string;
  vendor: Omit<Engagement['vendor'], 'partyId'>;
  solution: Engagement['solution'];
  opened_at: Date;
}

/** Engagements: a vendor, a client, one solution. */
@Injectable()
export class Engagements {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly people: People,
  ) {}

  /** Throws 403 unless the caller is an operator in person. */
  async open(identity: Identity, body: EngagementBody): Promise<Engagement> {
    if (!identity.operator || identity.tokenId !== null) {
      throw Problem.forbidden('operator-only', 'Only an operator opens engagements.', 'Ask whoever runs this installation of Slipway.');
    }
    return this.db.across('open an engagement', async (tx) => {
      const openedAt = this.clock.now();
      const engagement: Engagement = {
        engagementId: newId(),
        name: body.name,
        revision: 1,
        client: { partyId: newId(), ...body.client },
        vendor: { partyId: newId(), ...body.vendor },
        solution: body.solution,
        openedAt: openedAt.toISO() as string,
      };
      const { partyId: clientPartyId, ...client } = engagement.client;
      const { partyId: vendorPartyId, ...vendor } = engagement.vendor;
      await tx.query(`INSERT INTO directory.parties (party_id, created_at) VALUES ($1, $3), ($2, $3)`, [
        clientPartyId,
        vendorPartyId,
        openedAt.toISO(),
      ]);
      await tx.query(
        `INSERT INTO directory.engagements (engagement_id, name, client_party_id, client, vendor_party_id, vendor, solution, opened_at, opened_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [
          engagement.engagementId,
          engagement.name,
          clientPartyId,
          JSON.stringify(client),
          vendorPartyId,
          JSON.stringify(vendor),
          JSON.stringify(engagement.solution),
          openedAt.toISO(),
          identity.personId,
        ],
      );
      if (body.join) {
        await tx.query(
          `INSERT INTO directory.memberships (engagement_id, person_id, side, department, roles) VALUES ($1, $2, 'vendor', 'delivery', '{release-manager}')`,
          [engagement.engagementId, identity.personId],
        );
      }
      const actor = operatorAs(identity, engagement);
      await this.audit.record(tx, {
        engagementId: engagement.engagementId,
        actor,
        action: 'engagement.opened',
        subject: engagement.engagementId,
        after: engagement,
      });
      await this.outbox.add(tx, engagementOpened, engagement);
      if (body.join) await this.people.announce(tx, engagement.engagementId, [identity.personId]);
      return engagement;
    });
  }

  /** The caller's own, by name. */
  async listOf(memberships: readonly Membership[]): Promise<Engagement[]> {
    const ids = memberships.map((membership) => membership.engagementId);
    const rows = await this.db.across('list own engagements', async (tx) => {
      return (await tx.query(`SELECT * FROM directory.engagements WHERE engagement_id = ANY ($1) ORDER BY name, engagement_id`, [
        ids,
      ])) as EngagementRow[];
    });
    return rows.map(engagementOf);
  }

  async get(engagementId: string): Promise<Engagement> {
    return this.db.inEngagement(engagementId, (tx) => this.read(tx, engagementId));
  }

  async read(tx: EntityManager, engagementId: string, lock = false): Promise<Engagement> {
    const [row] = (await tx.query(`SELECT * FROM directory.engagements WHERE engagement_id = $1 ${lock ? 'FOR UPDATE' : ''}`, [
      engagementId,
    ])) as EngagementRow[];
    if (!row) throw Problem.notFound('engagement');
    return engagementOf(row);
  }

  async change(caller: Caller, ifMatch: string, patch: EngagementPatch): Promise<Engagement> {
    const other = caller.side === 'client' ? 'vendor' : 'client';
    if (patch[other]) {
      throw Problem.forbidden(
        'other-party',
        `The facts of the ${other} are its own.`,
        `Ask a release manager of the ${other} to change them.`,
      );
    }
    return this.db.inEngagement(caller.engagementId, async (tx) => {
      const before = await this.read(tx, caller.engagementId, true);
      requireRevision(ifMatch, before.revision);
      const after = patchedEngagement(before, patch);
      const { partyId: clientPartyId, ...client } = after.client;
      const { partyId: vendorPartyId, ...vendor } = after.vendor;
      void [clientPartyId, vendorPartyId];
      await tx.query(
        `UPDATE directory.engagements SET name = $2, client = $3, vendor = $4, solution = $5, revision = $6 WHERE engagement_id = $1`,
        [caller.engagementId, after.name, JSON.stringify(client), JSON.stringify(vendor), JSON.stringify(after.solution), after.revision],
      );
      await this.audit.record(tx, {
        engagementId: caller.engagementId,
        actor: caller,
        action: 'engagement.changed',
        subject: caller.engagementId,
        before,
        after,
      });
      await this.outbox.add(tx, engagementOpened, after);
      return after;
    });
  }

  async departments(engagementId: string): Promise<{ side: 'client' | 'vendor'; department: string; people: number }[]> {
    return this.db.inEngagement(engagementId, async (tx) => {
      return (await tx.query(
        `SELECT side, department, count(*)::integer AS people FROM directory.memberships WHERE engagement_id = $1 AND active
         GROUP BY side, department ORDER BY side, department`,
        [engagementId],
      )) as { side: 'client' | 'vendor'; department: string; people: number }[];
    });
  }
}

function engagementOf(row: EngagementRow): Engagement {
  return {
    engagementId: row.engagement_id,
    name: row.name,
    revision: row.revision,
    client: { partyId: row.client_party_id, ...row.client },
    vendor: { partyId: row.vendor_party_id, ...row.vendor },
    solution: row.solution,
    openedAt: row.opened_at.toISOString(),
  };
}

/** An operator acts before belonging to the engagement; the log names them as of the vendor, who runs the installation. */
function operatorAs(identity: Identity, engagement: Engagement): Caller {
  const { personId, name, zone } = identity;
  return {
    personId,
    tokenId: null,
    name,
    zone,
    engagementId: engagement.engagementId,
    side: 'vendor',
    partyId: engagement.vendor.partyId,
    department: 'operator',
    roles: ['release-manager'],
    scopes: null,
  };
}
