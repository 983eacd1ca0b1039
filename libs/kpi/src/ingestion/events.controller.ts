import { Controller, Post, Req } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import { type Caller, CurrentCaller, Endpoint } from '@slipway/access';
import { acceptedAnswer, eventsBody, type AcceptedAnswer } from './event-schemas';
import { Measurements } from './measurements.service';
import { eventContentTypes, maxBatchBytes } from './read-batch';

interface RawRequest {
  rawBody?: Buffer;
  headers: Record<string, string | string[] | undefined>;
}

@Controller('api/kpi/v1/events')
export class EventsController {
  constructor(private readonly measurements: Measurements) {}

  @Post()
  @Endpoint({
    summary: 'Take measurements as CloudEvents',
    description:
      'A batch, one event, or one a line; up to 10 MiB and 10,000 events. Events that are not good are refused one by one, by position, while the good ' +
      'are kept; 422 with the same list when none is good. An event is known by source and id for ever: sending it again does nothing.',
    allow: 'measurement:write',
    status: 202,
    maxBytes: maxBatchBytes,
    consumes: [...eventContentTypes],
    returns: acceptedAnswer,
  })
  @ApiBody({ required: true, schema: eventsBody })
  post(@CurrentCaller() caller: Caller, @Req() request: RawRequest): Promise<AcceptedAnswer> {
    const contentType = request.headers['content-type'];
    return this.measurements.accept(
      caller.engagementId,
      request.rawBody ?? Buffer.alloc(0),
      Array.isArray(contentType) ? contentType[0] : contentType,
    );
  }
}
