import { Injectable } from '@nestjs/common';
import { type EngagementFacts, type Member, Members } from '@slipway/access';
import type { EntityManager } from 'typeorm';
import { instantText } from '../instant-text';
import type { PersonAvailability, StaffingInput } from './people-schema';

export interface StaffedPerson extends Pick<Member, 'personId' | 'name' | 'side' | 'department' | 'zone'> {
  revision: number;
  roles: string[];
  availableHours: StaffingInput['availableHours'];
  calendar: { uploadedAt: Date; knownFrom: Date; knownUntil: Date; events: number; busyTimes: number; skipped: number } | null;
}

interface StaffingRow {
  personId: string;
  revision: number | null;
  roles: string[] | null;
  availableHours: StaffingInput['availableHours'];
  uploadedAt: Date | null;
  knownFrom: Date;
  knownUntil: Date;
  events: number;
  busyTimes: number;
  skipped: number;
}

export interface RequiredRoleSet {
  revision: number;
  items: { side: 'client' | 'vendor'; role: string; people: number }[];
}

/** Members with their staffing roles, hours and calendars. */
@Injectable()
export class People {
  constructor(private readonly members: Members) {}

  /** Active members, by name. */
  async list(tx: EntityManager, engagementId: string, filter: { side?: 'client' | 'vendor' | undefined } = {}): Promise<StaffedPerson[]> {
    const [members, rows] = [
      await this.members.list(tx, engagementId, { ...filter, active: true }),
      await this.staffing(tx, engagementId, null),
    ];
    const byPerson = new Map(rows.map((row) => [row.personId, row]));
    return members.map((member) => staffed(member, byPerson.get(member.personId)));
  }

  async find(tx: EntityManager, engagementId: string, personId: string): Promise<StaffedPerson | null> {
    const member = await this.members.find(tx, engagementId, personId);
    if (!member?.active) return null;
    const [row] = await this.staffing(tx, engagementId, personId);
    return staffed(member, row);
  }

  async requiredRoles(tx: EntityManager, engagementId: string): Promise<RequiredRoleSet> {
    const [row] = (await tx.query(`SELECT revision, roles AS items FROM scheduler.required_role_sets WHERE engagement_id = $1`, [
      engagementId,
    ])) as RequiredRoleSet[];
    return row ?? { revision: 0, items: [] };
  }

  private async staffing(tx: EntityManager, engagementId: string, personId: string | null): Promise<StaffingRow[]> {
    return (await tx.query(
      `SELECT COALESCE(s.person_id, c.person_id) AS "personId", s.revision, s.roles, s.available_hours AS "availableHours", c.uploaded_at AS "uploadedAt",
              c.known_from AS "knownFrom", c.known_until AS "knownUntil", c.events, c.busy_times AS "busyTimes", c.skipped
       FROM scheduler.staffing s FULL JOIN scheduler.calendars c ON c.engagement_id = s.engagement_id AND c.person_id = s.person_id
       WHERE COALESCE(s.engagement_id, c.engagement_id) = $1 AND ($2::uuid IS NULL OR COALESCE(s.person_id, c.person_id) = $2)`,
      [engagementId, personId],
    )) as StaffingRow[];
  }
}

export function holidayRegionOf(facts: EngagementFacts, side: 'client' | 'vendor'): string {
  return facts[side].holidayRegion;
}

function staffed(member: Member, row: StaffingRow | undefined): StaffedPerson {
  const { personId, name, side, department, zone } = member;
  const calendar = row?.uploadedAt
    ? {
        uploadedAt: row.uploadedAt,
        knownFrom: row.knownFrom,
        knownUntil: row.knownUntil,
        events: row.events,
        busyTimes: row.busyTimes,
        skipped: row.skipped,
      }
    : null;
  return {
    personId,
    name,
    side,
    department,
    zone,
    revision: row?.revision ?? 0,
    roles: row?.roles ?? [],
    availableHours: row?.availableHours ?? null,
    calendar,
  };
}

/** The view of a person at an instant; unknown availability says why. */
export function availabilityOf(person: StaffedPerson, nowMs: number): PersonAvailability {
  const { calendar, availableHours } = person;
  const expired = calendar !== null && calendar.knownUntil.getTime() <= nowMs;
  const reason = !availableHours
    ? 'the hours for releases are not declared'
    : !calendar
      ? 'no calendar was uploaded'
      : expired
        ? `the calendar reaches only until ${instantText(calendar.knownUntil)}`
        : `declared hours and a calendar until ${instantText(calendar.knownUntil)}`;
  return {
    ...person,
    calendar: calendar && {
      uploadedAt: instantText(calendar.uploadedAt),
      knownUntil: instantText(calendar.knownUntil),
      events: calendar.events,
      busyTimes: calendar.busyTimes,
      skipped: calendar.skipped,
    },
    availability: availableHours && calendar && !expired ? 'known' : 'unknown',
    reason,
  };
}
