import { Body, Controller, Delete, Get, Param, Patch, Put, Req } from '@nestjs/common';
import { CurrentIdentity, Endpoint, type Identity, IfMatch } from '@slipway/access';
import { Problem } from '@slipway/service-host';
import type { z } from 'zod';
import { requirePerson } from '../api-tokens/api-tokens.service';
import { sessionPage, sessionPath } from '../sign-in/session-schemas';
import { Sessions } from '../sign-in/sessions.service';
import { meAnswer, mePatch, passwordChange } from './me-schemas';
import { MeService } from './me.service';

const own = { allow: 'signed-in', engagement: false } as const;

@Controller('api/directory/v1/me')
export class MeController {
  constructor(
    private readonly me: MeService,
    private readonly sessions: Sessions,
  ) {}

  @Get()
  @Endpoint({ ...own, summary: 'Who am I, in which engagements, and what may I do there', returns: meAnswer })
  get(@CurrentIdentity() identity: Identity) {
    return this.me.get(identity);
  }

  @Patch()
  @Endpoint({ ...own, summary: 'Change one’s own name or zone', returns: meAnswer, ifMatch: true })
  change(@CurrentIdentity() identity: Identity, @IfMatch() ifMatch: string, @Body({ schema: mePatch }) patch: z.output<typeof mePatch>) {
    return this.me.change(identity, ifMatch, patch);
  }

  @Put('password')
  @Endpoint({ ...own, summary: 'Change one’s own password', description: 'Ends every other session.' })
  changePassword(
    @CurrentIdentity() identity: Identity,
    @Body({ schema: passwordChange }) body: z.output<typeof passwordChange>,
    @Req() request: { ip: string },
  ) {
    return this.me.changePassword(identity, body, request.ip);
  }

  @Get('sessions')
  @Endpoint({ ...own, summary: 'One’s own running sessions, newest first', returns: sessionPage })
  async listSessions(@CurrentIdentity() identity: Identity) {
    const sessions = await this.sessions.list(identity.personId);
    return { items: sessions.map((session) => ({ ...session, current: session.sessionId === identity.sessionId })), nextCursor: null };
  }

  @Delete('sessions/:sessionId')
  @Endpoint({ ...own, summary: 'End one of one’s own sessions' })
  async endSession(@CurrentIdentity() identity: Identity, @Param({ schema: sessionPath }) { sessionId }: z.output<typeof sessionPath>) {
    requirePerson(identity);
    if (!(await this.sessions.endOne(identity.personId, sessionId))) throw Problem.notFound('session');
  }
}
