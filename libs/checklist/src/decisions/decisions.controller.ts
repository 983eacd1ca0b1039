import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { type Caller, CurrentCaller, Endpoint } from '@slipway/access';
import { pageQuery, ServiceDatabase } from '@slipway/service-host';
import type { z } from 'zod';
import { listOf, releaseParam } from '../schema-parts';
import { castVoteSchema, decisionParam, decisionSchema, openDecisionSchema } from './decision-schemas';
import { DecisionsService } from './decisions.service';

type ReleaseParam = z.output<typeof releaseParam>;
type DecisionParam = z.output<typeof decisionParam>;

@Controller('api/checklist/v1')
export class DecisionsController {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly decisions: DecisionsService,
  ) {}

  @Get('releases/:releaseId/decisions')
  @Endpoint({ summary: 'Decisions on a release, newest first', allow: 'release:read', returns: listOf(decisionSchema) })
  list(
    @CurrentCaller() caller: Caller,
    @Param({ schema: releaseParam }) { releaseId }: ReleaseParam,
    @Query({ schema: pageQuery }) query: z.output<typeof pageQuery>,
  ) {
    return this.db.inEngagement(caller.engagementId, (tx) => this.decisions.list(tx, caller, releaseId, query));
  }

  @Post('releases/:releaseId/decisions')
  @Endpoint({
    summary: 'Open a decision on the present readiness',
    description: 'Names the hash of the readiness that was looked at; 409 when it has moved on, or when a decision is open already.',
    allow: 'release:run',
    creates: true,
    returns: decisionSchema,
  })
  open(
    @CurrentCaller() caller: Caller,
    @Param({ schema: releaseParam }) { releaseId }: ReleaseParam,
    @Body({ schema: openDecisionSchema }) body: z.output<typeof openDecisionSchema>,
  ) {
    return this.db.inEngagement(caller.engagementId, (tx) => this.decisions.open(tx, caller, releaseId, body.readinessHash));
  }

  @Get('decisions/:decisionId')
  @Endpoint({ summary: 'One decision with its votes', allow: 'release:read', returns: decisionSchema })
  get(@CurrentCaller() caller: Caller, @Param({ schema: decisionParam }) { decisionId }: DecisionParam) {
    return this.db.inEngagement(caller.engagementId, (tx) => this.decisions.view(tx, caller, decisionId));
  }

  @Post('decisions/:decisionId/votes')
  @Endpoint({
    summary: 'Vote go, go-with-conditions or no-go',
    description:
      'Complete when a release manager of each side has voted; the most cautious vote is the outcome. Go needs a ready release; conditions cover open items, never failing ones.',
    allow: 'release:decide',
    creates: true,
    returns: decisionSchema,
  })
  vote(
    @CurrentCaller() caller: Caller,
    @Param({ schema: decisionParam }) { decisionId }: DecisionParam,
    @Body({ schema: castVoteSchema }) body: z.output<typeof castVoteSchema>,
  ) {
    return this.db.inEngagement(caller.engagementId, (tx) => this.decisions.vote(tx, caller, decisionId, body));
  }
}
