import { Body, Controller, Delete, Get, Param, Put, Query } from '@nestjs/common';
import { Audit, type Caller, CurrentCaller, Endpoint } from '@slipway/access';
import { Clock, Problem, ServiceDatabase } from '@slipway/service-host';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { instantText, millisecondsOf } from '../instant-text';
import { UploadParser } from '../parsing/upload-parser.service';
import { availabilityOf, People, type StaffedPerson } from '../people/people.service';
import { busyQuery, busyResponse, type CalendarReport, calendarReport, personParam } from '../people/people-schema';
import { StaleReleases } from '../releases/stale-releases.service';
import { BusyTimes } from './busy-times.service';

/** How far an uploaded calendar is unfolded; beyond it the person is unknown. */
const reachDays = 400;

@Controller('api/scheduler/v1/people/:personId')
export class CalendarsController {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly people: People,
    private readonly busyTimes: BusyTimes,
    private readonly parser: UploadParser,
    private readonly stale: StaleReleases,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  @Put('calendar')
  @Endpoint({
    summary: 'Upload a calendar; only busy times are kept, never titles',
    description: `Replaces the one before. Recurring events are unfolded for ${reachDays} days; beyond that the availability is unknown. One's own, or as release manager that of one's side.`,
    allow: 'calendar:write',
    returns: calendarReport,
    consumes: ['text/calendar'],
    maxBytes: 5 * 1024 * 1024,
  })
  async upload(
    @CurrentCaller() caller: Caller,
    @Param({ schema: personParam }) { personId }: z.output<typeof personParam>,
    @Body() body: unknown,
  ): Promise<CalendarReport> {
    if (typeof body !== 'string')
      throw Problem.invalid('body', 'The body is not text/calendar.', 'Send an iCalendar file with Content-Type: text/calendar.');
    const { engagementId } = caller;
    const person = await this.db.inEngagement(engagementId, (tx) => this.writable(tx, caller, personId));
    const now = this.clock.now();
    const within = { startMs: now.startOf('hour').toMillis(), endMs: now.plus({ days: reachDays }).toMillis() };
    const zone = person.availableHours?.zone ?? person.zone;
    const { calendar } = await this.parser.parse<'calendar'>({ kind: 'calendar', text: body, zone, ...within });
    const skipped = calendar.skipped.reduce((sum, { count }) => sum + count, 0);
    await this.db.inEngagement(engagementId, async (tx) => {
      await this.busyTimes.replace(tx, engagementId, personId, {
        ...within,
        uploadedMs: now.toMillis(),
        busy: calendar.busy,
        events: calendar.events,
        skipped,
      });
      await this.stale.mark(tx, { engagementId, because: `the calendar of ${person.name} changed` });
      await this.audit.record(tx, {
        engagementId,
        actor: caller,
        action: 'calendar.uploaded',
        subject: personId,
        after: { events: calendar.events, busyTimes: calendar.busy.length },
      });
    });
    return {
      personId,
      uploadedAt: instantText(now),
      knownFrom: instantText(within.startMs),
      knownUntil: instantText(within.endMs),
      events: calendar.events,
      instances: calendar.instances,
      busyTimes: calendar.busy.length,
      skipped: calendar.skipped,
      notes: calendar.notes,
    };
  }

  @Delete('calendar')
  @Endpoint({ summary: 'Remove a calendar; the availability becomes unknown', allow: 'calendar:write' })
  async remove(@CurrentCaller() caller: Caller, @Param({ schema: personParam }) { personId }: z.output<typeof personParam>): Promise<void> {
    const { engagementId } = caller;
    await this.db.inEngagement(engagementId, async (tx) => {
      const person = await this.writable(tx, caller, personId);
      if (!person.calendar) throw Problem.notFound('calendar');
      await this.busyTimes.remove(tx, engagementId, personId);
      await this.stale.mark(tx, { engagementId, because: `the calendar of ${person.name} was removed` });
      await this.audit.record(tx, { engagementId, actor: caller, action: 'calendar.removed', subject: personId });
    });
  }

  @Get('busy')
  @Endpoint({ summary: 'When a member is busy; times only', allow: 'staffing:read', returns: busyResponse })
  busy(
    @CurrentCaller() caller: Caller,
    @Param({ schema: personParam }) { personId }: z.output<typeof personParam>,
    @Query({ schema: busyQuery }) query: z.output<typeof busyQuery>,
  ): Promise<z.output<typeof busyResponse>> {
    return this.db.inEngagement(caller.engagementId, async (tx) => {
      const person = await this.people.find(tx, caller.engagementId, personId);
      if (!person) throw Problem.notFound('person');
      const within = { startMs: millisecondsOf(query.from), endMs: millisecondsOf(query.to) };
      const times = await this.busyTimes.within(tx, caller.engagementId, within, personId);
      return {
        personId,
        availability: availabilityOf(person, this.clock.now().toMillis()).availability,
        items: times.map(({ startMs, endMs, kind }) => ({ startAt: instantText(startMs), endAt: instantText(endMs), kind })),
        uploadedAt: person.calendar ? instantText(person.calendar.uploadedAt) : null,
      };
    });
  }

  private async writable(tx: EntityManager, caller: Caller, personId: string): Promise<StaffedPerson> {
    const person = await this.people.find(tx, caller.engagementId, personId);
    if (!person) throw Problem.notFound('person');
    if (personId === caller.personId || (person.side === caller.side && caller.roles.includes('release-manager'))) return person;
    throw Problem.forbidden(
      'not-your-calendar',
      `The calendar of ${person.name} is not yours.`,
      'Ask them, or the release manager of their side.',
    );
  }
}
