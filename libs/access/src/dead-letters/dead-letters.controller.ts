import { Body, Controller, Get, Param, Post, Query, type Type } from '@nestjs/common';
import { DeadLetters, deadLetter, deadLetterStates } from '@slipway/messaging';
import { pageQuery } from '@slipway/service-host';
import { z } from 'zod';
import type { Caller } from '../caller/caller';
import { CurrentCaller } from '../endpoint/current-caller.guard';
import { Endpoint } from '../endpoint/endpoint.guard';

const listQuery = pageQuery.extend({ state: z.enum(deadLetterStates).optional() });
const page = z.object({ items: z.array(deadLetter), nextCursor: z.string().nullable() });
const path = z.object({ id: z.uuid() });
const discardBody = z.object({
  reason: z
    .string()
    .trim()
    .min(1)
    .max(1_000)
    .refine((text) => !text.includes('\0'), 'must not contain NUL')
    .describe('why the event need not be handled'),
});

/** The dead letters of one service over REST. */
export function deadLettersControllerFor(service: string): Type<unknown> {
  @Controller(`api/${service}/v1/dead-letters`)
  class DeadLettersController {
    constructor(private readonly letters: DeadLetters) {}

    @Get()
    @Endpoint({ summary: 'Events that could not be handled, newest first', allow: 'dead-letter:read', returns: page })
    list(@CurrentCaller() caller: Caller, @Query({ schema: listQuery }) query: z.output<typeof listQuery>) {
      const { limit, cursor, state } = query;
      return this.letters.list(caller.engagementId, {
        limit,
        ...(cursor === undefined ? {} : { cursor }),
        ...(state === undefined ? {} : { state }),
      });
    }

    @Get(':id')
    @Endpoint({ summary: 'One dead letter', allow: 'dead-letter:read', returns: deadLetter })
    get(@CurrentCaller() caller: Caller, @Param({ schema: path }) { id }: z.output<typeof path>) {
      return this.letters.get(caller.engagementId, id);
    }

    @Post(':id/replays')
    @Endpoint({ summary: 'Handle the event again, once', allow: 'dead-letter:manage', returns: deadLetter, status: 200 })
    replay(@CurrentCaller() caller: Caller, @Param({ schema: path }) { id }: z.output<typeof path>) {
      return this.letters.replay(caller.engagementId, id);
    }

    @Post(':id/discards')
    @Endpoint({ summary: 'Close it without handling the event', allow: 'dead-letter:manage', returns: deadLetter, status: 200 })
    discard(
      @CurrentCaller() caller: Caller,
      @Param({ schema: path }) { id }: z.output<typeof path>,
      @Body({ schema: discardBody }) { reason }: z.output<typeof discardBody>,
    ) {
      return this.letters.discard(caller.engagementId, id, caller.personId, reason);
    }
  }
  return DeadLettersController;
}
