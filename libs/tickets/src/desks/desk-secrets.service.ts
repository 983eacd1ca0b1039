import { Injectable } from '@nestjs/common';
import { Clock, newId, ServiceConfig } from '@slipway/service-host';
import type { EntityManager } from 'typeorm';
import { rowsOf } from '../rows-of';
import { newSecret, openSecret, sealingKey, sealSecret } from './seal-secret';

export type Direction = 'inbound' | 'outbound';
export interface SealedSecret {
  readonly sealed: Buffer;
  readonly expiresAt: Date | null;
}

/** Secrets of desks: sealed at rest, shown once when they are made, several valid while one is rotated. */
@Injectable()
export class DeskSecrets {
  private readonly key: Buffer;

  constructor(
    config: ServiceConfig,
    private readonly clock: Clock,
  ) {
    this.key = sealingKey(config.secret);
  }

  /** Adds a secret and lets those before it expire after the overlap. Gives the secret itself, for the only time. */
  async add(
    tx: EntityManager,
    desk: { id: string; engagementId: string },
    direction: Direction,
    given: string | undefined,
    overlapHours: number,
  ): Promise<string> {
    const now = this.clock.now();
    const secret = given ?? newSecret();
    await tx.query(
      `UPDATE tickets.desk_secrets SET expires_at = LEAST(coalesce(expires_at, $3), $3) WHERE desk_id = $1 AND direction = $2`,
      [desk.id, direction, now.plus({ hours: overlapHours }).toJSDate()],
    );
    await tx.query(`DELETE FROM tickets.desk_secrets WHERE desk_id = $1 AND expires_at <= $2`, [desk.id, now.toJSDate()]);
    await tx.query(
      `INSERT INTO tickets.desk_secrets (id, engagement_id, desk_id, direction, sealed, created_at) VALUES ($1, $2, $3, $4, $5, $6)`,
      [newId(), desk.engagementId, desk.id, direction, sealSecret(this.key, desk.id, secret), now.toJSDate()],
    );
    return secret;
  }

  /** The secrets that are valid now, newest first. */
  async valid(tx: EntityManager, deskId: string, direction: Direction): Promise<string[]> {
    const rows = await rowsOf<SealedSecret>(
      tx,
      `SELECT sealed, expires_at AS "expiresAt" FROM tickets.desk_secrets WHERE desk_id = $1 AND direction = $2 ORDER BY created_at DESC, id DESC`,
      [deskId, direction],
    );
    return this.open(deskId, rows);
  }

  open(deskId: string, rows: readonly SealedSecret[]): string[] {
    const nowMs = this.clock.now().toMillis();
    return rows
      .filter((row) => row.expiresAt === null || row.expiresAt.getTime() > nowMs)
      .map((row) => openSecret(this.key, deskId, row.sealed));
  }
}
