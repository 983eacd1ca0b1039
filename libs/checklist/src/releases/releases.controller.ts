import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { type Caller, CurrentCaller, Endpoint, IfMatch } from '@slipway/access';
import { pageQuery, ServiceDatabase } from '@slipway/service-host';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { listOf, releaseParam } from '../schema-parts';
import { ChangeRelease } from './change-release.service';
import { CreateRelease } from './create-release.service';
import { ReadRelease } from './read-release.service';
import type { Release } from './release.entity';
import {
  changeReleaseSchema,
  closeReleaseSchema,
  goLiveSchema,
  newReleaseSchema,
  releaseQueryFields,
  releaseSchema,
  releaseSummarySchema,
  rollBackSchema,
} from './release-schemas';

const releasesQuery = pageQuery.extend(releaseQueryFields);
type ReleaseParam = z.output<typeof releaseParam>;

@Controller('api/checklist/v1/releases')
export class ReleasesController {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly creating: CreateRelease,
    private readonly changing: ChangeRelease,
    private readonly reading: ReadRelease,
  ) {}

  @Post()
  @Endpoint({
    summary: 'Create a release from a recipe',
    description: 'Makes exactly the items that apply to the solution, with a task for each side that does them and proposed assignees.',
    allow: 'release:create',
    creates: true,
    returns: releaseSchema,
  })
  create(@CurrentCaller() caller: Caller, @Body({ schema: newReleaseSchema }) body: z.output<typeof newReleaseSchema>) {
    return this.showing(caller, (tx) => this.creating.create(tx, caller, body));
  }

  @Get()
  @Endpoint({ summary: 'Releases, newest first', allow: 'release:read', returns: listOf(releaseSummarySchema) })
  list(@CurrentCaller() caller: Caller, @Query({ schema: releasesQuery }) query: z.output<typeof releasesQuery>) {
    return this.db.inEngagement(caller.engagementId, (tx) => this.reading.list(tx, caller, query));
  }

  @Get(':releaseId')
  @Endpoint({ summary: 'A release with its items, blockers, window, decision and advice', allow: 'release:read', returns: releaseSchema })
  get(@CurrentCaller() caller: Caller, @Param({ schema: releaseParam }) { releaseId }: ReleaseParam) {
    return this.db.inEngagement(caller.engagementId, (tx) => this.reading.view(tx, caller.engagementId, releaseId));
  }

  @Patch(':releaseId')
  @Endpoint({
    summary: 'Change the facts of a release',
    description: 'Other component versions end every sign-off and a go: both were given for what was to be released then.',
    allow: 'release:edit',
    ifMatch: true,
    returns: releaseSchema,
  })
  change(
    @CurrentCaller() caller: Caller,
    @Param({ schema: releaseParam }) { releaseId }: ReleaseParam,
    @Body({ schema: changeReleaseSchema }) body: z.output<typeof changeReleaseSchema>,
    @IfMatch() ifMatch: string,
  ) {
    return this.showing(caller, (tx) => this.changing.edit(tx, caller, releaseId, ifMatch, body));
  }

  @Post(':releaseId/live')
  @Endpoint({
    summary: 'Declare that a release went live',
    description: 'Only after a go of both sides that still holds: the same component versions, and no item lost since.',
    allow: 'release:run',
    returns: releaseSchema,
  })
  goLive(
    @CurrentCaller() caller: Caller,
    @Param({ schema: releaseParam }) { releaseId }: ReleaseParam,
    @Body({ schema: goLiveSchema }) body: z.output<typeof goLiveSchema>,
  ) {
    return this.showing(caller, (tx) => this.changing.goLive(tx, caller, releaseId, body.liveAt));
  }

  @Post(':releaseId/rollback')
  @Endpoint({ summary: 'Record that a live release was rolled back', allow: 'release:run', returns: releaseSchema })
  rollBack(
    @CurrentCaller() caller: Caller,
    @Param({ schema: releaseParam }) { releaseId }: ReleaseParam,
    @Body({ schema: rollBackSchema }) body: z.output<typeof rollBackSchema>,
  ) {
    return this.showing(caller, (tx) => this.changing.rollBack(tx, caller, releaseId, body.reason));
  }

  @Post(':releaseId/close')
  @Endpoint({
    summary: 'Close a release',
    description:
      'Its outcome follows from where it was: live is done, rolled back stays rolled back, anything before is abandoned and needs a reason.',
    allow: 'release:run',
    returns: releaseSchema,
  })
  close(
    @CurrentCaller() caller: Caller,
    @Param({ schema: releaseParam }) { releaseId }: ReleaseParam,
    @Body({ schema: closeReleaseSchema }) body: z.output<typeof closeReleaseSchema>,
  ) {
    return this.showing(caller, (tx) => this.changing.close(tx, caller, releaseId, body.reason));
  }

  private showing(caller: Caller, change: (tx: EntityManager) => Promise<Release>) {
    return this.db.inEngagement(caller.engagementId, async (tx) => {
      const { id } = await change(tx);
      return this.reading.view(tx, caller.engagementId, id);
    });
  }
}
