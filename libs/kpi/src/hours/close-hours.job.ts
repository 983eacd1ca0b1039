import { Injectable, type OnModuleInit } from '@nestjs/common';
import { hourClosed, type EventData } from '@slipway/contracts';
import { Outbox } from '@slipway/messaging';
import { Clock, DueWork, ServiceDatabase, ServiceLog } from '@slipway/service-host';
import type { EntityManager } from 'typeorm';
import { trackingWork } from '../tracking/tracking-times';
import { closeHoursWork } from './closing-times';

const sweepSeconds = 30;
const hoursPerRun = 100;
/** What one event can carry; the largest series come first. */
const mostSeries = 2_000;

type HourClosed = EventData<typeof hourClosed>;
interface DueHour {
  engagement_id: string;
  hour: string;
  revision: number;
}

/** Tells each hour's totals once it is over, and again when late measurements changed them. */
@Injectable()
export class CloseHoursJob implements OnModuleInit {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly clock: Clock,
    private readonly dueWork: DueWork,
    private readonly outbox: Outbox,
    private readonly log: ServiceLog,
  ) {}

  onModuleInit(): void {
    this.dueWork.register(closeHoursWork, sweepSeconds, () => this.run());
  }

  private run(): Promise<number> {
    return this.db.across('close hours', async (tx) => {
      const now = this.clock.now().toISO();
      const due = (await tx.query(
        `UPDATE kpi.hours AS h SET revision = h.revision + 1, due_at = NULL, closed_at = $1
         FROM (SELECT engagement_id, hour_start_at FROM kpi.hours WHERE due_at <= $1
               ORDER BY due_at, hour_start_at LIMIT ${hoursPerRun} FOR UPDATE SKIP LOCKED) AS over
         WHERE h.engagement_id = over.engagement_id AND h.hour_start_at = over.hour_start_at
         RETURNING h.engagement_id, to_char(h.hour_start_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS hour, h.revision`,
        [now],
      )) as [DueHour[], number];
      const hours = due[0];
      if (hours.length === 0) return 0;
      const engagements = [...new Set(hours.map(({ engagement_id }) => engagement_id))];
      await tx.query('UPDATE kpi.tracking SET due_at = least(due_at, $2) WHERE engagement_id = ANY($1::uuid[])', [engagements, now]);
      await this.outbox.addMany(tx, hourClosed, await this.closed(tx, hours));
      await this.dueWork.wakeNow(trackingWork);
      return hours.length;
    });
  }

  private async closed(tx: EntityManager, hours: readonly DueHour[]): Promise<HourClosed[]> {
    const rows = (await tx.query(
      `SELECT due.position, s.measure, s.feature, sum(r.count)::float8 AS count, sum(r.sum) AS sum, min(r.min) AS min, max(r.max) AS max
       FROM unnest($1::uuid[], $2::timestamptz[]) WITH ORDINALITY AS due (engagement_id, hour_start_at, position)
       JOIN kpi.hourly_rollups r ON r.engagement_id = due.engagement_id AND r.hour_start_at = due.hour_start_at
       JOIN kpi.series s ON s.engagement_id = r.engagement_id AND s.series = r.series
       GROUP BY due.position, s.measure, s.feature ORDER BY due.position, count DESC, s.measure, s.feature`,
      [hours.map(({ engagement_id }) => engagement_id), hours.map(({ hour }) => hour)],
    )) as ({ position: string } & HourClosed['series'][number])[];
    const series = hours.map((): HourClosed['series'] => []);
    for (const { position, ...each } of rows) series[Number(position) - 1].push(each);
    return hours
      .map(({ engagement_id: engagementId, hour: hourStartAt, revision }, i) => {
        if (series[i].length > mostSeries)
          this.log.warn({ engagementId, hourStartAt, series: series[i].length }, 'an hour has more series than its event carries');
        return { engagementId, hourStartAt, revision, series: series[i].slice(0, mostSeries) };
      })
      .sort((a, b) => (a.hourStartAt < b.hourStartAt ? -1 : 1));
  }
}
