import { Injectable } from '@nestjs/common';
import { type Identity, accessTokenSeconds, claimsOf, tokenAudience, tokenIssuer } from '@slipway/access';
import { Clock } from '@slipway/service-host';
import { SignJWT } from 'jose';
import { SigningKeys } from './signing-keys.service';

export interface IssuedToken {
  accessToken: string;
  /** RFC 3339, UTC. */
  expiresAt: string;
}

/** Signs short-lived access tokens. */
@Injectable()
export class TokenIssuer {
  constructor(
    private readonly keys: SigningKeys,
    private readonly clock: Clock,
  ) {}

  /** `seconds` may shorten the life of the token, never lengthen it. */
  async issue(identity: Identity, seconds = accessTokenSeconds): Promise<IssuedToken> {
    const { keyId, privateKey } = await this.keys.signer();
    const issuedAt = this.clock.now().startOf('second');
    const expiresAt = issuedAt.plus({ seconds: Math.min(seconds, accessTokenSeconds) });
    const { sub, ...claims } = claimsOf(identity);
    const accessToken = await new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'EdDSA', kid: keyId, typ: 'at+jwt' })
      .setIssuer(tokenIssuer)
      .setAudience(tokenAudience)
      .setSubject(sub)
      .setIssuedAt(issuedAt.toUnixInteger())
      .setExpirationTime(expiresAt.toUnixInteger())
      .sign(privateKey);
    return { accessToken, expiresAt: expiresAt.toISO() as string };
  }
}
