import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Aggregate } from '../definitions/formula';
import type { BucketTotals } from './fold-series';

export interface RollupQuery {
  aggregates: readonly Aggregate[];
  /** Ascending; an hour belongs to the bucket in which it starts. */
  edgesMs: readonly number[];
  /** Dimensions, or `feature`. */
  groupBy?: readonly string[];
  /** Besides the filters of the aggregates; dimensions, or `feature`. */
  filters?: Readonly<Record<string, readonly string[]>>;
  /** Only the largest groups. */
  mostGroups?: number;
}

export interface RollupRow extends BucketTotals {
  lastAtMs: number;
}

/** Reads totals from the hourly rollups. */
@Injectable()
export class Rollups {
  async totals(
    tx: EntityManager,
    engagementId: string,
    { aggregates, edgesMs, groupBy = [], filters = {}, mostGroups = 1_000 }: RollupQuery,
  ): Promise<{ rows: RollupRow[]; groups: number }> {
    const wanted = aggregates.map(({ measure, feature, filters: own = {} }, aggregate) => ({
      aggregate,
      measure,
      feature: feature ?? null,
      filters: [...Object.entries(own), ...Object.entries(filters)],
    }));
    const edges = edgesMs.map((ms) => new Date(ms).toISOString());
    const found = (await tx.query(totalsSql, [
      engagementId,
      JSON.stringify(wanted),
      edges,
      edges[0],
      edges[edges.length - 1],
      groupBy,
      mostGroups,
    ])) as (RollupRow & {
      groups: number;
    })[];
    return { groups: found[0]?.groups ?? 0, rows: found.map(({ groups: _groups, ...row }) => row) };
  }

  /** The dimensions by which measurements of a measure can be cut. */
  async dimensionsOf(tx: EntityManager, engagementId: string, measure: string): Promise<string[]> {
    const rows = (await tx.query(
      `SELECT DISTINCT jsonb_object_keys(dimensions) AS name FROM kpi.series WHERE engagement_id = $1 AND measure = $2 ORDER BY name`,
      [engagementId, measure],
    )) as { name: string }[];
    return rows.map(({ name }) => name);
  }
}

/** A filter is `[dimension, [values]]`; every one must hold. A measurement without the dimension passes no filter on it. */
const totalsSql = `
  WITH wanted AS (
    SELECT * FROM jsonb_to_recordset($2::jsonb) AS w (aggregate int, measure text, feature text, filters jsonb)),
  matching AS (
    SELECT w.aggregate, s.series,
      ARRAY(SELECT CASE WHEN g.name = 'feature' THEN s.feature ELSE s.dimensions ->> g.name END
            FROM unnest($6::text[]) WITH ORDINALITY AS g (name, position) ORDER BY g.position) AS "group"
    FROM wanted w JOIN kpi.series s ON s.engagement_id = $1 AND s.measure = w.measure AND (w.feature IS NULL OR s.feature = w.feature)
    WHERE NOT EXISTS (
      SELECT 1 FROM jsonb_array_elements(w.filters) AS f (wants)
      WHERE NOT coalesce((f.wants -> 1) ? (CASE WHEN f.wants ->> 0 = 'feature' THEN s.feature ELSE s.dimensions ->> (f.wants ->> 0) END), false))),
  totals AS (
    SELECT m.aggregate, width_bucket(r.hour_start_at, $3::timestamptz[]) - 1 AS bucket, m."group",
      sum(r.count)::float8 AS count, sum(r.sum) AS sum, min(r.min) AS min, max(r.max) AS max, max(r.last_at) AS last_at
    FROM matching m JOIN kpi.hourly_rollups r
      ON r.engagement_id = $1 AND r.series = m.series AND r.hour_start_at >= $4::timestamptz AND r.hour_start_at < $5::timestamptz
    GROUP BY 1, 2, 3),
  sizes AS (SELECT "group", sum(count) AS size FROM totals GROUP BY "group"),
  largest AS (SELECT "group" FROM sizes ORDER BY size DESC, "group" LIMIT $7)
  SELECT t.aggregate, t.bucket, t."group", t.count, t.sum, t.min, t.max, (extract(epoch FROM t.last_at) * 1000)::float8 AS "lastAtMs",
    (SELECT count(*)::int FROM sizes) AS groups
  FROM totals t JOIN largest USING ("group")`;
