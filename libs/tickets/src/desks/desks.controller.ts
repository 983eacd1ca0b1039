import { Body, Controller, Delete, Get, Param, Patch, Post } from '@nestjs/common';
import { type Caller, CurrentCaller, Endpoint, IfMatch } from '@slipway/access';
import type { z } from 'zod';
import {
  connectionTest,
  desk,
  type DeskCreate,
  deskCreate,
  deskCreated,
  deskParam,
  type DeskPatch,
  deskPatch,
  listOf,
  secretCreate,
  secretCreated,
} from './desk-schemas';
import { Desks } from './desks.service';

type DeskId = z.output<typeof deskParam>;

@Controller('api/tickets/v1/desks')
export class DesksController {
  constructor(private readonly desks: Desks) {}

  @Get()
  @Endpoint({ summary: 'The help desks of both sides', allow: 'desk:read', returns: listOf(desk) })
  async list(@CurrentCaller() caller: Caller) {
    return { items: await this.desks.list(caller), nextCursor: null };
  }

  @Post()
  @Endpoint({
    summary: 'Connect a help desk of your side; its secrets are shown in this answer only',
    description: 'The first line is the client, the second the vendor. The desk posts to hookUrl, signed as its preset says.',
    allow: 'desk:manage',
    returns: deskCreated,
    creates: true,
    shownOnce: ['inboundSecret', 'outboundSecret'],
  })
  create(@CurrentCaller() caller: Caller, @Body({ schema: deskCreate }) body: DeskCreate) {
    return this.desks.create(caller, body);
  }

  @Get(':deskId')
  @Endpoint({ summary: 'A help desk', allow: 'desk:read', returns: desk })
  get(@CurrentCaller() caller: Caller, @Param({ schema: deskParam }) { deskId }: DeskId) {
    return this.desks.get(caller, deskId);
  }

  @Patch(':deskId')
  @Endpoint({
    summary: 'Change, pause or activate a desk of your side; what waits for it is sent when it is active again',
    allow: 'desk:manage',
    returns: desk,
    ifMatch: true,
  })
  change(
    @CurrentCaller() caller: Caller,
    @Param({ schema: deskParam }) { deskId }: DeskId,
    @IfMatch() ifMatch: string,
    @Body({ schema: deskPatch }) body: DeskPatch,
  ) {
    return this.desks.change(caller, deskId, ifMatch, body);
  }

  @Delete(':deskId')
  @Endpoint({ summary: 'Remove a desk that no ticket is bonded to', allow: 'desk:manage', ifMatch: true })
  remove(@CurrentCaller() caller: Caller, @Param({ schema: deskParam }) { deskId }: DeskId, @IfMatch() ifMatch: string) {
    return this.desks.remove(caller, deskId, ifMatch);
  }

  @Post(':deskId/inbound-secrets')
  @Endpoint({
    summary: 'Rotate the secret that the desk signs with; shown in this answer only',
    allow: 'desk:manage',
    returns: secretCreated,
    creates: true,
    shownOnce: ['secret'],
  })
  rotateInbound(
    @CurrentCaller() caller: Caller,
    @Param({ schema: deskParam }) { deskId }: DeskId,
    @Body({ schema: secretCreate }) body: z.output<typeof secretCreate>,
  ) {
    return this.desks.rotate(caller, deskId, 'inbound', body.secret, body.overlapHours);
  }

  @Post(':deskId/outbound-secrets')
  @Endpoint({
    summary: 'Rotate the secret that we sign with; while both are valid both sign',
    allow: 'desk:manage',
    returns: secretCreated,
    creates: true,
    shownOnce: ['secret'],
  })
  rotateOutbound(
    @CurrentCaller() caller: Caller,
    @Param({ schema: deskParam }) { deskId }: DeskId,
    @Body({ schema: secretCreate }) body: z.output<typeof secretCreate>,
  ) {
    return this.desks.rotate(caller, deskId, 'outbound', body.secret, body.overlapHours);
  }

  @Post(':deskId/connection-tests')
  @Endpoint({ summary: 'Send a signed ping to the desk now', allow: 'desk:manage', returns: connectionTest, status: 200 })
  test(@CurrentCaller() caller: Caller, @Param({ schema: deskParam }) { deskId }: DeskId) {
    return this.desks.test(caller, deskId);
  }
}
