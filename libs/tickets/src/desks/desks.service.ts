import { Injectable } from '@nestjs/common';
import { Audit, type Caller, requireRevision } from '@slipway/access';
import { Clock, databaseCodeOf, DueWork, newId, Problem, ServiceConfig, ServiceDatabase } from '@slipway/service-host';
import { checkTarget, sendWebhook } from '@slipway/webhooks';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { deliverWork } from '../outbound/outbound-queue.service';
import { instantOrNull, instantText, rowOf, rowsOf } from '../rows-of';
import { sideOf } from '../ticket-words';
import { deskColumns, type DeskRow } from './desk-row';
import type { connectionTest, Desk, DeskCreate, DeskPatch, secretFacts } from './desk-schemas';
import { DeskSecrets, type Direction } from './desk-secrets.service';
import { newHookKey } from './seal-secret';

interface SecretRow {
  readonly id: string;
  readonly deskId: string;
  readonly direction: Direction;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
}
interface CountRow {
  readonly deskId: string;
  readonly pending: number;
  readonly failed: number;
}
const foreignKeyViolation = '23503';

@Injectable()
export class Desks {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly secrets: DeskSecrets,
    private readonly config: ServiceConfig,
    private readonly dueWork: DueWork,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  list(caller: Caller): Promise<Desk[]> {
    return this.db.inEngagement(caller.engagementId, async (tx) => {
      const rows = await rowsOf<DeskRow>(
        tx,
        `SELECT ${deskColumns} FROM tickets.desks d WHERE d.engagement_id = $1 ORDER BY d.line, d.created_at, d.id`,
        [caller.engagementId],
      );
      return this.views(tx, caller, rows);
    });
  }

  get(caller: Caller, deskId: string): Promise<Desk> {
    return this.db.inEngagement(caller.engagementId, async (tx) => this.view(tx, caller, await this.find(tx, caller, deskId)));
  }

  create(caller: Caller, wanted: DeskCreate): Promise<Desk & { inboundSecret: string; outboundSecret: string | null }> {
    this.requireOwnSide(caller, sideOf(wanted.line));
    this.requireTarget(wanted.outboundUrl);
    const desk = { id: newId(), engagementId: caller.engagementId };
    return this.db.inEngagement(caller.engagementId, async (tx) => {
      const added = await rowOf<DeskRow>(
        tx,
        `INSERT INTO tickets.desks AS d (id, engagement_id, line, key, name, preset, hook_key, outbound_url, mapping, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (engagement_id, key) DO NOTHING RETURNING ${deskColumns}`,
        [
          desk.id,
          desk.engagementId,
          wanted.line,
          wanted.key,
          wanted.name,
          wanted.preset,
          newHookKey(),
          wanted.outboundUrl ?? null,
          JSON.stringify(wanted.mapping),
          this.clock.now().toJSDate(),
        ],
      );
      if (added === null)
        throw Problem.conflict('desk-exists', `There is a desk with the key ${wanted.key}.`, 'Choose another key, or change that desk.');
      const inboundSecret = await this.secrets.add(tx, desk, 'inbound', wanted.inboundSecret, 0);
      const outboundSecret =
        wanted.outboundUrl === undefined ? null : await this.secrets.add(tx, desk, 'outbound', wanted.outboundSecret, 0);
      await this.record(tx, caller, 'desk.created', desk.id, null, added);
      return { ...(await this.view(tx, caller, added)), inboundSecret, outboundSecret };
    });
  }

