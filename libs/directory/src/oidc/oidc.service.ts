import { Injectable } from '@nestjs/common';
import { Clock, Problem, ServiceConfig, ServiceDatabase, ServiceLog } from '@slipway/service-host';
import { createHash, randomBytes } from 'node:crypto';
import * as oidc from 'openid-client';
import { People } from '../people/people.service';
import { Sessions, type SignedIn } from '../sign-in/sessions.service';
import { seal, unseal } from '../signing-keys/sealed-text';
import { type ProviderClaims, personOfClaims } from './person-of-claims';

const flowMinutes = 10;
const purpose = 'directory sign-in flow';
const callbackPath = '/api/directory/v1/oidc/callback';

interface Flow {
  verifier: string;
  nonce: string;
  browser: string;
}
export interface StartedFlow {
  location: string;
  /** Binds the flow to this browser; goes into a cookie. */
  browser: string;
}
export type FlowEnd = { returnTo: string; signedIn: SignedIn } | { refused: string };

/** Sign-in at the company's own provider: authorization code flow with PKCE, state and nonce. */
@Injectable()
export class OidcSignIn {
  private provider: Promise<oidc.Configuration> | null = null;

  constructor(
    private readonly db: ServiceDatabase,
    private readonly clock: Clock,
    private readonly config: ServiceConfig,
    private readonly log: ServiceLog,
    private readonly people: People,
    private readonly sessions: Sessions,
  ) {}

  /** How to offer it on the sign-in page, or null when no provider is configured. */
  get offer(): { name: string; startUrl: string } | null {
    if (!this.config.oidc) return null;
    return { name: new URL(this.config.oidc.issuer).hostname, startUrl: '/api/directory/v1/oidc/start' };
  }

  /** Throws 404 without a provider, 503 when it does not answer. */
  async start(returnTo: string): Promise<StartedFlow> {
    const provider = await this.discover();
    const state = oidc.randomState();
    const flow: Flow = {
      verifier: oidc.randomPKCECodeVerifier(),
      nonce: oidc.randomNonce(),
      browser: randomBytes(24).toString('base64url'),
    };
    await this.db.across('start a sign-in at the provider', (tx) =>
      tx.query(`INSERT INTO directory.oidc_flows (state_hash, sealed, return_to, expires_at) VALUES ($1, $2, $3, $4)`, [
        digest(state),
        seal(JSON.stringify(flow), this.config.secret, purpose),
        returnTo,
        this.clock.now().plus({ minutes: flowMinutes }).toISO(),
      ]),
    );
    const location = oidc.buildAuthorizationUrl(provider, {
      redirect_uri: `${this.config.publicUrl}${callbackPath}`,
      scope: 'openid email profile',
      code_challenge: await oidc.calculatePKCECodeChallenge(flow.verifier),
      code_challenge_method: 'S256',
      state,
      nonce: flow.nonce,
    });
    return { location: location.href, browser: flow.browser };
  }

  /** Ends a flow, which works once. Every failure is told by a code, since the answer is a redirect. */
  async finish(queryString: string, state: string | undefined, browser: string | null, userAgent: string): Promise<FlowEnd> {
    const taken = state === undefined ? null : await this.take(state);
    if (!taken || state === undefined || browser === null || taken.flow.browser !== browser) return { refused: 'oidc-flow-unknown' };
    let claims: ProviderClaims;
    try {
      claims = await this.claims(queryString, state, taken.flow);
    } catch (failure) {
      this.log.warn({ cause: (failure as Error).message, code: (failure as { code?: string }).code }, 'a sign-in at the provider failed');
      return { refused: 'oidc-failed' };
    }
    return this.db.across('sign in by the provider', async (tx): Promise<FlowEnd> => {
      const issuer = this.config.oidc?.issuer as string;
      const [linked] = (await tx.query(`SELECT person_id FROM directory.person_identities WHERE issuer = $1 AND subject = $2`, [
        issuer,
        claims.subject,
      ])) as { person_id: string }[];
      const byEmail = claims.email === null ? null : await this.people.byEmail(tx, claims.email);
      const linking = personOfClaims(claims, { bySubject: linked?.person_id ?? null, byEmail: byEmail?.personId ?? null });
      if ('refused' in linking) return linking;
      if (linking.link) {
        await tx.query(`INSERT INTO directory.person_identities (issuer, subject, person_id, linked_at) VALUES ($1, $2, $3, $4)`, [
          issuer,
          claims.subject,
          linking.personId,
          this.clock.now().toISO(),
        ]);
      }
      const person = await this.people.byId(tx, linking.personId);
      if (!person) return { refused: 'oidc-unknown-person' };
      return { returnTo: taken.returnTo, signedIn: await this.sessions.begin(tx, person, userAgent) };
    });
  }

  private async take(state: string): Promise<{ flow: Flow; returnTo: string } | null> {
    const now = this.clock.now().toISO();
    const [rows] = await this.db.across('continue a sign-in at the provider', async (tx) => {
      await tx.query(`DELETE FROM directory.oidc_flows WHERE expires_at <= $1`, [now]);
      return (await tx.query(`DELETE FROM directory.oidc_flows WHERE state_hash = $1 RETURNING sealed, return_to`, [digest(state)])) as [
        { sealed: string; return_to: string }[],
        number,
      ];
    });
    const text = rows[0] && unseal(rows[0].sealed, this.config.secret, purpose);
    return text && rows[0] ? { flow: JSON.parse(text) as Flow, returnTo: rows[0].return_to } : null;
  }

  private async claims(queryString: string, state: string, flow: Flow): Promise<ProviderClaims> {
    const provider = await this.discover();
    const address = new URL(`${this.config.publicUrl}${callbackPath}?${queryString}`);
    const tokens = await oidc.authorizationCodeGrant(provider, address, {
      pkceCodeVerifier: flow.verifier,
      expectedState: state,
      expectedNonce: flow.nonce,
      idTokenExpected: true,
    });
    const id = tokens.claims();
    if (!id) throw new Error('the provider gave no ID token');
    const told = id['email'] === undefined ? await oidc.fetchUserInfo(provider, tokens.access_token, id.sub) : id;
    const email = told['email'];
    return {
      subject: id.sub,
      email: typeof email === 'string' ? email.toLowerCase() : null,
      emailVerified: told['email_verified'] === true,
    };
  }

  private async discover(): Promise<oidc.Configuration> {
    const settings = this.config.oidc;
    if (!settings) throw Problem.notFound('OpenID Connect provider');
    this.provider ??= this.ask(settings);
    try {
      return await this.provider;
    } catch (failure) {
      this.provider = null;
      this.log.warn({ issuer: settings.issuer, cause: (failure as Error).message }, 'the OpenID Connect provider does not answer');
      throw Problem.away('provider-away', 'The sign-in provider', 10);
    }
  }

  private ask(settings: { issuer: string; clientId: string; clientSecret: string }): Promise<oidc.Configuration> {
    const issuer = new URL(settings.issuer);
    const execute = issuer.protocol === 'http:' ? [oidc.allowInsecureRequests] : [];
    return oidc.discovery(issuer, settings.clientId, settings.clientSecret, undefined, { execute, timeout: 10 });
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
