import { Injectable } from '@nestjs/common';
import { type EngagementFacts, Members } from '@slipway/access';
import { type Interval, workingIntervals } from '@slipway/business-time';
import { Clock, Problem } from '@slipway/service-host';
import type { EntityManager } from 'typeorm';
import { BookingEntity } from '../bookings/booking.entity';
import { BusyTimes } from '../calendars/busy-times.service';
import { FreezeEntity } from '../freezes/freeze.entity';
import { frozenTimes } from '../freezes/freeze-state';
import { occurrencesOf } from '../freezes/freeze-times';
import { combinedState, expectedLoad, type WeightedProfile } from '../load/expected-load';
import { trustInProfile } from '../load/load-profile';
import { loadCalendarOf, LoadProfiles } from '../load/load-profiles.service';
import { holidayRegionOf, People, type StaffedPerson } from '../people/people.service';
import { personTime, workingCalendar } from '../people/person-time';
import { UserGroupEntity } from '../users/user-group.entity';
import type { Closure, LoadStep, RoleNeed, SchedulablePerson, UserGroupAtWork } from './window-problem';

/** What is busy for longer is no meeting that somebody could be asked to move. */
const longestMeetingMs = 4 * 3_600_000;

/** What windows of an environment depend on, read once for an interval. */
export interface WindowInputs {
  facts: EngagementFacts;
  within: Interval;
  needs: RoleNeed[];
  closures: Closure[];
  people: SchedulablePerson[];
  load: LoadStep[];
  loadState: 'known' | 'thin' | 'unknown';
  users: UserGroupAtWork[];
  notes: string[];
}

export interface WindowSubject {
  engagementId: string;
  environment: string;
  /** Empty = all features of the solution. */
  features: readonly string[];
  /** Its own bookings stand in nobody's way. */
  releaseId: string | null;
  /** `null` = those of the engagement. */
  requiredRoles: readonly RoleNeed[] | null;
}

/** Reads everything that a window search needs from the rows, set by set. */
@Injectable()
export class WindowInputReader {
  constructor(
    private readonly members: Members,
    private readonly people: People,
    private readonly busyTimes: BusyTimes,
    private readonly profiles: LoadProfiles,
    private readonly clock: Clock,
  ) {}

  async facts(tx: EntityManager, engagementId: string): Promise<EngagementFacts> {
    const facts = await this.members.engagement(tx, engagementId);
    if (!facts) throw Problem.notFound('engagement');
    return facts;
  }

  async read(tx: EntityManager, subject: WindowSubject, within: Interval): Promise<WindowInputs> {
    const { engagementId } = subject;
    const facts = await this.facts(tx, engagementId);
    const needs = subject.requiredRoles ?? (await this.people.requiredRoles(tx, engagementId)).items;
    const bookings = await this.bookings(tx, engagementId, within, subject.releaseId);
    const groups = await tx.findBy(UserGroupEntity, { engagementId });
    const freezes = await tx.findBy(FreezeEntity, { engagementId });
    const frozen = frozenTimes(freezes, subject.environment, within);
    const notes = needs.length === 0 ? ['no roles are required, so nobody’s availability was checked'] : [];
    const { load, loadState } = await this.load(tx, facts, subject.features, within, notes);
    return {
      facts,
      within,
      needs: [...needs],
      closures: [
        ...frozen.map(({ freezeId, ...time }): Closure => ({ ...time, id: freezeId, kind: 'freeze' })),
        ...blackoutsOf(groups, within),
        ...bookings
          .filter(({ environment }) => environment === subject.environment)
          .map((booking): Closure => ({
            id: booking.id,
            kind: 'booking',
            reason: `${booking.environment} is ${booking.status} for another release`,
            startMs: booking.startAt.toMillis(),
            endMs: booking.endAt.toMillis(),
          })),
      ],
      people: await this.schedulable(tx, facts, within, bookings),
      load,
      loadState,
      users: groups.map(({ name, headcount, zone, workingHours, holidayRegion }) => ({
        name,
        headcount,
        working: workingIntervals(workingCalendar(zone, workingHours, holidayRegion), within),
      })),
      notes,
    };
  }

