import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { type AccessReply, type AccessRequest, PublicEndpoint, headerOf } from '@slipway/access';
import { ServiceConfig } from '@slipway/service-host';
import { z } from 'zod';
import { cookieOf, cookieText } from '../sign-in/cookies';
import { sessionLongestDays } from '../sign-in/refresh-rotation';
import { refreshCookieText, userAgentOf } from '../sign-in/sessions.controller';
import { OidcSignIn } from './oidc.service';
import { returnPath } from './return-path';

const flowCookie = 'slipway_oidc';
const flowCookiePath = '/api/directory/v1/oidc';
const startQuery = z.object({ returnTo: z.string().max(1_000).optional().describe('path of this site to come back to') });
const callbackQuery = z.looseObject({ state: z.string().max(500).optional() });

@Controller('api/directory/v1/oidc')
export class OidcController {
  constructor(
    private readonly oidc: OidcSignIn,
    private readonly config: ServiceConfig,
  ) {}

  @Get('start')
  @PublicEndpoint({ summary: 'Sign in at the company’s own provider', status: 302 })
  async start(@Query({ schema: startQuery }) query: z.output<typeof startQuery>, @Res({ passthrough: true }) reply: AccessReply) {
    const { location, browser } = await this.oidc.start(returnPath(query.returnTo));
    reply.header('set-cookie', this.cookie(browser, 600));
    reply.header('cache-control', 'no-store');
    reply.header('location', location);
  }

  @Get('callback')
  @PublicEndpoint({
    summary: 'Where the provider sends people back to',
    description: 'Sets the session’s cookie and continues to the page, which then calls POST /sessions/refresh.',
    status: 302,
  })
  async callback(
    @Query({ schema: callbackQuery }) query: z.output<typeof callbackQuery>,
    @Req() request: AccessRequest,
    @Res({ passthrough: true }) reply: AccessReply & { removeHeader?: (name: string) => unknown },
  ) {
    const queryString = request.url.split('?')[1] ?? '';
    const browser = cookieOf(headerOf(request, 'cookie'), flowCookie);
    const end = await this.oidc.finish(queryString, query.state, browser, userAgentOf(request));
    reply.header('cache-control', 'no-store');
    reply.header('set-cookie', this.cookie('', 0));
    if ('signedIn' in end)
      reply.header('set-cookie', refreshCookieText(end.signedIn.refreshToken, sessionLongestDays * 86_400, this.config));
    reply.header('location', 'refused' in end ? `/sign-in?problem=${end.refused}` : end.returnTo);
  }

  /** Lax, since the provider's redirect back is a navigation from another site. */
  private cookie(value: string, maxAgeSeconds: number): string {
    return cookieText(flowCookie, value, {
      path: flowCookiePath,
      maxAgeSeconds,
      secure: this.config.publicUrl.startsWith('https:'),
      sameSite: 'Lax',
    });
  }
}
