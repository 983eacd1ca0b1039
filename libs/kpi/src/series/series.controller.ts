import { Controller, Get, Query } from '@nestjs/common';
import { type Caller, CurrentCaller, Endpoint } from '@slipway/access';
import { pageQuery, ServiceDatabase } from '@slipway/service-host';
import type { z } from 'zod';
import { measurePage, seriesAnswer, seriesQuery, type SeriesQuery } from './series-schemas';
import { SeriesService } from './series.service';

@Controller('api/kpi/v1')
export class SeriesController {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly series: SeriesService,
  ) {}

  @Get('series')
  @Endpoint({
    summary: 'A KPI or a measure over time',
    description: 'From the hourly rollups. What was not measured is null, never 0; averages come from sums and counts.',
    allow: 'measurement:read',
    returns: seriesAnswer,
  })
  read(@CurrentCaller() { engagementId }: Caller, @Query({ schema: seriesQuery }) query: SeriesQuery) {
    return this.db.inEngagement(engagementId, (tx) => this.series.read(tx, engagementId, query));
  }

  @Get('measures')
  @Endpoint({ summary: 'What is measured, and by which dimensions', allow: 'measurement:read', returns: measurePage })
  measures(@CurrentCaller() { engagementId }: Caller, @Query({ schema: pageQuery }) query: z.output<typeof pageQuery>) {
    return this.db.inEngagement(engagementId, (tx) => this.series.measures(tx, engagementId, query));
  }
}
