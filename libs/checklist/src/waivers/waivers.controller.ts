import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { type Caller, CurrentCaller, Endpoint } from '@slipway/access';
import { pageQuery, ServiceDatabase } from '@slipway/service-host';
import type { z } from 'zod';
import { listOf, releaseParam } from '../schema-parts';
import { decideWaiverSchema, newWaiverSchema, revokeWaiverSchema, waiverParam, waiverSchema } from './waiver-schemas';
import { WaiversService } from './waivers.service';

type ReleaseParam = z.output<typeof releaseParam>;
type WaiverParam = z.output<typeof waiverParam>;

@Controller('api/checklist/v1')
export class WaiversController {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly waivers: WaiversService,
  ) {}

  @Get('releases/:releaseId/waivers')
  @Endpoint({ summary: 'Waivers of a release, newest first', allow: 'release:read', returns: listOf(waiverSchema) })
  list(
    @CurrentCaller() caller: Caller,
    @Param({ schema: releaseParam }) { releaseId }: ReleaseParam,
    @Query({ schema: pageQuery }) query: z.output<typeof pageQuery>,
  ) {
    return this.db.inEngagement(caller.engagementId, (tx) => this.waivers.list(tx, caller, releaseId, query));
  }

  @Post('releases/:releaseId/waivers')
  @Endpoint({
    summary: 'Ask for an exception from an item',
    description: 'Has a reason and expires within 90 days; it counts only once a release manager of the other side granted it.',
    allow: 'waiver:request',
    creates: true,
    returns: waiverSchema,
  })
  request(
    @CurrentCaller() caller: Caller,
    @Param({ schema: releaseParam }) { releaseId }: ReleaseParam,
    @Body({ schema: newWaiverSchema }) body: z.output<typeof newWaiverSchema>,
  ) {
    return this.db.inEngagement(caller.engagementId, (tx) => this.waivers.request(tx, caller, releaseId, body));
  }

  @Post('waivers/:waiverId/decision')
  @Endpoint({ summary: "Grant or refuse the other side's waiver", allow: 'waiver:grant', returns: waiverSchema })
  decide(
    @CurrentCaller() caller: Caller,
    @Param({ schema: waiverParam }) { waiverId }: WaiverParam,
    @Body({ schema: decideWaiverSchema }) body: z.output<typeof decideWaiverSchema>,
  ) {
    return this.db.inEngagement(caller.engagementId, (tx) => this.waivers.decide(tx, caller, waiverId, body.decision, body.comment));
  }

  @Post('waivers/:waiverId/revoke')
  @Endpoint({ summary: 'End a waiver before it expires', allow: 'waiver:grant', returns: waiverSchema })
  revoke(
    @CurrentCaller() caller: Caller,
    @Param({ schema: waiverParam }) { waiverId }: WaiverParam,
    @Body({ schema: revokeWaiverSchema }) body: z.output<typeof revokeWaiverSchema>,
  ) {
    return this.db.inEngagement(caller.engagementId, (tx) => this.waivers.revoke(tx, caller, waiverId, body.comment));
  }
}