  change(caller: Caller, deskId: string, ifMatch: string, patch: DeskPatch): Promise<Desk> {
    this.requireTarget(patch.outboundUrl ?? undefined);
    return this.db.inEngagement(caller.engagementId, async (tx) => {
      const before = await this.find(tx, caller, deskId, true);
      requireRevision(ifMatch, before.revision);
      const next = { ...before, ...patch };
      const reactivated = patch.status === 'active' && before.status !== 'active';
      const changed = await rowOf<DeskRow>(
        tx,
        `WITH d AS (UPDATE tickets.desks SET name = $2, status = $3, outbound_url = $4, mapping = $5, disabled_reason = $6, revision = revision + 1 WHERE id = $1 RETURNING *)
         SELECT ${deskColumns} FROM d`,
        [
          deskId,
          next.name,
          next.status,
          next.outboundUrl,
          JSON.stringify(next.mapping),
          next.status === 'disabled' ? before.disabledReason : null,
        ],
      );
      if (changed === null) throw Problem.notFound('desk');
      if (changed.outboundUrl !== null && (await this.secrets.valid(tx, deskId, 'outbound')).length === 0)
        await this.secrets.add(tx, changed, 'outbound', undefined, 0);
      await this.record(tx, caller, 'desk.changed', deskId, before, changed);
      if (reactivated) await this.dueWork.wakeNow(deliverWork);
      return this.view(tx, caller, changed);
    });
  }

  async remove(caller: Caller, deskId: string, ifMatch: string): Promise<void> {
    try {
      await this.db.inEngagement(caller.engagementId, async (tx) => {
        const before = await this.find(tx, caller, deskId, true);
        requireRevision(ifMatch, before.revision);
        await tx.query('DELETE FROM tickets.desks WHERE id = $1', [deskId]);
        await this.record(tx, caller, 'desk.removed', deskId, before, null);
      });
    } catch (error) {
      if (databaseCodeOf(error) !== foreignKeyViolation) throw error;
      throw Problem.conflict('desk-in-use', 'Tickets are bonded to this desk.', 'Pause it instead.');
    }
  }

  rotate(
    caller: Caller,
    deskId: string,
    direction: Direction,
    given: string | undefined,
    overlapHours: number,
  ): Promise<{ secret: string; secrets: z.output<typeof secretFacts>[] }> {
    return this.db.inEngagement(caller.engagementId, async (tx) => {
      const desk = await this.find(tx, caller, deskId, true);
      const secret = await this.secrets.add(tx, desk, direction, given, overlapHours);
      await this.audit.record(tx, {
        engagementId: caller.engagementId,
        actor: caller,
        action: 'desk.secretAdded',
        subject: deskId,
        after: { direction, overlapHours },
      });
      return { secret, secrets: (await this.view(tx, caller, desk)).secrets };
    });
  }

  /** Sends a signed ping outside of any transaction. */
  async test(caller: Caller, deskId: string): Promise<z.output<typeof connectionTest>> {
    const { desk, secrets } = await this.db.inEngagement(caller.engagementId, async (tx) => {
      const found = await this.find(tx, caller, deskId, true);
      return { desk: found, secrets: await this.secrets.valid(tx, deskId, 'outbound') };
    });
    if (desk.outboundUrl === null)
      throw Problem.unprocessable('no-outbound-url', 'The desk has no address to be told at.', 'Set outboundUrl first.', 'outboundUrl');
    const now = this.clock.now();
    const at = now.toUTC().toISO() as string;
    const body = Buffer.from(
      JSON.stringify({
        type: 'ping',
        timestamp: at,
        data: { ticket: null, references: { yours: null, other: null }, message: null, thread: [], reason: null, marker: '' },
      }),
    );
    const outcome = await sendWebhook(
      { url: desk.outboundUrl, id: `msg_${newId()}`, body, secrets, epochSeconds: now.toSeconds() },
      { allowedHosts: this.config.webhookAllowedHosts },
    );
    return { ok: outcome.ok, status: outcome.status, durationMs: outcome.durationMs, cause: outcome.ok ? null : outcome.cause, at };
  }

