import { Body, Controller, Delete, Post, Req, Res } from '@nestjs/common';
import { type AccessReply, type AccessRequest, PublicEndpoint } from '@slipway/access';
import { Problem, ServiceConfig } from '@slipway/service-host';
import type { z } from 'zod';
import { cookieOf, cookieText, refreshCookie, refreshPath } from './cookies';
import { sessionLongestDays } from './refresh-rotation';
import { signInBody, signedInAnswer } from './session-schemas';
import { Sessions, type SignedIn } from './sessions.service';
import { SignIn } from './sign-in.service';

type HttpRequest = AccessRequest & { ip: string };

@Controller('api/directory/v1/sessions')
export class SessionsController {
  constructor(
    private readonly signIn: SignIn,
    private readonly sessions: Sessions,
    private readonly config: ServiceConfig,
  ) {}

  @Post()
  @PublicEndpoint({
    summary: 'Sign in with e-mail and password',
    description: 'Answers an access token for five minutes and sets a cookie that POST /sessions/refresh exchanges for the next one.',
    returns: signedInAnswer,
    status: 201,
  })
  async create(
    @Body({ schema: signInBody }) body: z.output<typeof signInBody>,
    @Req() request: HttpRequest,
    @Res({ passthrough: true }) reply: AccessReply,
  ) {
    const signedIn = await this.signIn.withPassword(body, { address: request.ip, userAgent: userAgentOf(request) });
    return answerWithCookie(signedIn, reply, this.config);
  }

  @Post('refresh')
  @PublicEndpoint({
    summary: 'Exchange the session’s cookie for a new access token and cookie',
    description: 'An old cookie that comes back ends the session, since somebody else must have a copy.',
    returns: signedInAnswer,
  })
  async refresh(@Req() request: HttpRequest, @Res({ passthrough: true }) reply: AccessReply) {
    const token = cookieOf(headerText(request, 'cookie'), refreshCookie);
    const outcome = token ? await this.sessions.refresh(token) : 'ended';
    if (typeof outcome === 'object') return answerWithCookie(outcome, reply, this.config);
    if (outcome === 'try-again') {
      throw Problem.conflict(
        'refresh-in-progress',
        'The session was refreshed a moment ago.',
        'Repeat the request with the cookie that came with that answer.',
      );
    }
    clearCookie(reply, this.config);
    throw new Problem({
      status: 401,
      code: 'session-ended',
      detail: outcome === 'stolen' ? 'The session was ended because an old cookie came back.' : 'There is no session, or it is over.',
      remedy: 'Sign in again.',
    });
  }

  @Delete('current')
  @PublicEndpoint({ summary: 'Sign out', description: 'Ends the session of the cookie; access tokens run out within five minutes.' })
  async end(@Req() request: HttpRequest, @Res({ passthrough: true }) reply: AccessReply) {
    const token = cookieOf(headerText(request, 'cookie'), refreshCookie);
    if (token) await this.sessions.endByToken(token);
    clearCookie(reply, this.config);
  }
}

/** The part of a sign-in that goes into the body; the rest becomes the cookie. */
export function answerWithCookie(signedIn: SignedIn, reply: AccessReply, config: Pick<ServiceConfig, 'publicUrl'>) {
  const { accessToken, expiresAt, person } = signedIn;
  reply.header('set-cookie', refreshCookieText(signedIn.refreshToken, sessionLongestDays * 86_400, config));
  reply.header('cache-control', 'no-store');
  const { personId, name, email, zone, operator } = person;
  return { accessToken, expiresAt, person: { personId, name, email, zone, operator } };
}

export function refreshCookieText(value: string, maxAgeSeconds: number, config: Pick<ServiceConfig, 'publicUrl'>): string {
  return cookieText(refreshCookie, value, {
    path: refreshPath,
    maxAgeSeconds,
    secure: config.publicUrl.startsWith('https:'),
    sameSite: 'Strict',
  });
}

function clearCookie(reply: AccessReply, config: Pick<ServiceConfig, 'publicUrl'>): void {
  reply.header('set-cookie', refreshCookieText('', 0, config));
}

export const userAgentOf = (request: AccessRequest): string => headerText(request, 'user-agent') ?? '';

function headerText(request: AccessRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
