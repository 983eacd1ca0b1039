import { Problem } from '@slipway/service-host';
import { decodeProtectedHeader, errors, jwtVerify } from 'jose';
import { DateTime } from 'luxon';
import type { Identity } from '../caller/caller';
import { ExchangeCache } from './exchange-cache';
import { DirectoryAway, KeyRing } from './key-ring';
import type { TokenAuthority } from './token-authority';
import { identityOf, tokenAudience, tokenClaims, tokenIssuer } from './token-claims';

export const apiTokenPrefix = 'slp_';

/** The request carries no token, or one that is not (or no longer) valid. */
export class TokenRefused extends Error {
  constructor(
    readonly code: 'not-signed-in' | 'token-expired' | 'token-invalid',
    message: string,
  ) {
    super(message);
  }

  problem(): Problem {
    const remedies = {
      'not-signed-in': 'Sign in, or send an API token as Authorization: Bearer slp_….',
      'token-expired': 'Refresh the session (POST /api/directory/v1/sessions/refresh) and repeat the request.',
      'token-invalid': 'Sign in again, or use an API token that has not expired or been revoked.',
    };
    return new Problem({ status: 401, code: this.code, detail: this.message, remedy: remedies[this.code] });
  }
}

/** Turns an Authorization header into an identity, by the directory's keys. One per process. */
export class TokenVerifier {
  private authority: TokenAuthority | null = null;
  private keys = new KeyRing(() => this.ask().keys());
  private exchanges = new ExchangeCache((token) => this.ask().exchange(token));

  /** Whom to ask; the directory's module names itself when it runs in this process. */
  useAuthority(authority: TokenAuthority): void {
    this.authority = authority;
    this.keys = new KeyRing(() => authority.keys());
    this.exchanges = new ExchangeCache((token) => authority.exchange(token));
  }

  get currentAuthority(): TokenAuthority | null {
    return this.authority;
  }

  /** Throws {@link TokenRefused}, or a 503 problem when the directory is needed and away. */
  async identify(authorization: string | undefined, now: DateTime): Promise<Identity & { expiresAt: DateTime }> {
    if (authorization === undefined) throw new TokenRefused('not-signed-in', 'Nobody is signed in.');
    const [, token] = /^bearer ([\x21-\x7e]{1,14000})$/i.exec(authorization.trim()) ?? [];
    if (token === undefined) throw new TokenRefused('token-invalid', 'The Authorization header is not Bearer followed by a token.');
    try {
      return await this.verify(token.startsWith(apiTokenPrefix) ? await this.exchange(token, now) : token, now);
    } catch (failure) {
      if (failure instanceof DirectoryAway) throw directoryAway();
      throw failure;
    }
  }

  private async exchange(token: string, now: DateTime): Promise<string> {
    const answer = await this.exchanges.answerFor(token, now.toMillis()).catch((failure: unknown) => {
      throw new DirectoryAway('the directory could not be asked about an API token', { cause: failure });
    });
    if ('refused' in answer) throw new TokenRefused('token-invalid', answer.refused);
    return answer.accessToken;
  }

  private async verify(token: string, now: DateTime): Promise<Identity & { expiresAt: DateTime }> {
    const key = await this.keys.keyFor(keyIdOf(token), now.toMillis());
    if (!key) throw new TokenRefused('token-invalid', 'The token is signed with a key that is not the directory’s.');
    try {
      const { payload } = await jwtVerify(token, key, {
        algorithms: ['EdDSA'],
        issuer: tokenIssuer,
        audience: tokenAudience,
        currentDate: now.toJSDate(),
        requiredClaims: ['exp', 'iat', 'sub'],
        clockTolerance: 5,
      });
      return { ...identityOf(tokenClaims.parse(payload)), expiresAt: DateTime.fromSeconds(payload.exp as number, { zone: 'utc' }) };
    } catch (failure) {
      if (failure instanceof errors.JWTExpired) throw new TokenRefused('token-expired', 'The token has expired.');
      throw new TokenRefused('token-invalid', 'The token is not valid.');
    }
  }

  private ask(): TokenAuthority {
    if (!this.authority) throw new DirectoryAway('no directory is known');
    return this.authority;
  }
}

function keyIdOf(token: string): string {
  try {
    const { kid, alg } = decodeProtectedHeader(token);
    if (alg === 'EdDSA' && typeof kid === 'string' && kid.length > 0 && kid.length <= 200) return kid;
  } catch {
    // an undecodable header is the same refusal as a wrong one
  }
  throw new TokenRefused('token-invalid', 'The token is not one of the directory.');
}

function directoryAway(): Problem {
  return new Problem({
    status: 503,
    code: 'directory-away',
    detail: 'The directory that checks sign-ins does not answer.',
    remedy: 'Repeat the request after the time in Retry-After.',
    retryAfterSeconds: 5,
  });
}
