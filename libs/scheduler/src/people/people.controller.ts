import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { Audit, type Caller, CurrentCaller, Endpoint, IfMatch, requireRevision } from '@slipway/access';
import { Clock, decodeCursor, encodeCursor, pageQuery, Problem, ServiceDatabase } from '@slipway/service-host';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { StaleReleases } from '../releases/stale-releases.service';
import { availabilityOf, People, type StaffedPerson } from './people.service';
import {
  peopleQuery,
  peopleResponse,
  personAvailability,
  type PersonAvailability,
  personParam,
  requiredRolesInput,
  requiredRolesResponse,
  staffingInput,
} from './people-schema';

const listQuery = pageQuery.extend(peopleQuery.shape);

@Controller('api/scheduler/v1')
export class PeopleController {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly people: People,
    private readonly stale: StaleReleases,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  @Get('required-roles')
  @Endpoint({ summary: 'Roles that every window needs, per side', allow: 'staffing:read', returns: requiredRolesResponse })
  requiredRoles(@CurrentCaller() caller: Caller) {
    return this.db.inEngagement(caller.engagementId, (tx) => this.people.requiredRoles(tx, caller.engagementId));
  }

  @Put('required-roles')
  @Endpoint({ summary: 'Set the roles that every window needs', allow: 'staffing:plan', returns: requiredRolesResponse, ifMatch: true })
  setRequiredRoles(
    @CurrentCaller() caller: Caller,
    @IfMatch() ifMatch: string,
    @Body({ schema: requiredRolesInput }) input: z.output<typeof requiredRolesInput>,
  ) {
    const { engagementId } = caller;
    return this.db.inEngagement(engagementId, async (tx) => {
      await lockRow(tx, `required-roles:${engagementId}`);
      const before = await this.people.requiredRoles(tx, engagementId);
      requireRevision(ifMatch, before.revision);
      const after = { revision: before.revision + 1, items: input.items };
      await tx.query(
        `INSERT INTO scheduler.required_role_sets (engagement_id, revision, roles) VALUES ($1, $2, $3)
         ON CONFLICT (engagement_id) DO UPDATE SET revision = excluded.revision, roles = excluded.roles`,
        [engagementId, after.revision, JSON.stringify(after.items)],
      );
      await this.stale.mark(tx, { engagementId, because: 'the required roles changed' });
      await this.audit.record(tx, {
        engagementId,
        actor: caller,
        action: 'required-roles.changed',
        subject: engagementId,
        before: before.items,
        after: after.items,
      });
      return after;
    });
  }

  @Get('people')
  @Endpoint({ summary: 'Members with their staffing roles and availability', allow: 'staffing:read', returns: peopleResponse })
  async list(@CurrentCaller() caller: Caller, @Query({ schema: listQuery }) query: z.output<typeof listQuery>) {
    const after = query.cursor === undefined ? null : decodeCursor(z.tuple([z.string().max(2000), z.uuid()]), query.cursor);
    const people = await this.db.inEngagement(caller.engagementId, (tx) => this.people.list(tx, caller.engagementId, { side: query.side }));
    const wanted = people.filter(({ roles }) => query.role === undefined || roles.includes(query.role));
    const from = after === null ? 0 : wanted.findIndex(({ personId }) => personId === after[1]) + 1;
    const page = wanted.slice(from, from + query.limit);
    const last = page.at(-1);
    const nowMs = this.clock.now().toMillis();
    return {
      items: page.map((person) => availabilityOf(person, nowMs)),
      nextCursor: last && from + page.length < wanted.length ? encodeCursor([last.name, last.personId]) : null,
    };
  }

  @Get('people/:personId')
  @Endpoint({ summary: 'One member with staffing roles and availability', allow: 'staffing:read', returns: personAvailability })
  get(
    @CurrentCaller() caller: Caller,
    @Param({ schema: personParam }) { personId }: z.output<typeof personParam>,
  ): Promise<PersonAvailability> {
    return this.db.inEngagement(caller.engagementId, async (tx) =>
      availabilityOf(await this.require(tx, caller, personId), this.clock.now().toMillis()),
    );
  }

  @Put('people/:personId/staffing')
  @Endpoint({
    summary: 'Set which roles a member can fill, and in which hours they may be asked',
    description: 'For members of the own side. Hours that are not declared are unknown, and unknown is never free.',
    allow: 'staffing:manage',
    returns: personAvailability,
    ifMatch: true,
  })
  setStaffing(
    @CurrentCaller() caller: Caller,
    @IfMatch() ifMatch: string,
    @Param({ schema: personParam }) { personId }: z.output<typeof personParam>,
    @Body({ schema: staffingInput }) input: z.output<typeof staffingInput>,
  ): Promise<PersonAvailability> {
    const { engagementId } = caller;
    return this.db.inEngagement(engagementId, async (tx) => {
      await lockRow(tx, `staffing:${engagementId}:${personId}`);
      const before = await this.require(tx, caller, personId);
      if (before.side !== caller.side) {
        throw Problem.forbidden('other-side', `${before.name} belongs to the other side.`, 'Ask the release manager of that side.');
      }
      requireRevision(ifMatch, before.revision);
      const roles = [...new Set(input.roles)];
      await tx.query(
        `INSERT INTO scheduler.staffing (engagement_id, person_id, revision, roles, available_hours) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (engagement_id, person_id) DO UPDATE SET revision = excluded.revision, roles = excluded.roles, available_hours = excluded.available_hours`,
        [engagementId, personId, before.revision + 1, roles, input.availableHours === null ? null : JSON.stringify(input.availableHours)],
      );
      await this.stale.mark(tx, { engagementId, because: `roles or hours of ${before.name} changed` });
      const { roles: rolesBefore, availableHours } = before;
      await this.audit.record(tx, {
        engagementId,
        actor: caller,
        action: 'staffing.changed',
        subject: personId,
        before: { roles: rolesBefore, availableHours },
        after: { ...input, roles },
      });
      return availabilityOf(await this.require(tx, caller, personId), this.clock.now().toMillis());
    });
  }

  private async require(tx: EntityManager, caller: Caller, personId: string): Promise<StaffedPerson> {
    const person = await this.people.find(tx, caller.engagementId, personId);
    if (!person) throw Problem.notFound('person');
    return person;
  }
}

/** Serialises changes of something that may have no row yet. */
async function lockRow(tx: EntityManager, name: string): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [`scheduler:${name}`]);
}
