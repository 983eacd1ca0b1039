import { DateTime } from 'luxon';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import type { Identity } from '../caller/caller';
import { TestTokens } from '../testing/test-tokens';
import { remoteAuthority } from './token-authority';
import { TokenVerifier } from './token-verifier.service';

const now = DateTime.fromISO('2026-03-02T08:00:00Z', { zone: 'utc' });
const identity: Identity = {
  personId: '0192f1a0-0000-7000-8000-000000000003',
  tokenId: null,
  sessionId: null,
  name: 'Asha',
  zone: 'Asia/Kolkata',
  operator: false,
  scopes: null,
  memberships: [],
};

describe('TokenVerifier', () => {
  let tokens: TestTokens;
  let verifier: TokenVerifier;

  beforeEach(async () => {
    tokens = await TestTokens.make();
    verifier = new TokenVerifier();
    verifier.useAuthority(tokens.authority(null));
  });
  const bearer = (token: string) => verifier.identify(`Bearer ${token}`, now);

  it('gives the identity of a token of the directory', async () => {
    expect(await bearer(await tokens.sign(identity, now, 300))).toMatchObject(identity);
  });

  it('carries as many memberships as fit into a header, the first ones', async () => {
    const memberships = Array.from({ length: 200 }, (_, index) => ({
      engagementId: `0192f1a0-0000-7000-8000-${String(index).padStart(12, '0')}`,
      side: 'vendor' as const,
      partyId: identity.personId,
      department: 'quality-assurance',
      roles: ['release-manager' as const, 'second-line' as const],
    }));
    const token = await tokens.sign({ ...identity, memberships }, now);
    expect(token.length).toBeLessThan(14_000);
    expect((await bearer(token)).memberships).toEqual(memberships.slice(0, 60));
  });

  it('drops roles and scopes that it does not know', async () => {
    const memberships = [
      { engagementId: identity.personId, side: 'vendor', partyId: identity.personId, department: 'x', roles: ['emperor', 'engineer'] },
    ];
    const token = await tokens.sign({ ...identity, scopes: ['release:read', 'moon:land'], memberships } as never, now);
    expect(await bearer(token)).toMatchObject({ scopes: ['release:read'], memberships: [{ roles: ['engineer'] }] });
  });

  it('allows five seconds of difference between clocks, not more', async () => {
    const token = await tokens.sign(identity, now.minus({ seconds: 300 }), 297);
    expect((await bearer(token)).personId).toBe(identity.personId);
    const older = await tokens.sign(identity, now.minus({ seconds: 300 }), 290);
    await expect(bearer(older)).rejects.toMatchObject({ code: 'token-expired' });
  });

  it.each(['', 'Basic x', 'Bearer', 'Bearer ', `Bearer ${'x'.repeat(15_000)}`, 'Bearer é'])('refuses the header %p', async (header) => {
    await expect(verifier.identify(header, now)).rejects.toMatchObject({ code: 'token-invalid' });
  });

  it('refuses other algorithms, issuers, audiences, and tokens without an end', async () => {
    const other = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    const foreign = { ...(await exportJWK(other.publicKey)), kid: 'foreign' };
    verifier.useAuthority({ keys: () => Promise.resolve({ keys: [foreign] }), exchange: () => Promise.resolve({ refused: 'x' }) });
    const claims = { sid: null, tid: null, name: 'A', zone: 'UTC', operator: true, scopes: null, memberships: [] };
    const make = (change: (jwt: SignJWT) => SignJWT) =>
      change(
        new SignJWT(claims)
          .setProtectedHeader({ alg: 'EdDSA', kid: 'foreign' })
          .setSubject(identity.personId)
          .setIssuedAt(now.toUnixInteger())
          .setIssuer('slipway')
          .setAudience('slipway')
          .setExpirationTime(now.toUnixInteger() + 60),
      ).sign(other.privateKey);
    expect((await bearer(await make((jwt) => jwt))).operator).toBe(true);
    await expect(bearer(await make((jwt) => jwt.setIssuer('other')))).rejects.toMatchObject({ code: 'token-invalid' });
    await expect(bearer(await make((jwt) => jwt.setAudience('other')))).rejects.toMatchObject({ code: 'token-invalid' });
    await expect(bearer(await make((jwt) => jwt.setSubject('not a uuid')))).rejects.toMatchObject({ code: 'token-invalid' });
    const endless = new SignJWT(claims)
      .setProtectedHeader({ alg: 'EdDSA', kid: 'foreign' })
      .setSubject(identity.personId)
      .setIssuer('slipway')
      .setAudience('slipway');
    await expect(bearer(await endless.sign(other.privateKey))).rejects.toMatchObject({ code: 'token-invalid' });
    const none = `${Buffer.from('{"alg":"none","kid":"foreign"}').toString('base64url')}.${Buffer.from('{}').toString('base64url')}.`;
    await expect(bearer(none)).rejects.toMatchObject({ code: 'token-invalid' });
    const symmetric = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'foreign' }).sign(Buffer.from(foreign.x as string));
    await expect(bearer(symmetric)).rejects.toMatchObject({ code: 'token-invalid' });
  });

  it('answers 503 with Retry-After while the directory is away and nothing is cached', async () => {
    const away = () => Promise.reject(new Error('away'));
    verifier.useAuthority({ keys: away, exchange: away });
    const token = await tokens.sign(identity, now);
    await expect(bearer(token)).rejects.toMatchObject({ status: 503, code: 'directory-away', retryAfterSeconds: 5 });
    await expect(bearer('slp_x')).rejects.toMatchObject({ status: 503 });
    await expect(new TokenVerifier().identify(`Bearer ${token}`, now)).rejects.toMatchObject({ status: 503 });
  });
});

describe('remoteAuthority', () => {
  const answering = (status: number, body: unknown) =>
    remoteAuthority('http://directory:8080', (() => Promise.resolve(Response.json(body, { status }))) as typeof fetch);

  it('tells a refused API token from a directory that is not well', async () => {
    expect(await answering(200, { accessToken: 'a' }).exchange('slp_x')).toEqual({ accessToken: 'a' });
    expect(await answering(401, { detail: 'revoked' }).exchange('slp_x')).toEqual({ refused: 'revoked' });
    await expect(answering(503, {}).exchange('slp_x')).rejects.toThrow('503');
    await expect(answering(500, {}).keys()).rejects.toThrow('500');
  });
});
