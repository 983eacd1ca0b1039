import { Body, Controller, Get, Param, Patch, Post } from '@nestjs/common';
import { type Caller, CurrentCaller, CurrentIdentity, Endpoint, type Identity, IfMatch } from '@slipway/access';
import type { z } from 'zod';
import { departmentPage, engagementAnswer, engagementBody, engagementPage, engagementPatch, engagementPath } from './engagement-schemas';
import { Engagements } from './engagements.service';

@Controller('api/directory/v1/engagements')
export class EngagementsController {
  constructor(private readonly engagements: Engagements) {}

  @Get()
  @Endpoint({ summary: 'The engagements that the caller belongs to', allow: 'signed-in', engagement: false, returns: engagementPage })
  async list(@CurrentIdentity() identity: Identity) {
    return { items: await this.engagements.listOf(identity.memberships), nextCursor: null };
  }

  @Post()
  @Endpoint({
    summary: 'Open an engagement',
    description: 'For operators. Memberships are part of the token: refresh the session to use the new one.',
    allow: 'signed-in',
    engagement: false,
    returns: engagementAnswer,
    creates: true,
  })
  open(@CurrentIdentity() identity: Identity, @Body({ schema: engagementBody }) body: z.output<typeof engagementBody>) {
    return this.engagements.open(identity, body);
  }

  @Get(':engagementId')
  @Endpoint({
    summary: 'One engagement',
    allow: 'engagement:read',
    engagementParam: 'engagementId',
    operators: true,
    returns: engagementAnswer,
  })
  get(@Param({ schema: engagementPath }) { engagementId }: z.output<typeof engagementPath>) {
    return this.engagements.get(engagementId);
  }

  @Patch(':engagementId')
  @Endpoint({
    summary: 'Change the facts of an engagement',
    description: 'Features, environments and whether there is a mobile app steer the other services.',
    allow: 'engagement:edit',
    engagementParam: 'engagementId',
    returns: engagementAnswer,
    ifMatch: true,
  })
  change(
    @CurrentCaller() caller: Caller,
    @Param({ schema: engagementPath }) _path: z.output<typeof engagementPath>,
    @IfMatch() ifMatch: string,
    @Body({ schema: engagementPatch }) patch: z.output<typeof engagementPatch>,
  ) {
    return this.engagements.change(caller, ifMatch, patch);
  }

  @Get(':engagementId/departments')
  @Endpoint({
    summary: 'Departments of both sides',
    allow: 'person:read',
    engagementParam: 'engagementId',
    operators: true,
    returns: departmentPage,
  })
  async departments(@Param({ schema: engagementPath }) { engagementId }: z.output<typeof engagementPath>) {
    return { items: await this.engagements.departments(engagementId), nextCursor: null };
  }
}
