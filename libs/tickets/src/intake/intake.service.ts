import { Injectable } from '@nestjs/common';
import { Clock, DueWork, newId, Problem, ServiceDatabase, ServiceLog } from '@slipway/service-host';
import type { EntityManager } from 'typeorm';
import { DeskSecrets, type SealedSecret } from '../desks/desk-secrets.service';
import type { PresetName } from '../presets/presets';
import { rowsOf } from '../rows-of';
import { type DeliveryIdentity, deliveryIdentity, headersToKeep } from './delivery-identity';
import { GroupCommit } from './group-commit';
import { verifyDelivery } from './verify-delivery';

export const processWork = 'process-inbound';

export type ArrivedHeaders = Readonly<Record<string, string | string[] | undefined>>;
export interface Accepted {
  readonly deliveryId: string;
  readonly repeated: boolean;
}
interface Arrived {
  readonly hookKey: string;
  readonly headers: ArrivedHeaders;
  readonly body: Buffer;
}
interface HookedDesk {
  readonly id: string;
  readonly engagementId: string;
  readonly hookKey: string;
  readonly preset: PresetName;
  /** Those that are valid now. */
  readonly secrets: readonly string[];
}
interface DeskRow {
  readonly id: string;
  readonly engagementId: string;
  readonly hookKey: string;
  readonly preset: PresetName;
  readonly secrets: readonly { sealed: string; expiresAt: string | null }[];
}
interface Verified {
  readonly desk: HookedDesk;
  readonly kept: Record<string, string>;
  readonly identity: DeliveryIdentity;
  readonly body: Buffer;
}

/** Takes deliveries in: verified over the raw bytes, then stored; nothing else happens before the answer. */
@Injectable()
export class Intake {
  private readonly group = new GroupCommit<Arrived, Accepted>(
    (items) => this.commit(items),
    { maxItems: 200, maxBytes: 4 * 1024 * 1024 },
    2,
  );

  constructor(
    private readonly db: ServiceDatabase,
    private readonly secrets: DeskSecrets,
    private readonly dueWork: DueWork,
    private readonly clock: Clock,
    private readonly log: ServiceLog,
  ) {}

  /**
   * Answers once the delivery is committed; deliveries that arrive at the same time share a transaction.
   * @throws Problem 404 when no desk has this key, 401 when the signature is refused
   */
  accept(hookKey: string, headers: ArrivedHeaders, body: Buffer): Promise<Accepted> {
    return this.group.add({ hookKey, headers, body }, body.length);
  }

  private commit(items: readonly Arrived[]): Promise<(Accepted | Error)[]> {
    return this.db.across('take in deliveries', async (tx) => {
      const desks = await this.desks(tx, items);
      const checked = items.map((item) => this.check(desks.get(item.hookKey), item));
      const accepted = await this.store(tx, checked.filter((one) => !(one instanceof Error)) as Verified[]);
      const stored = accepted.values();
      return checked.map((one) => (one instanceof Error ? one : (stored.next().value as Accepted)));
    });
  }

  /** Held until the commit, so that no desk goes while a delivery of it is stored. */
  private async desks(tx: EntityManager, items: readonly Arrived[]): Promise<Map<string, HookedDesk>> {
    const rows = await rowsOf<DeskRow>(
      tx,
      `SELECT d.id, d.engagement_id AS "engagementId", d.hook_key AS "hookKey", d.preset,
         (SELECT coalesce(json_agg(json_build_object('sealed', encode(s.sealed, 'base64'), 'expiresAt', s.expires_at) ORDER BY s.created_at DESC), '[]')
          FROM tickets.desk_secrets s WHERE s.desk_id = d.id AND s.direction = 'inbound') AS secrets
       FROM tickets.desks d WHERE d.hook_key = ANY ($1) FOR KEY SHARE OF d`,
      [[...new Set(items.map((item) => item.hookKey))]],
    );
    const sealed = (row: DeskRow) =>
      row.secrets.map((one): SealedSecret => ({
        sealed: Buffer.from(one.sealed, 'base64'),
        expiresAt: one.expiresAt === null ? null : new Date(one.expiresAt),
      }));
    return new Map(rows.map((row) => [row.hookKey, { ...row, secrets: this.secrets.open(row.id, sealed(row)) }]));
  }

