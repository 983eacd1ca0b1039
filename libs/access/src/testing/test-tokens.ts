import { type CryptoKey, type JWK, SignJWT, exportJWK, generateKeyPair } from 'jose';
import type { DateTime } from 'luxon';
import type { Identity } from '../caller/caller';
import type { TokenAuthority } from '../tokens/token-authority';
import { claimsOf, tokenAudience, tokenIssuer } from '../tokens/token-claims';

/** Stands in for the directory's keys, beside the real ones when the directory is among the services. */
export class TestTokens {
  private constructor(
    private readonly privateKey: CryptoKey,
    private readonly publicKey: JWK,
  ) {}

  static async make(): Promise<TestTokens> {
    const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    return new TestTokens(pair.privateKey, { ...(await exportJWK(pair.publicKey)), kid: 'test', alg: 'EdDSA', use: 'sig' });
  }

  /** A token of a year, so that specs may move the clock. */
  async sign(identity: Identity, now: DateTime, seconds = 366 * 86_400): Promise<string> {
    const { sub, ...claims } = claimsOf(identity);
    return new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'EdDSA', kid: 'test' })
      .setIssuer(tokenIssuer)
      .setAudience(tokenAudience)
      .setSubject(sub)
      .setIssuedAt(now.toUnixInteger())
      .setExpirationTime(now.toUnixInteger() + seconds)
      .sign(this.privateKey);
  }

  authority(directory: TokenAuthority | null): TokenAuthority {
    return {
      keys: async () => ({ keys: [this.publicKey, ...(directory ? (await directory.keys()).keys : [])] }),
      exchange: async (token) => (directory ? directory.exchange(token) : { refused: 'there is no directory in this spec' }),
    };
  }
}
