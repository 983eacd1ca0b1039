import { Injectable } from '@nestjs/common';
import { Clock, DueWork, newId, Problem, ServiceDatabase, ServiceLog } from '@slipway/service-host';
import { DeskSecrets, type SealedSecret } from '../desks/desk-secrets.service';
import type { PresetName } from '../presets/presets';
import { rowOf } from '../rows-of';
import { deliveryIdentity, headersToKeep } from './delivery-identity';
import { verifyDelivery } from './verify-delivery';

export const processWork = 'process-inbound';

interface HookedDesk {
  readonly id: string;
  readonly engagementId: string;
  readonly preset: PresetName;
  readonly secrets: readonly { sealed: string; expiresAt: string | null }[];
}

/** Takes deliveries in: verified over the raw bytes, then stored; nothing else happens before the answer. */
@Injectable()
export class Intake {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly secrets: DeskSecrets,
    private readonly dueWork: DueWork,
    private readonly clock: Clock,
    private readonly log: ServiceLog,
  ) {}

  /** @throws Problem 404 when no desk has this key, 401 when the signature is refused */
  async accept(
    hookKey: string,
    headers: Readonly<Record<string, string | string[] | undefined>>,
    body: Buffer,
  ): Promise<{ deliveryId: string; repeated: boolean }> {
    return this.db.across('take in a delivery', async (tx) => {
      const desk = await rowOf<HookedDesk>(
        tx,
        `SELECT d.id, d.engagement_id AS "engagementId", d.preset,
           (SELECT coalesce(json_agg(json_build_object('sealed', encode(s.sealed, 'base64'), 'expiresAt', s.expires_at) ORDER BY s.created_at DESC), '[]')
            FROM tickets.desk_secrets s WHERE s.desk_id = d.id AND s.direction = 'inbound') AS secrets
         FROM tickets.desks d WHERE d.hook_key = $1`,
        [hookKey],
      );
      if (desk === null) throw unknownDesk();
      this.verify(desk, headers, body);
      return this.store(tx, desk, headers, body);
    });
  }

  private verify(desk: HookedDesk, headers: Readonly<Record<string, string | string[] | undefined>>, body: Buffer): void {
    const sealed = desk.secrets.map((row): SealedSecret => ({
      sealed: Buffer.from(row.sealed, 'base64'),
      expiresAt: row.expiresAt === null ? null : new Date(row.expiresAt),
    }));
    const check = verifyDelivery(desk.preset, {
      headers: Object.fromEntries(
        Object.entries(headers)
          .map(([name, value]) => [name, Array.isArray(value) ? (value[0] ?? '') : (value ?? '')])
          .filter(([, value]) => value !== ''),
      ),
      body,
      secrets: this.secrets.open(desk.id, sealed),
      epochSeconds: this.clock.now().toSeconds(),
    });
    if (check.ok) return;
    this.log.warn({ deskId: desk.id, preset: desk.preset, fault: check.fault }, 'a delivery was refused: its signature is wrong');
    throw new Problem({
      status: 401,
      code: 'signature-refused',
      detail: `The delivery is not signed as ${desk.preset} signs with this desk's secret: ${check.fault}.`,
      remedy: "Compare the secret with the desk's, and the clock of the sender with the time; rotate the secret when in doubt.",
    });
  }

  private async store(
    tx: { query(sql: string, parameters?: unknown[]): Promise<unknown> },
    desk: HookedDesk,
    headers: Readonly<Record<string, string | string[] | undefined>>,
    body: Buffer,
  ): Promise<{ deliveryId: string; repeated: boolean }> {
    const now = this.clock.now();
    const kept = headersToKeep(headers);
    const identity = deliveryIdentity(desk.preset, kept, body, now.toMillis());
    const id = newId();
    const added = await rowOf<{ id: string }>(
      tx,
      `INSERT INTO tickets.inbound_deliveries (id, engagement_id, desk_id, identity, headers, body, received_at, due_at)
       SELECT $1, $2, $3, $4, $5, $6, $7, $7 WHERE NOT EXISTS (SELECT 1 FROM tickets.inbound_deliveries WHERE desk_id = $3 AND identity = ANY ($8))
       ON CONFLICT (desk_id, identity) DO NOTHING RETURNING id`,
      [id, desk.engagementId, desk.id, identity.key, JSON.stringify(kept), body, now.toJSDate(), identity.alsoKnownAs],
    );
    if (added !== null) {
      await this.dueWork.wakeNow(processWork);
      return { deliveryId: id, repeated: false };
    }
    const known = await rowOf<{ id: string }>(
      tx,
      'SELECT id FROM tickets.inbound_deliveries WHERE desk_id = $1 AND identity = ANY ($2) LIMIT 1',
      [desk.id, [identity.key, ...identity.alsoKnownAs]],
    );
    return { deliveryId: known?.id ?? id, repeated: true };
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
