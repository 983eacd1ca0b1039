import { Injectable } from '@nestjs/common';
import { Clock, DueWork, ServiceDatabase } from '@slipway/service-host';
import { DateTime } from 'luxon';
import type { EntityManager } from 'typeorm';
import { closeHoursWork, latenessMs, lateDataPauseMs } from '../hours/closing-times';
import { storableBatch, type StorableBatch } from './storable-batch';
import type { Measurement } from './to-measurement';

const mostKnownSeries = 50_000;

/** Keeps each measurement once, with its hour's totals. */
@Injectable()
export class MeasurementStore {
  /** Series that are surely in the database, so that they need not be offered again. */
  private readonly known = new Set<string>();

  constructor(
    private readonly db: ServiceDatabase,
    private readonly clock: Clock,
    private readonly dueWork: DueWork,
  ) {}

  /**
   * Stores measurements that are not yet known, adds exactly those to the hourly rollups, and marks their hours as due to be closed; all in the
   * given transaction.
   * @returns how many were new
   */
  async store(tx: EntityManager, engagementId: string, measurements: readonly Measurement[]): Promise<number> {
    const batch = storableBatch(measurements);
    await this.addSeries(tx, engagementId, batch);
    const nowMs = this.clock.now().toMillis();
    const [{ stored, due_ms: dueMs }] = (await tx.query(storeSql, [
      engagementId,
      batch.identities,
      batch.series,
      batch.atMs,
      batch.values,
      batch.sources,
      batch.ids,
      latenessMs / 1000,
      (nowMs + lateDataPauseMs) / 1000,
    ])) as { stored: number; due_ms: number | null }[];
    if (dueMs !== null) await this.dueWork.wakeAt(closeHoursWork, DateTime.fromMillis(Math.ceil(dueMs), { zone: 'utc' }));
    return stored;
  }

  private async addSeries(tx: EntityManager, engagementId: string, batch: StorableBatch): Promise<void> {
    const fresh = batch.known.filter(({ series }) => !this.known.has(`${engagementId}${series}`));
    if (fresh.length === 0) return;
    await tx.query(
      `INSERT INTO kpi.series (engagement_id, series, measure, feature, dimensions)
       SELECT $1, series, measure, feature, dimensions
       FROM unnest($2::uuid[], $3::text[], $4::text[], $5::jsonb[]) AS given (series, measure, feature, dimensions)
       ON CONFLICT DO NOTHING`,
      [
        engagementId,
        fresh.map(({ series }) => series),
        fresh.map(({ measure }) => measure),
        fresh.map(({ feature }) => feature),
        fresh.map(({ dimensions }) => JSON.stringify(dimensions)),
      ],
    );
    this.db.afterCommit(() => {
      if (this.known.size > mostKnownSeries) this.known.clear();
      for (const { series } of fresh) this.known.add(`${engagementId}${series}`);
    });
  }
}

/**
 * One statement: what ON CONFLICT lets through is what gets counted. Taking the row of the hour, even when it is marked already, makes the
 * closing of that hour and this wait for each other.
 */
const storeSql = `
  WITH stored AS (
    INSERT INTO kpi.measurements (engagement_id, identity, series, at, value, source, id)
    SELECT $1, identity, series, to_timestamp(at_ms / 1000), value, source, id
    FROM unnest($2::uuid[], $3::uuid[], $4::float8[], $5::float8[], $6::text[], $7::text[]) AS given (identity, series, at_ms, value, source, id)
    ON CONFLICT DO NOTHING
    RETURNING series, at, value, date_bin('1 hour', at, 'epoch'::timestamptz) AS hour_start_at),
  rolled AS (
    INSERT INTO kpi.hourly_rollups AS r (engagement_id, series, hour_start_at, count, sum, min, max, last_at)
    SELECT $1, series, hour_start_at, count(*), sum(value), min(value), max(value), max(at)
    FROM stored GROUP BY series, hour_start_at ORDER BY series, hour_start_at
    ON CONFLICT (engagement_id, series, hour_start_at) DO UPDATE
    SET count = r.count + excluded.count, sum = r.sum + excluded.sum, min = least(r.min, excluded.min), max = greatest(r.max, excluded.max),
        last_at = greatest(r.last_at, excluded.last_at)),
  marked AS (
    INSERT INTO kpi.hours AS h (engagement_id, hour_start_at, revision, due_at)
    SELECT $1, hour_start_at, 0, greatest(hour_start_at + interval '1 hour' + make_interval(secs => $8), to_timestamp($9))
    FROM (SELECT DISTINCT hour_start_at FROM stored) AS touched ORDER BY hour_start_at
    ON CONFLICT (engagement_id, hour_start_at) DO UPDATE SET due_at = excluded.due_at WHERE h.due_at IS NULL
    RETURNING due_at)
  SELECT (SELECT count(*)::int FROM stored) AS stored, (SELECT extract(epoch FROM min(due_at))::float8 * 1000 FROM marked) AS due_ms`;
