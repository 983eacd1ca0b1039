import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { type Caller, CurrentCaller, Endpoint, PublicEndpoint, holdersOf, permissionNames } from '@slipway/access';
import { Problem } from '@slipway/service-host';
import { z } from 'zod';
import { pageOf, role } from '../input/fields';
import { apiTokenBody, apiTokenPage, apiTokenPath, createdApiToken, exchangeAnswer, exchangeBody } from './api-token-schemas';
import { ApiTokens } from './api-tokens.service';

const holders = z.union([z.literal('any'), z.array(role)]);
const permissionPage = pageOf(z.object({ permission: z.string(), client: holders, vendor: holders }));

@Controller('api/directory/v1')
export class ApiTokensController {
  constructor(private readonly tokens: ApiTokens) {}

  @Get('tokens')
  @Endpoint({ summary: 'API tokens, newest first', allow: 'token:manage', returns: apiTokenPage })
  async list(@CurrentCaller() caller: Caller) {
    return { items: await this.tokens.list(caller), nextCursor: null };
  }

  @Post('tokens')
  @Endpoint({
    summary: 'Make an API token',
    description:
      'The token is shown in this answer and never again. Its scopes are permissions that its maker has; it ends with the maker’s membership.',
    allow: 'token:manage',
    returns: createdApiToken,
    creates: true,
    shownOnce: ['token'],
  })
  create(@CurrentCaller() caller: Caller, @Body({ schema: apiTokenBody }) body: z.output<typeof apiTokenBody>) {
    return this.tokens.create(caller, body);
  }

  @Delete('tokens/:tokenId')
  @Endpoint({ summary: 'Revoke an API token', description: 'Every service refuses it within a minute.', allow: 'token:manage' })
  revoke(@CurrentCaller() caller: Caller, @Param({ schema: apiTokenPath }) { tokenId }: z.output<typeof apiTokenPath>) {
    return this.tokens.revoke(caller, tokenId);
  }

  @Post('token-exchanges')
  @PublicEndpoint({
    summary: 'Exchange an API token for a short-lived access token',
    description: 'What services do by themselves when a request carries an API token.',
    returns: exchangeAnswer,
  })
  async exchange(@Body({ schema: exchangeBody }) { token }: z.output<typeof exchangeBody>) {
    const issued = await this.tokens.exchange(token);
    if (issued) return issued;
    throw new Problem({
      status: 401,
      code: 'token-refused',
      detail: 'The API token is unknown, revoked or expired.',
      remedy: 'Make a new token (POST /api/directory/v1/tokens).',
    });
  }

  @Get('permissions')
  @Endpoint({
    summary: 'Who may do what: the roles of each side that have each permission',
    allow: 'signed-in',
    engagement: false,
    returns: permissionPage,
  })
  permissions() {
    return { items: permissionNames.map((permission) => ({ permission, ...holdersOf(permission) })), nextCursor: null };
  }
}
