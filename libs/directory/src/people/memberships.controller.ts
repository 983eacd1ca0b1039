import { Body, Controller, Get, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { type Caller, CurrentCaller, CurrentIdentity, Endpoint, type Identity, IfMatch } from '@slipway/access';
import type { z } from 'zod';
import { engagementPath } from '../engagements/engagement-schemas';
import { initialPasswordBody, memberAnswer, memberBody, memberPage, memberPatch, memberPath, memberQuery } from './member-schemas';
import { Memberships } from './memberships.service';

/** Operators set engagements up before anybody else is there. */
const place = { engagementParam: 'engagementId', operators: true } as const;

@Controller('api/directory/v1/engagements/:engagementId/members')
export class MembershipsController {
  constructor(private readonly memberships: Memberships) {}

  @Get()
  @Endpoint({ summary: 'The people of an engagement, by name', allow: 'person:read', ...place, returns: memberPage })
  list(
    @Param({ schema: engagementPath }) { engagementId }: z.output<typeof engagementPath>,
    @Query({ schema: memberQuery }) query: z.output<typeof memberQuery>,
  ) {
    return this.memberships.list(engagementId, query);
  }

  @Post()
  @Endpoint({
    summary: 'Add a person to an engagement',
    description: 'A person is known by e-mail: one who is in another engagement already keeps name, zone and account.',
    allow: 'person:manage',
    ...place,
    returns: memberAnswer,
    creates: true,
  })
  add(
    @CurrentCaller() caller: Caller,
    @CurrentIdentity() identity: Identity,
    @Param({ schema: engagementPath }) _path: z.output<typeof engagementPath>,
    @Body({ schema: memberBody }) body: z.output<typeof memberBody>,
  ) {
    return this.memberships.add(caller, identity, body);
  }

  @Get(':personId')
  @Endpoint({ summary: 'One member', allow: 'person:read', ...place, returns: memberAnswer })
  get(@Param({ schema: memberPath }) { engagementId, personId }: z.output<typeof memberPath>) {
    return this.memberships.get(engagementId, personId);
  }

  @Patch(':personId')
  @Endpoint({
    summary: 'Change a member',
    description: 'active: false ends the membership; the person’s tokens lose it within five minutes.',
    allow: 'person:manage',
    ...place,
    returns: memberAnswer,
    ifMatch: true,
  })
  change(
    @CurrentCaller() caller: Caller,
    @CurrentIdentity() identity: Identity,
    @Param({ schema: memberPath }) { personId }: z.output<typeof memberPath>,
    @IfMatch() ifMatch: string,
    @Body({ schema: memberPatch }) patch: z.output<typeof memberPatch>,
  ) {
    return this.memberships.change(caller, identity, personId, ifMatch, patch);
  }

  @Put(':personId/password')
  @Endpoint({ summary: 'Set an initial password', allow: 'person:manage', ...place })
  setPassword(
    @CurrentCaller() caller: Caller,
    @CurrentIdentity() identity: Identity,
    @Param({ schema: memberPath }) { personId }: z.output<typeof memberPath>,
    @Body({ schema: initialPasswordBody }) { password }: z.output<typeof initialPasswordBody>,
  ) {
    return this.memberships.setInitialPassword(caller, identity, personId, password);
  }
}
