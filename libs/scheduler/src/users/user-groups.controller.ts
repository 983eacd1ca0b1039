import { Body, Controller, Delete, Get, Param, Post, Put, Query } from '@nestjs/common';
import { Audit, type Caller, CurrentCaller, Endpoint, IfMatch, requireRevision } from '@slipway/access';
import { isHolidayRegion } from '@slipway/business-time';
import { decodeCursor, encodeCursor, newId, pageQuery, Problem, ServiceDatabase } from '@slipway/service-host';
import { type EntityManager, MoreThan } from 'typeorm';
import { z } from 'zod';
import { recurringTimeFault } from '../freezes/freeze-times';
import { StaleReleases } from '../releases/stale-releases.service';
import { idParam } from '../schema-parts';
import { UserGroupEntity } from './user-group.entity';
import { type UserGroup, userGroupInput, type UserGroupInput, userGroupResponse, userGroupsResponse } from './user-group-schema';

const groupsAtMost = 200;

@Controller('api/scheduler/v1/user-groups')
export class UserGroupsController {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly stale: StaleReleases,
    private readonly audit: Audit,
  ) {}

  @Get()
  @Endpoint({ summary: 'User groups with their hours and blackouts', allow: 'window:read', returns: userGroupsResponse })
  async list(@CurrentCaller() caller: Caller, @Query({ schema: pageQuery }) query: z.output<typeof pageQuery>) {
    const after = query.cursor === undefined ? undefined : decodeCursor(z.uuid(), query.cursor);
    const rows = await this.db.inEngagement(caller.engagementId, (tx) =>
      tx.find(UserGroupEntity, {
        where: { engagementId: caller.engagementId, ...(after === undefined ? {} : { id: MoreThan(after) }) },
        order: { id: 'ASC' },
        take: query.limit + 1,
      }),
    );
    const page = rows.slice(0, query.limit);
    return { items: page.map(viewOf), nextCursor: rows.length > page.length ? encodeCursor(page.at(-1)?.id) : null };
  }

  @Post()
  @Endpoint({ summary: 'Add a user group', allow: 'users:manage', returns: userGroupResponse, creates: true })
  create(@CurrentCaller() caller: Caller, @Body({ schema: userGroupInput }) input: UserGroupInput): Promise<UserGroup> {
    requireSound(input);
    const { engagementId } = caller;
    return this.db.inEngagement(engagementId, async (tx) => {
      if ((await tx.countBy(UserGroupEntity, { engagementId })) >= groupsAtMost) {
        throw Problem.unprocessable(
          'too-many-user-groups',
          `An engagement has at most ${groupsAtMost} user groups.`,
          'Join groups that work at the same times.',
        );
      }
      const group = tx.create(UserGroupEntity, { ...input, id: newId(), engagementId, revision: 1 });
      await tx.insert(UserGroupEntity, group);
      await this.changed(tx, caller, 'user-group.created', group, null);
      return viewOf(group);
    });
  }

  @Put(':id')
  @Endpoint({ summary: 'Change a user group', allow: 'users:manage', returns: userGroupResponse, ifMatch: true })
  change(
    @CurrentCaller() caller: Caller,
    @IfMatch() ifMatch: string,
    @Param({ schema: idParam }) { id }: z.output<typeof idParam>,
    @Body({ schema: userGroupInput }) input: UserGroupInput,
  ): Promise<UserGroup> {
    requireSound(input);
    return this.db.inEngagement(caller.engagementId, async (tx) => {
      const before = await this.require(tx, caller, id);
      requireRevision(ifMatch, before.revision);
      const group = { ...before, ...input, revision: before.revision + 1 };
      await tx.update(UserGroupEntity, { id }, { ...input, revision: group.revision });
      await this.changed(tx, caller, 'user-group.changed', group, before);
      return viewOf(group);
    });
  }

  @Delete(':id')
  @Endpoint({ summary: 'Remove a user group', allow: 'users:manage' })
  async remove(@CurrentCaller() caller: Caller, @Param({ schema: idParam }) { id }: z.output<typeof idParam>): Promise<void> {
    await this.db.inEngagement(caller.engagementId, async (tx) => {
      const before = await this.require(tx, caller, id);
      await tx.delete(UserGroupEntity, { id });
      await this.changed(tx, caller, 'user-group.removed', null, before);
    });
  }

  private async require(tx: EntityManager, caller: Caller, id: string): Promise<UserGroupEntity> {
    const group = await tx.findOne(UserGroupEntity, {
      where: { id, engagementId: caller.engagementId },
      lock: { mode: 'pessimistic_write' },
    });
    if (!group) throw Problem.notFound('user group');
    return group;
  }

  private async changed(
    tx: EntityManager,
    caller: Caller,
    action: string,
    after: UserGroupEntity | null,
    before: UserGroupEntity | null,
  ): Promise<void> {
    const group = (after ?? before) as UserGroupEntity;
    await this.stale.mark(tx, { engagementId: caller.engagementId, because: `the user group “${group.name}” changed` });
    await this.audit.record(tx, {
      engagementId: caller.engagementId,
      actor: caller,
      action,
      subject: group.id,
      before: before && viewOf(before),
      after: after && viewOf(after),
    });
  }
}

function viewOf({ engagementId: _, ...group }: UserGroupEntity): UserGroup {
  return group;
}

function requireSound(input: UserGroupInput): void {
  if (input.holidayRegion !== null && !isHolidayRegion(input.holidayRegion)) {
    throw Problem.invalid(
      'holidayRegion',
      `No holidays are known for ${input.holidayRegion}.`,
      'Name a region such as DE, DE-BY or IN, or null.',
    );
  }
  input.blackouts.forEach((rule, index) => {
    const fault = recurringTimeFault({ ...rule, zone: input.zone });
    if (fault) throw Problem.invalid(`blackouts[${index}].${fault.field}`, fault.detail, fault.remedy);
  });
}
