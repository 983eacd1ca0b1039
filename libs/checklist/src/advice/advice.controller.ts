import { Controller, Get, Param, Query } from '@nestjs/common';
import { type Caller, CurrentCaller, Endpoint } from '@slipway/access';
import { pageQuery, ServiceDatabase } from '@slipway/service-host';
import type { z } from 'zod';
import { listOf, releaseParam } from '../schema-parts';
import { adviceSchema } from './advice-schemas';
import { AdviceService } from './advice.service';

@Controller('api/checklist/v1/releases/:releaseId/advice')
export class AdviceController {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly advice: AdviceService,
  ) {}

  @Get()
  @Endpoint({
    summary: 'What was advised on a release, and whether it still stands',
    description: 'Hold or roll back, because a KPI failed or tickets surged. People decide.',
    allow: 'release:read',
    returns: listOf(adviceSchema),
  })
  list(
    @CurrentCaller() caller: Caller,
    @Param({ schema: releaseParam }) { releaseId }: z.output<typeof releaseParam>,
    @Query({ schema: pageQuery }) query: z.output<typeof pageQuery>,
  ) {
    return this.db.inEngagement(caller.engagementId, (tx) => this.advice.list(tx, caller, releaseId, query));
  }
}
