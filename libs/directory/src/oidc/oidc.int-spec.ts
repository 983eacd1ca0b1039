import { createServer } from 'node:net';
import { DirectoryWorld, type SignedInBody, cookieFrom } from '../testing/directory-world';
import { Browser, startOpenIdProvider } from '../testing/openid-provider';

describe('sign-in by OpenID Connect, at a real provider', () => {
  let world: DirectoryWorld;
  let provider: Awaited<ReturnType<typeof startOpenIdProvider>>;
  let publicUrl: string;

  beforeAll(async () => {
    const port = await freePort();
    publicUrl = `http://127.0.0.1:${port}`;
    provider = await startOpenIdProvider(`${publicUrl}/api/directory/v1/oidc/callback`);
    const oidc = { issuer: provider.issuer, clientId: 'slipway', clientSecret: 'a secret between the two of us' };
    world = await DirectoryWorld.start({ at: new Date().toISOString(), config: { port, publicUrl, oidc } });
    const operator = (await world.bootstrap()).accessToken;
    const here = await world.openEngagement(operator, {});
    const body = { name: 'Asha Rao', email: 'asha@vendor.example', side: 'vendor', department: 'development', roles: ['engineer'] };
    await world.call(operator, 'POST', `/engagements/${here.engagementId}/members`, { body });
  });
  afterAll(async () => {
    await world.t.stop();
    await provider.stop();
  });

  const start = `/api/directory/v1/oidc/start`;
  const isOurs = (url: URL) => url.origin === publicUrl && url.pathname.endsWith('/oidc/callback');

  /** The whole way of a browser, up to the answer of our callback. */
  async function signInAs(login: string, returnTo = '/releases'): Promise<Response> {
    const browser = new Browser();
    const { next } = await browser.visit(`${publicUrl}${start}?returnTo=${encodeURIComponent(returnTo)}`, login, isOurs);
    return fetch(next, { redirect: 'manual', headers: { cookie: browser.cookies(next) } });
  }

  it('is offered on the sign-in page', async () => {
    const { body } = await world.call<object>(null, 'GET', '/sign-in-options');
    expect(body).toMatchObject({ openIdConnect: { name: '127.0.0.1', startUrl: start } });
  });

  it('asks the provider with PKCE, state and nonce', async () => {
    const answer = await fetch(`${publicUrl}${start}`, { redirect: 'manual' });
    const asked = new URL(answer.headers.get('location') ?? '').searchParams;
    expect(Object.fromEntries(asked)).toMatchObject({ response_type: 'code', code_challenge_method: 'S256', client_id: 'slipway' });
    for (const name of ['state', 'nonce', 'code_challenge']) expect(asked.get(name)?.length).toBeGreaterThan(20);
    expect(answer.headers.getSetCookie()[0]).toMatch(/HttpOnly; SameSite=Lax/);
  });

  it('signs a known person in by the verified e-mail, then by the subject', async () => {
    for (const _ of ['first by e-mail', 'then by subject']) {
      const answer = await signInAs('asha');
      expect([answer.status, answer.headers.get('location')]).toEqual([302, '/releases']);
      const refreshed = await world.call<SignedInBody>(null, 'POST', '/sessions/refresh', {
        headers: { cookie: cookieFrom(answer.headers) },
      });
      expect(refreshed).toMatchObject({ status: 200, body: { person: { email: 'asha@vendor.example' } } });
    }
    const links = await world.t
      .database('directory')
      .across('a spec', (tx) => tx.query('SELECT issuer, subject FROM directory.person_identities'));
    expect(links).toEqual([{ issuer: provider.issuer, subject: 'asha' }]);
  });

  it('refuses an e-mail that the provider has not verified, and people whom nobody invited', async () => {
    expect((await signInAs('unverified-asha')).headers.get('location')).toBe('/sign-in?problem=oidc-email-not-verified');
    const stranger = await signInAs('mallory');
    expect(stranger.headers.get('location')).toBe('/sign-in?problem=oidc-unknown-person');
    expect(cookieFrom(stranger.headers)).toBe('');
  });

  it('goes back to this site only', async () => {
    expect((await signInAs('asha', 'https://evil.example/')).headers.get('location')).toBe('/');
    expect((await signInAs('asha', '//evil.example/')).headers.get('location')).toBe('/');
  });

  it('refuses an answer that another browser started, a second use, and one that nobody started', async () => {
    const browser = new Browser();
    const { next } = await browser.visit(`${publicUrl}${start}`, 'asha', isOurs);
    const answer = async (cookie: string) => (await fetch(next, { redirect: 'manual', headers: { cookie } })).headers.get('location');
    expect(await answer('')).toBe('/sign-in?problem=oidc-flow-unknown');
    expect(await answer(browser.cookies(next))).toBe('/sign-in?problem=oidc-flow-unknown');
    const made = await fetch(`${publicUrl}/api/directory/v1/oidc/callback?code=x&state=y`, { redirect: 'manual' });
    expect(made.headers.get('location')).toBe('/sign-in?problem=oidc-flow-unknown');
  });

  it('refuses a code that was changed on the way', async () => {
    const browser = new Browser();
    const { next } = await browser.visit(`${publicUrl}${start}`, 'asha', isOurs);
    next.searchParams.set('code', 'forged');
    const answer = await fetch(next, { redirect: 'manual', headers: { cookie: browser.cookies(next) } });
    expect(answer.headers.get('location')).toBe('/sign-in?problem=oidc-failed');
  });
});

describe('without a provider', () => {
  it('there is nothing to start', async () => {
    const world = await DirectoryWorld.start();
    try {
      expect((await world.call(null, 'GET', '/oidc/start')).status).toBe(404);
    } finally {
      await world.t.stop();
    }
  });

  it('answers 503 with Retry-After while it is away', async () => {
    const issuer = `http://127.0.0.1:${await freePort()}`;
    const world = await DirectoryWorld.start({ config: { oidc: { issuer, clientId: 'slipway', clientSecret: 'x' } } });
    try {
      const answer = await world.call(null, 'GET', '/oidc/start');
      expect(answer).toMatchObject({ status: 503, body: { code: 'provider-away' } });
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    } finally {
      await world.t.stop();
    }
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
