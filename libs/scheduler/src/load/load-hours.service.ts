import type { EventData, hourClosed } from '@slipway/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { LoadHour } from './load-profile';

/** The hourly rows that profiles are computed from. */
@Injectable()
export class LoadHours {
  /**
   * Stores the counts of a closed hour; a higher revision replaces a lower. A feature that was measured before and is not in this hour had no
   * load in it. Returns the features whose rows changed.
   */
  async close(tx: EntityManager, data: EventData<typeof hourClosed>): Promise<string[]> {
    const counts = new Map<string, number>();
    for (const { feature, count } of data.series) {
      if (feature !== null) counts.set(feature, (counts.get(feature) ?? 0) + Math.max(0, count));
    }
    const changed = (await tx.query(
      `WITH given AS (
         SELECT feature, value FROM unnest($3::text[], $4::float8[]) AS g (feature, value)
         UNION ALL
         SELECT s.feature, 0 FROM scheduler.load_series s
         WHERE s.engagement_id = $1 AND s.measured_since < $2::timestamptz AND s.feature <> ALL ($3::text[])),
       written AS (
         INSERT INTO scheduler.load_hours AS h (engagement_id, feature, source, hour_at, value, revision)
         SELECT $1, feature, 'measured', $2::timestamptz, value, $5 FROM given
         ON CONFLICT (engagement_id, feature, source, hour_at) DO UPDATE SET value = excluded.value, revision = excluded.revision
         WHERE h.revision < excluded.revision
         RETURNING h.feature)
       INSERT INTO scheduler.load_series AS s (engagement_id, feature, revision, measured_since)
       SELECT $1, feature, 1, $2::timestamptz FROM written
       ON CONFLICT (engagement_id, feature) DO UPDATE
       SET revision = s.revision + 1, measured_since = LEAST(s.measured_since, excluded.measured_since)
       RETURNING feature`,
      [data.engagementId, data.hourStartAt, [...counts.keys()], [...counts.values()], data.revision],
    )) as { feature: string }[];
    return changed.map(({ feature }) => feature);
  }

  /** Stores imported hours; an hour that was imported before is replaced. Measured hours stay beside them. */
  async import(tx: EntityManager, engagementId: string, feature: string, hours: readonly LoadHour[]): Promise<void> {
    await tx.query(
      `INSERT INTO scheduler.load_hours AS h (engagement_id, feature, source, hour_at, value, revision)
       SELECT $1, $2, 'imported', to_timestamp(at / 1000), value, 1 FROM unnest($3::float8[], $4::float8[]) AS g (at, value)
       ON CONFLICT (engagement_id, feature, source, hour_at) DO UPDATE SET value = excluded.value, revision = h.revision + 1`,
      [engagementId, feature, hours.map(({ hourMs }) => hourMs), hours.map(({ value }) => value)],
    );
    await tx.query(
      `INSERT INTO scheduler.load_series AS s (engagement_id, feature, revision) VALUES ($1, $2, 1)
       ON CONFLICT (engagement_id, feature) DO UPDATE SET revision = s.revision + 1`,
      [engagementId, feature],
    );
  }
}
