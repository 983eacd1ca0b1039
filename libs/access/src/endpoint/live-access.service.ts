import { Injectable } from '@nestjs/common';
import { Clock, LiveAuthenticator, type LiveCaller, type LiveRequest } from '@slipway/service-host';
import { TokenRefused, TokenVerifier } from '../tokens/token-verifier.service';
import { callerOf } from './access.guard';
import { headerOf } from './access-request';

/** Lets a caller listen to the live updates of one engagement, until the token expires. */
@Injectable()
export class LiveAccess extends LiveAuthenticator {
  constructor(
    private readonly tokens: TokenVerifier,
    private readonly clock: Clock,
  ) {
    super();
  }

  async authenticate(request: LiveRequest): Promise<LiveCaller> {
    const named = request.query['engagement'];
    const engagement = headerOf(request, 'slipway-engagement') ?? (typeof named === 'string' ? named : undefined);
    try {
      const identity = await this.tokens.identify(headerOf(request, 'authorization'), this.clock.now());
      return { engagementId: callerOf(identity, engagement).engagementId, expiresAt: identity.expiresAt };
    } catch (refusal) {
      throw refusal instanceof TokenRefused ? refusal.problem() : refusal;
    }
  }
}
