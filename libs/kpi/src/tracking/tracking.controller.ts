import { Controller, Get } from '@nestjs/common';
import { type Caller, CurrentCaller, Endpoint } from '@slipway/access';
import { ServiceDatabase } from '@slipway/service-host';
import { TrackingService } from './tracking.service';
import { trackingAnswer } from './tracking-schemas';

@Controller('api/kpi/v1/tracking')
export class TrackingController {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly tracking: TrackingService,
  ) {}

  @Get()
  @Endpoint({
    summary: 'Whether the agreed KPIs are measured, and how they stand against the day before',
    allow: 'kpi:read',
    returns: trackingAnswer,
  })
  look(@CurrentCaller() { engagementId }: Caller) {
    return this.db.inEngagement(engagementId, (tx) => this.tracking.look(tx, engagementId));
  }
}