  private check(desk: HookedDesk | undefined, { headers, body }: Arrived): Verified | Problem {
    if (desk === undefined) return unknownDesk();
    const flat = Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? (value[0] ?? '') : (value ?? '')]);
    const check = verifyDelivery(desk.preset, {
      headers: Object.fromEntries(flat.filter(([, value]) => value !== '')),
      body,
      secrets: desk.secrets,
      epochSeconds: this.clock.now().toSeconds(),
    });
    if (!check.ok) return this.refused(desk, check.fault);
    const kept = headersToKeep(headers);
    return { desk, kept, body, identity: deliveryIdentity(desk.preset, kept, body, this.clock.now().toMillis()) };
  }

  private refused(desk: HookedDesk, fault: string): Problem {
    this.log.warn({ deskId: desk.id, preset: desk.preset, fault }, 'a delivery was refused: its signature is wrong');
    return new Problem({
      status: 401,
      code: 'signature-refused',
      detail: `The delivery is not signed as ${desk.preset} signs with this desk's secret: ${fault}.`,
      remedy: "Compare the secret with the desk's, and the clock of the sender with the time; rotate the secret when in doubt.",
    });
  }

  /** One statement for all of them; what is there already, or comes twice in the group, is stored once. */
  private async store(tx: EntityManager, deliveries: readonly Verified[]): Promise<Accepted[]> {
    if (deliveries.length === 0) return [];
    const ids = deliveries.map(() => newId());
    const columns = [
      deliveries.map(({ desk }) => desk.id),
      deliveries.map(({ identity }) => identity.key),
      deliveries.map(({ identity }) => identity.formerKey),
    ];
    const added = await rowsOf<{ id: string }>(
      tx,
      `INSERT INTO tickets.inbound_deliveries (id, engagement_id, desk_id, identity, headers, body, received_at, due_at)
       SELECT n.id, n.engagement_id, n.desk_id, n.identity, n.headers, n.body, $1, $1
       FROM unnest($2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::uuid[], $7::jsonb[], $8::bytea[]) WITH ORDINALITY
         AS n (desk_id, identity, former, id, engagement_id, headers, body, position)
       WHERE NOT EXISTS (SELECT 1 FROM tickets.inbound_deliveries o WHERE o.desk_id = n.desk_id AND o.identity = n.former)
       ORDER BY n.position ON CONFLICT (desk_id, identity) DO NOTHING RETURNING id`,
      [
        this.clock.now().toJSDate(),
        ...columns,
        ids,
        deliveries.map(({ desk }) => desk.engagementId),
        deliveries.map(({ kept }) => JSON.stringify(kept)),
        deliveries.map(({ body }) => body),
      ],
    );
    if (added.length > 0) await this.dueWork.wakeNow(processWork);
    const isNew = new Set(added.map((row) => row.id));
    const known = added.length === ids.length ? [] : await this.known(tx, columns);
    return ids.map((id, index) =>
      isNew.has(id) ? { deliveryId: id, repeated: false } : { deliveryId: known[index]?.id ?? id, repeated: true },
    );
  }

  private known(tx: EntityManager, columns: unknown[]): Promise<{ id: string | null }[]> {
    return rowsOf(
      tx,
      `SELECT (SELECT o.id FROM tickets.inbound_deliveries o WHERE o.desk_id = n.desk_id AND o.identity IN (n.identity, n.former) LIMIT 1) AS id
       FROM unnest($1::uuid[], $2::text[], $3::text[]) WITH ORDINALITY AS n (desk_id, identity, former, position) ORDER BY n.position`,
      columns,
    );
  }
}

function unknownDesk(): Problem {
  return new Problem({
    status: 404,
    code: 'not-found',
    detail: 'No desk listens at this address.',
    remedy: "Take the desk's hookUrl as it was shown.",
  });
}
