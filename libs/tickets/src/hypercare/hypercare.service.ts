import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Audit, type AuditEntry } from '@slipway/access';
import type { EventData, releaseWentLive } from '@slipway/contracts';
import { Clock, DueWork, Problem, ServiceDatabase } from '@slipway/service-host';
import type { DateTime } from 'luxon';
import type { EntityManager } from 'typeorm';
import { instantOrNull, instantText, rowsOf } from '../rows-of';
import type { HypercareView } from './hypercare-schemas';
import { exitRule, surgeWindowMinutes } from './watch-hypercare';

interface HypercareRow {
  readonly releaseId: string;
  readonly engagementId: string;
  readonly releaseName: string;
  readonly environment: string;
  readonly features: string[];
  readonly status: 'active' | 'ended';
  readonly liveAt: Date;
  readonly until: Date;
  readonly endedAt: Date | null;
  readonly endReason: string | null;
  readonly limitPerHour: number;
  readonly quietHours: number;
  readonly revision: number;
  readonly ticketsLastHour: number;
  readonly urgentLastHour: number;
  readonly openTickets: number;
  readonly totalTickets: number;
  readonly openUrgent: number;
  readonly openHigh: number;
}
interface SurgeRow {
  readonly releaseId: string;
  readonly at: Date;
  readonly tickets: number;
  readonly urgent: number;
  readonly limit: number;
  readonly reason: string;
}
const select = `SELECT h.release_id AS "releaseId", h.engagement_id AS "engagementId", h.release_name AS "releaseName", h.environment, h.features, h.status, h.live_at AS "liveAt",
    h.until, h.ended_at AS "endedAt", h.end_reason AS "endReason", h.limit_per_hour AS "limitPerHour", h.quiet_hours AS "quietHours", h.revision, n.*
  FROM tickets.hypercare h CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE t.opened_at > $2)::int AS "ticketsLastHour", count(*) FILTER (WHERE t.opened_at > $2 AND t.priority = 'urgent')::int AS "urgentLastHour",
      count(*) FILTER (WHERE t.status NOT IN ('resolved', 'closed'))::int AS "openTickets", count(*)::int AS "totalTickets",
      count(*) FILTER (WHERE t.status NOT IN ('resolved', 'closed') AND t.priority = 'urgent')::int AS "openUrgent",
      count(*) FILTER (WHERE t.status NOT IN ('resolved', 'closed') AND t.priority = 'high')::int AS "openHigh"
    FROM tickets.tickets t WHERE t.engagement_id = h.engagement_id AND t.release_id = h.release_id AND NOT t.is_test) n
  WHERE h.engagement_id = $1`;

export const hypercareWork = 'hypercare-exit';
const lastsDays = 14;
const defaultLimitPerHour = 5;
const defaultQuietHours = 48;
const againHours = 6;
const sweepSeconds = 300;

