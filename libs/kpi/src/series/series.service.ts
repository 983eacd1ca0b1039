import { Injectable } from '@nestjs/common';
import { decodeCursor, encodeCursor, Problem } from '@slipway/service-host';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { aggregatesOf, type Formula } from '../definitions/formula';
import { ReadDefinitions } from '../definitions/read-definitions.service';
import { bucketBounds } from './bucket-bounds';
import { foldSeries } from './fold-series';
import { Rollups } from './rollups.service';
import type { MeasurePage, SeriesAnswer, SeriesQuery } from './series-schemas';

const mostBuckets = 2_000;
const mostGroups = 50;
const cursorSchema = z.string().max(128);

interface Asked {
  formula: Formula;
  kpi: SeriesAnswer['kpi'];
  measure: string | null;
  /** Dimensions by which it may be cut. */
  dimensions: string[];
}

@Injectable()
export class SeriesService {
  constructor(
    private readonly rollups: Rollups,
    private readonly definitions: ReadDefinitions,
  ) {}

  /** @throws Problem 404 without such a KPI; 400 on `to` for too many buckets, on `groupBy` and `filter` for a dimension that is not there */
  async read(tx: EntityManager, engagementId: string, query: SeriesQuery): Promise<SeriesAnswer> {
    const { grain, groupBy, filter } = query;
    const zone = grain === 'hour' ? 'UTC' : query.zone;
    const asked = await this.asked(tx, engagementId, query);
    this.requireKnown('groupBy', groupBy, asked.dimensions);
    this.requireKnown('filter', Object.keys(filter), asked.dimensions);
    const bounds = bucketBounds(Date.parse(query.from), Date.parse(query.to), grain, zone, mostBuckets);
    if (!bounds) {
      throw Problem.invalid('to', `The range holds more than ${mostBuckets} buckets.`, 'Ask for a shorter range or a coarser grain.');
    }
    const { formula } = asked;
    const { edgesMs } = bounds;
    const { rows, groups } = await this.rollups.totals(tx, engagementId, {
      aggregates: aggregatesOf(formula),
      edgesMs,
      groupBy,
      filters: filter,
      mostGroups,
    });
    const { series } = foldSeries(formula, edgesMs, rows, mostGroups);
    return {
      kpi: asked.kpi,
      measure: asked.measure,
      aggregate: formula.kind === 'ratio' ? 'ratio' : formula.aggregate,
      unit: asked.kpi?.unit ?? null,
      grain,
      zone,
      groupBy,
      buckets: edgesMs.slice(0, -1).map((ms) => new Date(ms).toISOString()),
      series: series.map(({ group, values, counts }) => ({
        group: Object.fromEntries(groupBy.map((name, i) => [name, group[i]])),
        values,
        counts,
      })),
      otherGroups: Math.max(0, groups - mostGroups),
      approximateEdges: bounds.approximateEdges,
    };
  }

  async measures(
    tx: EntityManager,
    engagementId: string,
    { cursor, limit }: { cursor?: string | undefined; limit: number },
  ): Promise<MeasurePage> {
    const after = cursor === undefined ? '' : decodeCursor(cursorSchema, cursor).replaceAll('\u0000', '');
    const items = (await tx.query(measuresSql, [engagementId, after, limit + 1])) as (Omit<
      MeasurePage['items'][number],
      'lastMeasuredAt'
    > & {
      lastMeasuredAt: Date | null;
    })[];
    const page = items.slice(0, limit).map((item) => ({ ...item, lastMeasuredAt: item.lastMeasuredAt?.toISOString() ?? null }));
    return { items: page, nextCursor: items.length > limit ? encodeCursor(page[page.length - 1].measure) : null };
  }

  private async asked(tx: EntityManager, engagementId: string, query: SeriesQuery): Promise<Asked> {
    if (query.kpi !== undefined) {
      const definition = await this.definitions.current(tx, engagementId, query.kpi, query.version);
      const { key, version, name, unit, formula, dimensions } = definition;
      return { formula, kpi: { key, version, name, unit }, measure: null, dimensions };
    }
    const measure = query.measure as string;
    const formula: Formula = { kind: 'aggregate', measure, aggregate: query.aggregate ?? 'sum', feature: query.feature ?? null };
    return { formula, kpi: null, measure, dimensions: await this.rollups.dimensionsOf(tx, engagementId, measure) };
  }

  private requireKnown(field: string, names: readonly string[], dimensions: readonly string[]): void {
    const unknown = names.find((name) => name !== 'feature' && !dimensions.includes(name));
    if (unknown === undefined) return;
    throw Problem.invalid(field, `It cannot be cut by ${JSON.stringify(unknown)}.`, `Use ${['feature', ...dimensions].join(', ')}.`);
  }
}

const measuresSql = `
  WITH page AS (
    SELECT DISTINCT measure FROM kpi.series WHERE engagement_id = $1 AND measure > $2 ORDER BY measure LIMIT $3)
  SELECT page.measure, named.features, named.dimensions, measured.last_at AS "lastMeasuredAt", coalesce(measured.hours, 0) AS hours
  FROM page,
    LATERAL (SELECT array_agg(DISTINCT s.feature) AS features,
               ARRAY(SELECT DISTINCT jsonb_object_keys(d.dimensions) FROM kpi.series d WHERE d.engagement_id = $1 AND d.measure = page.measure ORDER BY 1) AS dimensions
             FROM kpi.series s WHERE s.engagement_id = $1 AND s.measure = page.measure) AS named,
    LATERAL (SELECT max(r.last_at) AS last_at, count(DISTINCT r.hour_start_at)::int AS hours
             FROM kpi.series s JOIN kpi.hourly_rollups r ON r.engagement_id = $1 AND r.series = s.series
             WHERE s.engagement_id = $1 AND s.measure = page.measure) AS measured
  ORDER BY page.measure`;
