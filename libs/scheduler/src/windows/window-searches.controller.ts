import { Body, Controller, Post } from '@nestjs/common';
import { type Caller, CurrentCaller, Endpoint } from '@slipway/access';
import { ServiceDatabase } from '@slipway/service-host';
import { WindowSearches } from './window-search.service';
import { type WindowAnswer, windowAnswer, windowSearchInput, type WindowSearchInput } from './window-schema';

@Controller('api/scheduler/v1/window-searches')
export class WindowSearchesController {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly searches: WindowSearches,
  ) {}

  @Post()
  @Endpoint({
    summary: 'Search windows without saving anything',
    description:
      'The best different windows with their reasons; when there is none, what would make one possible, each tried by searching again.',
    allow: 'window:search',
    returns: windowAnswer,
    status: 200,
  })
  search(@CurrentCaller() { engagementId }: Caller, @Body({ schema: windowSearchInput }) input: WindowSearchInput): Promise<WindowAnswer> {
    const { environment, features, releaseId, requiredRoles } = input;
    return this.db.inEngagement(engagementId, (tx) =>
      this.searches.search(tx, { engagementId, environment, features, releaseId, requiredRoles }, input),
    );
  }
}
