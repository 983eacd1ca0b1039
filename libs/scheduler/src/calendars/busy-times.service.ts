import { Injectable } from '@nestjs/common';
import type { Interval } from '@slipway/business-time';
import type { EntityManager } from 'typeorm';
import type { BusyKind, CalendarBusyTime } from './expand-calendar';

export interface PersonBusyTime extends CalendarBusyTime {
  personId: string;
}

/** Busy times of people as ranges; titles are never stored. */
@Injectable()
export class BusyTimes {
  async replace(
    tx: EntityManager,
    engagementId: string,
    personId: string,
    calendar: Interval & { uploadedMs: number; busy: readonly CalendarBusyTime[]; events: number; skipped: number },
  ): Promise<void> {
    const { busy } = calendar;
    await tx.query(
      `INSERT INTO scheduler.calendars (engagement_id, person_id, uploaded_at, known_from, known_until, events, busy_times, skipped)
       VALUES ($1, $2, to_timestamp($3::float8 / 1000), to_timestamp($4::float8 / 1000), to_timestamp($5::float8 / 1000), $6, $7, $8)
       ON CONFLICT (engagement_id, person_id) DO UPDATE SET uploaded_at = excluded.uploaded_at, known_from = excluded.known_from,
         known_until = excluded.known_until, events = excluded.events, busy_times = excluded.busy_times, skipped = excluded.skipped`,
      [engagementId, personId, calendar.uploadedMs, calendar.startMs, calendar.endMs, calendar.events, busy.length, calendar.skipped],
    );
    await tx.query(`DELETE FROM scheduler.busy_times WHERE engagement_id = $1 AND person_id = $2`, [engagementId, personId]);
    await tx.query(
      `INSERT INTO scheduler.busy_times (engagement_id, person_id, during, kind)
       SELECT $1, $2, tstzrange(to_timestamp(from_ms / 1000), to_timestamp(to_ms / 1000), '[)'), kind
       FROM unnest($3::float8[], $4::float8[], $5::text[]) AS b (from_ms, to_ms, kind)`,
      [engagementId, personId, busy.map(({ startMs }) => startMs), busy.map(({ endMs }) => endMs), busy.map(({ kind }) => kind)],
    );
  }

  async remove(tx: EntityManager, engagementId: string, personId: string): Promise<void> {
    await tx.query(`DELETE FROM scheduler.busy_times WHERE engagement_id = $1 AND person_id = $2`, [engagementId, personId]);
    await tx.query(`DELETE FROM scheduler.calendars WHERE engagement_id = $1 AND person_id = $2`, [engagementId, personId]);
  }

  /** Busy times that share an instant with `within`, of one person or of all, by start. */
  async within(tx: EntityManager, engagementId: string, within: Interval, personId: string | null = null): Promise<PersonBusyTime[]> {
    const rows = (await tx.query(
      `SELECT person_id AS "personId", extract(epoch FROM lower(during))::float8 * 1000 AS from_ms, extract(epoch FROM upper(during))::float8 * 1000 AS to_ms, kind
       FROM scheduler.busy_times
       WHERE engagement_id = $1 AND ($4::uuid IS NULL OR person_id = $4)
         AND during && tstzrange(to_timestamp($2::float8 / 1000), to_timestamp($3::float8 / 1000), '[)')
       ORDER BY lower(during), person_id`,
      [engagementId, within.startMs, within.endMs, personId],
    )) as { personId: string; from_ms: number; to_ms: number; kind: BusyKind }[];
    return rows.map((row) => ({ personId: row.personId, startMs: Math.round(row.from_ms), endMs: Math.round(row.to_ms), kind: row.kind }));
  }
}
