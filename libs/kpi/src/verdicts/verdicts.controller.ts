import { Controller, Get, Param, Post } from '@nestjs/common';
import { type Caller, CurrentCaller, Endpoint } from '@slipway/access';
import { ServiceDatabase } from '@slipway/service-host';
import { z } from 'zod';
import { Releases } from './releases.service';
import { releaseVerdicts } from './verdict-schemas';

const releaseParam = z.object({ releaseId: z.uuid() });
type ReleaseParam = z.output<typeof releaseParam>;

@Controller('api/kpi/v1/releases/:releaseId/verdicts')
export class VerdictsController {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly releases: Releases,
  ) {}

  @Get()
  @Endpoint({ summary: 'How the KPIs stand after a release', allow: 'verdict:read', returns: releaseVerdicts })
  view(@CurrentCaller() { engagementId }: Caller, @Param({ schema: releaseParam }) { releaseId }: ReleaseParam) {
    return this.db.inEngagement(engagementId, (tx) => this.releases.view(tx, engagementId, releaseId));
  }

  @Post()
  @Endpoint({
    summary: 'Judge the KPIs after a release now',
    description:
      'By the full hours since it went live against the same weekdays and hours of the weeks before; inconclusive where data is thin.',
    allow: 'verdict:judge',
    creates: true,
    returns: releaseVerdicts,
  })
  judge(@CurrentCaller() caller: Caller, @Param({ schema: releaseParam }) { releaseId }: ReleaseParam) {
    return this.db.inEngagement(caller.engagementId, (tx) => this.releases.judgeNow(tx, caller, releaseId));
  }
}
