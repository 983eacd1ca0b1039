import { Controller, Get, Query } from '@nestjs/common';
import { type Caller, CurrentCaller, Endpoint } from '@slipway/access';
import { Problem, ServiceDatabase } from '@slipway/service-host';
import { type EntityManager, In, IsNull } from 'typeorm';
import type { z } from 'zod';
import { FreezeEntity } from '../freezes/freeze.entity';
import { frozenTimes } from '../freezes/freeze-state';
import { instantText, millisecondsOf } from '../instant-text';
import { RecommendationEntity } from '../recommendations/recommendation.entity';
import { ReleaseEntity } from '../releases/release.entity';
import { Releases } from '../releases/releases.service';
import { UserGroupEntity } from '../users/user-group.entity';
import { blackoutsOf, WindowInputReader } from '../windows/window-inputs.service';
import { hoursOf, loadByStep, rolesByHour, usersByHour } from './calendar-hours';
import { calendarQuery, calendarResponse, type CalendarView } from './calendar-schema';

const longestMs = 62 * 86_400_000;

@Controller('api/scheduler/v1/calendar')
export class CalendarController {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly inputs: WindowInputReader,
    private readonly releases: Releases,
  ) {}

  @Get()
  @Endpoint({
    summary: 'Everything that speaks for or against a time: freezes, bookings, recommended windows, load, users and people',
    description: 'At most 62 days. With a release its features and required roles count, otherwise those of the engagement.',
    allow: 'window:read',
    returns: calendarResponse,
  })
  calendar(
    @CurrentCaller() { engagementId }: Caller,
    @Query({ schema: calendarQuery }) query: z.output<typeof calendarQuery>,
  ): Promise<CalendarView> {
    const within = { startMs: millisecondsOf(query.from), endMs: millisecondsOf(query.to) };
    if (within.endMs <= within.startMs) throw Problem.invalid('to', 'The end is not after the start.', 'Name a later end.');
    if (within.endMs - within.startMs > longestMs)
      throw Problem.invalid('to', 'The calendar shows at most 62 days.', 'Name an earlier end.');
    return this.db.inEngagement(engagementId, (tx) => this.view(tx, engagementId, query, within));
  }

  private async view(
    tx: EntityManager,
    engagementId: string,
    query: z.output<typeof calendarQuery>,
    within: { startMs: number; endMs: number },
  ): Promise<CalendarView> {
    const release = query.releaseId === undefined ? null : await this.releases.require(tx, engagementId, query.releaseId);
    const environment = query.environment ?? release?.environment ?? null;
    const plan = release ? await this.releases.plan(tx, release.releaseId) : null;
    const hours = hoursOf(within);
    const whole = { startMs: hours[0] as number, endMs: (hours.at(-1) as number) + 3_600_000 };
    const subject = {
      engagementId,
      environment: environment ?? '',
      features: release?.features ?? [],
      releaseId: null,
      requiredRoles: plan?.wish.requiredRoles ?? null,
    };
    const { facts, load, loadState, users, needs, people } = await this.inputs.read(tx, subject, whole);
    const groups = await tx.findBy(UserGroupEntity, { engagementId });
    const freezes = await tx.findBy(FreezeEntity, { engagementId });
    const bookings = (await this.inputs.bookings(tx, engagementId, within, null)).filter(
      (booking) => environment === null || booking.environment === environment,
    );
    const recommended = await this.recommended(tx, engagementId, query.releaseId ?? null);
    const releaseIds = [...bookings, ...recommended].map(({ releaseId }) => releaseId);
    const names = new Map(
      (await tx.findBy(ReleaseEntity, { engagementId, releaseId: In(releaseIds) })).map((row) => [row.releaseId, row.name]),
    );
    const span = (time: { startMs: number; endMs: number }) => ({ startAt: instantText(time.startMs), endAt: instantText(time.endMs) });
    const roles = rolesByHour(hours, needs, people);
    const atWork = usersByHour(hours, users);
    return {
      from: instantText(within.startMs),
      to: instantText(within.endMs),
      zones: { client: facts.client.zone, vendor: facts.vendor.zone },
      freezes: frozenTimes(freezes, environment, within).map(({ freezeId, reason, environment: where, ...time }) => ({
        freezeId,
        reason,
        environment: where,
        ...span(time),
      })),
      blackouts: blackoutsOf(groups, within).map(({ userGroupId, group, rule, ...time }) => ({
        userGroupId,
        group,
        reason: rule,
        ...span(time),
      })),
      bookings: bookings.map(({ id, releaseId, environment: where, status, startAt, endAt }) => ({
        id,
        releaseId,
        releaseName: names.get(releaseId) ?? '',
        environment: where,
        status,
        startAt: instantText(startAt),
        endAt: instantText(endAt),
      })),
      recommended: recommended.flatMap(({ releaseId, answer }) =>
        answer.windows
          .filter(({ startAt, endAt }) => millisecondsOf(startAt) < within.endMs && millisecondsOf(endAt) > within.startMs)
          .filter(() => environment === null || answer.environment === environment)
          .map(({ rank, startAt, endAt, score }) => ({
            releaseId,
            releaseName: names.get(releaseId) ?? '',
            environment: answer.environment,
            rank,
            startAt,
            endAt,
            score,
          })),
      ),
      load: {
        state: loadState,
        hours: loadByStep(load, within).map(({ startMs, share }) => ({ startAt: instantText(startMs), shareOfPeak: share })),
      },
      users: hours.map((hour, index) => ({ startAt: instantText(hour), atWork: atWork[index] as number })),
      people: hours.map((hour, index) => ({ startAt: instantText(hour), roles: roles[index] ?? [] })),
    };
  }

  private async recommended(tx: EntityManager, engagementId: string, releaseId: string | null): Promise<RecommendationEntity[]> {
    return tx.find(RecommendationEntity, {
      where: { engagementId, supersededAt: IsNull(), ...(releaseId === null ? {} : { releaseId }) },
      order: { createdAt: 'DESC' },
      take: 50,
    });
  }
}
