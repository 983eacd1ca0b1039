import { Injectable } from '@nestjs/common';
import { trackingObserved } from '@slipway/contracts';
import { Outbox } from '@slipway/messaging';
import { Clock, DueWork } from '@slipway/service-host';
import { DateTime } from 'luxon';
import type { EntityManager } from 'typeorm';
import { isoOf } from '../definitions/definition-view';
import { aggregatesOf } from '../definitions/formula';
import { ReadDefinitions } from '../definitions/read-definitions.service';
import { Rollups, type RollupRow } from '../series/rollups.service';
import { assessTracking } from './assess-tracking';
import type { TrackingAnswer } from './tracking-schemas';
import { freshForMs, observeEveryMs, tellEveryMs, trackingWork } from './tracking-times';

const hourMs = 3_600_000;

/** Whether the agreed KPIs are really measured. */
@Injectable()
export class TrackingService {
  constructor(
    private readonly clock: Clock,
    private readonly dueWork: DueWork,
    private readonly outbox: Outbox,
    private readonly definitions: ReadDefinitions,
    private readonly rollups: Rollups,
  ) {}

  /** Has an engagement looked at as soon as the transaction has committed. */
  async observeSoon(tx: EntityManager, engagementId: string): Promise<void> {
    await tx.query(
      `INSERT INTO kpi.tracking AS t (engagement_id, due_at) VALUES ($1, $2)
       ON CONFLICT (engagement_id) DO UPDATE SET due_at = least(t.due_at, excluded.due_at)`,
      [engagementId, this.clock.now().toISO()],
    );
    await this.dueWork.wakeNow(trackingWork);
  }

  /** How every agreed KPI stands: two spans of 24 full hours up to the hour that is running. */
  async look(tx: EntityManager, engagementId: string): Promise<TrackingAnswer> {
    const now = this.clock.now();
    const nextHourMs = Math.floor(now.toMillis() / hourMs) * hourMs + hourMs;
    const agreed = await this.definitions.agreed(tx, engagementId);
    const aggregates = agreed.flatMap(({ formula }) => aggregatesOf(formula));
    const edgesMs = [nextHourMs - 2 * freshForMs, nextHourMs - freshForMs, nextHourMs + hourMs];
    const { rows } = await this.rollups.totals(tx, engagementId, { aggregates, edgesMs });
    let offset = 0;
    const kpis = agreed.map(({ key, version, name, unit, direction, formula }) => {
      const indexes = aggregatesOf(formula).map(() => offset++);
      const of = (bucket: number): (RollupRow | null)[] =>
        indexes.map((index) => rows.find((row) => row.aggregate === index && row.bucket === bucket) ?? null);
      const { lastMeasuredMs, ...standing } = assessTracking(formula, of(1), of(0), now.toMillis());
      return {
        key,
        version,
        name,
        unit,
        direction,
        lastMeasuredAt: lastMeasuredMs === null ? null : new Date(lastMeasuredMs).toISOString(),
        ...standing,
      };
    });
    return { observedAt: isoOf(now), ...(await this.definitions.standing(tx, engagementId)), kpis };
  }

  /** Looks, and tells what changed; or tells again when that was long ago. */
  async observe(tx: EntityManager, engagementId: string): Promise<void> {
    const { observedAt, agreed, open, kpis } = await this.look(tx, engagementId);
    const fresh = kpis.filter((kpi) => kpi.fresh).map(({ key }) => key);
    const stale = kpis.filter((kpi) => !kpi.fresh).map(({ key }) => key);
    const told = JSON.stringify([agreed, open, fresh, stale]);
    const nextAt = DateTime.fromISO(observedAt, { zone: 'utc' }).plus({ milliseconds: observeEveryMs });
    const changed = (await tx.query(
      `UPDATE kpi.tracking SET due_at = $2, told = $3, told_at = CASE WHEN told IS DISTINCT FROM $3 OR told_at <= $5 THEN $4 ELSE told_at END
       WHERE engagement_id = $1 RETURNING told_at = $4 AS tells`,
      [engagementId, isoOf(nextAt), told, observedAt, isoOf(nextAt.minus({ milliseconds: observeEveryMs + tellEveryMs }))],
    )) as [{ tells: boolean }[], number];
    if (changed[0][0]?.tells) await this.outbox.add(tx, trackingObserved, { engagementId, observedAt, agreed, open, fresh, stale });
  }
}