  /** Bookings that hold an environment or people within an interval. */
  bookings(tx: EntityManager, engagementId: string, within: Interval, exceptReleaseId: string | null): Promise<BookingEntity[]> {
    return tx
      .createQueryBuilder(BookingEntity, 'booking')
      .where(`booking.engagementId = :engagementId AND booking.status IN ('proposed', 'booked')`, { engagementId })
      .andWhere('booking.startAt < to_timestamp(:endMs / 1000.0) AND booking.endAt > to_timestamp(:startMs / 1000.0)', within)
      .andWhere('(CAST(:exceptReleaseId AS uuid) IS NULL OR booking.releaseId <> CAST(:exceptReleaseId AS uuid))', { exceptReleaseId })
      .orderBy('booking.startAt')
      .getMany();
  }

  private async schedulable(
    tx: EntityManager,
    facts: EngagementFacts,
    within: Interval,
    bookings: readonly BookingEntity[],
  ): Promise<SchedulablePerson[]> {
    const staffed = (await this.people.list(tx, facts.engagementId)).filter(({ roles }) => roles.length > 0);
    const busy = await this.busyTimes.within(tx, facts.engagementId, within);
    const busyOf = new Map<string, SchedulablePerson['busy'][number][]>();
    const add = (personId: string, time: SchedulablePerson['busy'][number]) => {
      const times = busyOf.get(personId);
      if (times) times.push(time);
      else busyOf.set(personId, [time]);
    };
    for (const { personId, startMs, endMs, kind } of busy) {
      add(personId, { startMs, endMs, movable: kind !== 'out-of-office' && endMs - startMs <= longestMeetingMs });
    }
    for (const booking of bookings) {
      const time = { startMs: booking.startAt.toMillis(), endMs: booking.endAt.toMillis(), movable: false };
      for (const { people } of booking.cover) for (const { personId } of people) add(personId, time);
    }
    return staffed.map((person) => schedulablePerson(person, facts, within, busyOf.get(person.personId) ?? []));
  }

  private async load(tx: EntityManager, facts: EngagementFacts, wanted: readonly string[], within: Interval, notes: string[]) {
    const features = wanted.length > 0 ? [...new Set(wanted)] : facts.solution.features.map(({ key }) => key);
    const nowMs = this.clock.now().toMillis();
    const profiles = (await this.profiles.of(tx, facts, features)).map(({ feature, weight, profile }): WeightedProfile => ({
      feature,
      weight,
      profile,
      trust: trustInProfile(profile, nowMs),
    }));
    for (const { feature, trust } of profiles) {
      if (trust.state !== 'known') notes.push(`load of ${feature} is ${trust.state}: ${trust.reasons.at(-1) ?? ''}`);
    }
    return { load: expectedLoad(profiles, loadCalendarOf(facts), within), loadState: combinedState(profiles) };
  }
}

function schedulablePerson(
  person: StaffedPerson,
  facts: EngagementFacts,
  within: Interval,
  busy: SchedulablePerson['busy'],
): SchedulablePerson {
  const { personId, name, side, roles, availableHours, calendar } = person;
  const time = personTime(
    {
      availableHours,
      calendar: calendar && { knownFromMs: calendar.knownFrom.getTime(), knownUntilMs: calendar.knownUntil.getTime() },
      holidayRegion: holidayRegionOf(facts, side),
    },
    within,
  );
  return { personId, name, side, roles, ...time, busy };
}

export function blackoutsOf(
  groups: readonly UserGroupEntity[],
  within: Interval,
): (Closure & { userGroupId: string; group: string; rule: string })[] {
  return groups.flatMap(({ id, name, zone, blackouts }) =>
    blackouts.flatMap((rule, index) =>
      occurrencesOf({ ...rule, zone }, within).map((time) => ({
        ...time,
        id: `${id}/${index}`,
        kind: 'blackout' as const,
        reason: `${name}: ${rule.reason}`,
        userGroupId: id,
        group: name,
        rule: rule.reason,
      })),
    ),
  );
}