  /** A desk of the engagement; with `own`, only one of the caller's side may be changed. */
  async find(tx: EntityManager, caller: Caller, deskId: string, own = false): Promise<DeskRow> {
    const desk = await rowOf<DeskRow>(
      tx,
      `SELECT ${deskColumns} FROM tickets.desks d WHERE d.engagement_id = $1 AND d.id = $2 ${own ? 'FOR UPDATE' : ''}`,
      [caller.engagementId, deskId],
    );
    if (desk === null) throw Problem.notFound('desk');
    if (own) this.requireOwnSide(caller, sideOf(desk.line));
    return desk;
  }

  private requireOwnSide(caller: Caller, side: string): void {
    if (caller.side === side) return;
    throw Problem.forbidden('other-sides-desk', `The desk belongs to the ${side}.`, `Ask a release manager of the ${side}'s side.`);
  }

  private requireTarget(url: string | undefined): void {
    if (url === undefined) return;
    const check = checkTarget(url, this.config.webhookAllowedHosts);
    if (!check.ok)
      throw Problem.invalid(
        'outboundUrl',
        `The address is refused: ${check.reason}.`,
        'Give a public http or https address; for development, name the host in SLIPWAY_WEBHOOK_ALLOWED_HOSTS.',
      );
  }

  private async view(tx: EntityManager, caller: Caller, desk: DeskRow): Promise<Desk> {
    return (await this.views(tx, caller, [desk]))[0] as Desk;
  }

  private async views(tx: EntityManager, caller: Caller, desks: readonly DeskRow[]): Promise<Desk[]> {
    const ids = desks.map((desk) => desk.id);
    const secrets = await rowsOf<SecretRow>(
      tx,
      `SELECT id, desk_id AS "deskId", direction, created_at AS "createdAt", expires_at AS "expiresAt" FROM tickets.desk_secrets
       WHERE desk_id = ANY ($1) AND (expires_at IS NULL OR expires_at > $2) ORDER BY created_at DESC, id DESC`,
      [ids, this.clock.now().toJSDate()],
    );
    const counts = await rowsOf<CountRow>(
      tx,
      `SELECT desk_id AS "deskId", count(*) FILTER (WHERE status = 'pending')::int AS pending, count(*) FILTER (WHERE status = 'failed')::int AS failed
       FROM tickets.outbound_deliveries WHERE desk_id = ANY ($1) AND status <> 'delivered' GROUP BY desk_id`,
      [ids],
    );
    return desks.map((desk) => {
      const own = caller.side === sideOf(desk.line);
      const path = own ? `/api/tickets/v1/hooks/${desk.hookKey}` : null;
      const count = counts.find((row) => row.deskId === desk.id);
      const { id, line, key, name, preset, status, disabledReason, mapping, revision } = desk;
      return {
        ...{ id, line, key, name, preset, status, disabledReason, mapping, revision },
        side: sideOf(line),
        hookPath: path,
        hookUrl: path === null ? null : `${this.config.publicUrl}${path}`,
        outboundUrl: own ? desk.outboundUrl : null,
        secrets: own
          ? secrets
              .filter((row) => row.deskId === id)
              .map((row) => ({
                id: row.id,
                direction: row.direction,
                createdAt: instantText(row.createdAt),
                expiresAt: instantOrNull(row.expiresAt),
              }))
          : [],
        pendingDeliveries: count?.pending ?? 0,
        failedDeliveries: count?.failed ?? 0,
        createdAt: instantText(desk.createdAt),
      };
    });
  }

  private async record(
    tx: EntityManager,
    caller: Caller,
    action: string,
    subject: string,
    before: DeskRow | null,
    after: DeskRow | null,
  ): Promise<void> {
    const facts = (desk: DeskRow | null) => {
      if (desk === null) return null;
      const { line, key, name, preset, status, outboundUrl, mapping, revision } = desk;
      return { line, key, name, preset, status, outboundUrl, mapping, revision };
    };
    await this.audit.record(tx, {
      engagementId: caller.engagementId,
      actor: caller,
      action,
      subject,
      before: facts(before),
      after: facts(after),
    });
  }
}