/** The watch after going live: starts and ends with the release, or when its exit rule is met. */
@Injectable()
export class HypercareService implements OnModuleInit {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly audit: Audit,
    private readonly dueWork: DueWork,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.dueWork.register(hypercareWork, sweepSeconds, () => this.run());
  }

  async start(tx: EntityManager, release: EventData<typeof releaseWentLive>, liveAt: DateTime): Promise<void> {
    const until = liveAt.plus({ days: lastsDays });
    await tx.query(
      `INSERT INTO tickets.hypercare (release_id, engagement_id, release_name, environment, features, status, live_at, until, due_at, limit_per_hour, quiet_hours)
       VALUES ($1, $2, $3, $4, $5, 'active', $6, $7, $7, ${defaultLimitPerHour}, ${defaultQuietHours}) ON CONFLICT (release_id) DO NOTHING`,
      [release.releaseId, release.engagementId, release.name, release.environment, release.features, liveAt.toJSDate(), until.toJSDate()],
    );
    await this.audit.record(tx, {
      engagementId: release.engagementId,
      actor: 'system:release',
      action: 'hypercare.started',
      subject: release.releaseId,
      after: { until: until.toISO() },
    });
    await this.dueWork.wakeAt(hypercareWork, until);
  }

  async end(tx: EntityManager, engagementId: string, releaseId: string, reason: string, actor: AuditEntry['actor']): Promise<boolean> {
    const ended = await rowsOf(
      tx,
      `WITH h AS (UPDATE tickets.hypercare SET status = 'ended', ended_at = $3, end_reason = $4, due_at = NULL, revision = revision + 1
         WHERE engagement_id = $1 AND release_id = $2 AND status = 'active' RETURNING release_id)
       SELECT release_id FROM h`,
      [engagementId, releaseId, this.clock.now().toJSDate(), reason],
    );
    if (ended.length > 0)
      await this.audit.record(tx, { engagementId, actor, action: 'hypercare.ended', subject: releaseId, after: { reason } });
    return ended.length > 0;
  }

  async list(tx: EntityManager, engagementId: string): Promise<HypercareView[]> {
    const rows = await rowsOf<HypercareRow>(tx, `${select} ORDER BY h.live_at DESC, h.release_id LIMIT 200`, [
      engagementId,
      this.anHourAgo(),
    ]);
    return this.views(tx, rows);
  }

  async get(tx: EntityManager, engagementId: string, releaseId: string): Promise<HypercareView> {
    const rows = await rowsOf<HypercareRow>(tx, `${select} AND h.release_id = $3`, [engagementId, this.anHourAgo(), releaseId]);
    const [view] = await this.views(tx, rows);
    if (view === undefined) throw Problem.notFound('hypercare');
    return view;
  }

  private async run(): Promise<number> {
    const now = this.clock.now();
    const due = await this.db.across('find hypercare that may end', (tx) =>
      rowsOf<{ releaseId: string; engagementId: string }>(
        tx,
        `SELECT release_id AS "releaseId", engagement_id AS "engagementId" FROM tickets.hypercare WHERE status = 'active' AND due_at <= $1 ORDER BY due_at LIMIT 100`,
        [now.toJSDate()],
      ),
    );
    for (const { releaseId, engagementId } of due) {
      await this.db.inEngagement(engagementId, async (tx) => {
        const view = await this.get(tx, engagementId, releaseId);
        if (view.exit.met) return this.end(tx, engagementId, releaseId, 'its exit rule was met', 'system:hypercare');
        return tx.query('UPDATE tickets.hypercare SET due_at = $2 WHERE release_id = $1', [
          releaseId,
          now.plus({ hours: againHours }).toJSDate(),
        ]);
      });
    }
    return due.length;
  }

  private async views(tx: EntityManager, rows: readonly HypercareRow[]): Promise<HypercareView[]> {
    const surges = await rowsOf<SurgeRow>(
      tx,
      `SELECT release_id AS "releaseId", at, tickets, urgent, ticket_limit AS "limit", reason FROM tickets.surges WHERE release_id = ANY ($1) ORDER BY at DESC LIMIT 1000`,
      [rows.map((row) => row.releaseId)],
    );
    const nowMs = this.clock.now().toMillis();
    return rows.map(({ engagementId: _, openUrgent, openHigh, ...row }) => {
      const own = surges.filter((surge) => surge.releaseId === row.releaseId);
      const lastSurgeMs = own[0]?.at.getTime() ?? null;
      return {
        ...row,
        liveAt: instantText(row.liveAt),
        until: instantText(row.until),
        endedAt: instantOrNull(row.endedAt),
        surges: own.map(({ releaseId: __, at, ...surge }) => ({ ...surge, at: instantText(at) })),
        exit: exitRule({ untilMs: row.until.getTime(), nowMs, openUrgent, openHigh, lastSurgeMs, quietHours: row.quietHours }),
      };
    });
  }

  private anHourAgo(): Date {
    return this.clock.now().minus({ minutes: surgeWindowMinutes }).toJSDate();
  }
}
