import { decodeProtectedHeader, importJWK, jwtVerify } from 'jose';
import type { Engagement } from '../engagements/engagement-schemas';
import type { MemberAnswer } from '../people/member-schemas';
import { DirectoryWorld, type SignedInBody, adminPassword, cookieFrom } from '../testing/directory-world';

interface ProblemBody {
  code: string;
}

describe('sign-in', () => {
  let world: DirectoryWorld;
  let here: Engagement;
  let manager: string;
  let engineer: MemberAnswer & { token: string };

  beforeAll(async () => {
    world = await DirectoryWorld.start();
    const operator = (await world.bootstrap()).accessToken;
    here = await world.openEngagement(operator);
    manager = (await world.signIn('olu@slipway.example')).token;
    engineer = await world.person(manager, here.engagementId, { name: 'Asha Rao', side: 'vendor', roles: ['engineer'] });
  });
  afterAll(() => world.t.stop());

  const signIn = (email: string, password: string) =>
    world.call<SignedInBody & ProblemBody>(null, 'POST', '/sessions', { body: { email, password } });
  const refresh = (cookie: string) => world.call<SignedInBody & ProblemBody>(null, 'POST', '/sessions/refresh', { headers: { cookie } });

  describe('with a password', () => {
    it('answers a token of five minutes and a cookie that scripts cannot read', async () => {
      const answer = await signIn('Asha.Rao@vendor.example', adminPassword);
      expect(answer.status).toBe(201);
      expect(Date.parse(answer.body.expiresAt) - world.t.clock.now().toMillis()).toBeLessThanOrEqual(300_000);
      const [cookie] = answer.headers.getSetCookie();
      expect(cookie).toMatch(/^slipway_refresh=.{43}; Path=\/api\/directory\/v1\/sessions; Max-Age=\d+; HttpOnly; SameSite=Strict$/);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(JSON.stringify(answer.body)).not.toContain(cookie?.split(/[=;]/)[1]);
    });

    it('refuses a wrong password and an unknown account alike', async () => {
      const [wrong, unknown] = [
        await signIn(engineer.email, 'a wrong passphrase'),
        await signIn('nobody@vendor.example', 'a wrong passphrase'),
      ];
      expect(wrong).toMatchObject({ status: 401, body: { code: 'sign-in-refused' } });
      expect(unknown.body).toEqual(wrong.body);
    });

    it('takes about as long for an account that does not exist', async () => {
      const times = async (email: string) => {
        const taken: number[] = [];
        for (let round = 0; round < 5; round += 1) {
          world.t.clock.advance({ hours: 2 });
          const start = performance.now();
          await signIn(email, 'a wrong passphrase');
          taken.push(performance.now() - start);
        }
        return taken.sort((a, b) => a - b)[2] as number;
      };
      const [known, unknown] = [await times(engineer.email), await times('ghost@vendor.example')];
      expect(unknown).toBeGreaterThan(known / 3);
    });

    it('makes guessing slower and slower, and lets the right person in afterwards', async () => {
      world.t.clock.advance({ hours: 2 });
      const codes: number[] = [];
      for (let round = 0; round < 6; round += 1) codes.push((await signIn(engineer.email, 'guess number x')).status);
      expect(codes).toEqual([401, 401, 401, 401, 401, 429]);
      const waiting = await signIn(engineer.email, adminPassword);
      expect(waiting).toMatchObject({ status: 429, body: { code: 'sign-in-throttled' } });
      world.t.clock.advance({ seconds: Number(waiting.headers.get('retry-after')) });
      expect((await signIn(engineer.email, 'guess number y')).status).toBe(401);
      const longer = await signIn(engineer.email, adminPassword);
      expect(Number(longer.headers.get('retry-after'))).toBeGreaterThan(Number(waiting.headers.get('retry-after')));
      world.t.clock.advance({ seconds: Number(longer.headers.get('retry-after')) });
      expect((await signIn(engineer.email, adminPassword)).status).toBe(201);
      expect((await signIn(engineer.email, 'guess number z')).status).toBe(401);
    });

    it('counts guesses that come at the same time', async () => {
      world.t.clock.advance({ hours: 2 });
      const answers = await Promise.all(Array.from({ length: 12 }, () => signIn(engineer.email, 'guess at once')));
      expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
      world.t.clock.advance({ hours: 2 });
    });

    it('slows down an address that tries many accounts', async () => {
      const statuses: number[] = [];
      for (let account = 0; account < 32; account += 1)
        statuses.push((await signIn(`account-${account}@vendor.example`, 'one password')).status);
      expect(statuses.slice(0, 30)).not.toContain(429);
      expect(statuses.slice(30)).toContain(429);
      world.t.clock.advance({ hours: 2 });
    });
  });

  describe('a session', () => {
    it('goes on with a new cookie each time, and ends when an old one comes back', async () => {
      const { cookie } = await world.signIn(engineer.email);
      const second = await refresh(cookie);
      expect(second.status).toBe(200);
      world.t.clock.advance({ minutes: 1 });
      expect(await refresh(cookie)).toMatchObject({ status: 401, body: { code: 'session-ended' } });
      expect((await refresh(cookieFrom(second.headers))).status).toBe(401);
    });

    it('survives two tabs that refresh at the same moment', async () => {
      const { cookie } = await world.signIn(engineer.email);
      const answers = await Promise.all([refresh(cookie), refresh(cookie)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      const kept = answers.find(({ status }) => status === 200);
      expect((await refresh(cookieFrom(kept?.headers as Headers))).status).toBe(200);
    });

    it('ends by signing out, by disuse and without a cookie', async () => {
      const first = await world.signIn(engineer.email);
      const out = await world.call(null, 'DELETE', '/sessions/current', { headers: { cookie: first.cookie } });
      expect(out.status).toBe(204);
      expect(out.headers.getSetCookie()[0]).toContain('Max-Age=0');
      expect((await refresh(first.cookie)).status).toBe(401);
      const second = await world.signIn(engineer.email);
      world.t.clock.advance({ days: 8 });
      expect((await refresh(second.cookie)).status).toBe(401);
      expect((await refresh('slipway_refresh=nonsense')).status).toBe(401);
      expect((await world.call(null, 'POST', '/sessions/refresh')).status).toBe(401);
    });

    it('is listed to its owner, who can end it', async () => {
      const [one, two] = [await world.signIn(engineer.email), await world.signIn(engineer.email)];
      const { body } = await world.call<{ items: { sessionId: string; current: boolean }[] }>(one.token, 'GET', '/me/sessions');
      const other = body.items.find(({ current }) => !current);
      expect(body.items.filter(({ current }) => current)).toHaveLength(1);
      expect((await world.call(one.token, 'DELETE', `/me/sessions/${other?.sessionId}`)).status).toBe(204);
      const { token: somebodyElse } = await world.signIn('olu@slipway.example');
      expect((await world.call(somebodyElse, 'DELETE', `/me/sessions/${body.items[0]?.sessionId}`)).status).toBe(404);
      expect((await refresh(two.cookie)).status).toBe(401);
    });

    it('ends elsewhere when the password changes', async () => {
      const changing = await world.person((await world.signIn('olu@slipway.example')).token, here.engagementId, {
        name: 'Pat Password',
        side: 'vendor',
        roles: [],
      });
      const [one, two] = [await world.signIn(changing.email), await world.signIn(changing.email)];
      const change = (currentPassword: string) =>
        world.call(one.token, 'PUT', '/me/password', { body: { currentPassword, newPassword: 'another long passphrase' } });
      expect(await change('not the right one')).toMatchObject({ status: 403, body: { code: 'wrong-password' } });
      expect((await change(adminPassword)).status).toBe(204);
      expect((await refresh(two.cookie)).status).toBe(401);
      expect((await refresh(one.cookie)).status).toBe(200);
      expect((await signIn(changing.email, adminPassword)).status).toBe(401);
      expect((await signIn(changing.email, 'another long passphrase')).status).toBe(201);
    });
  });

  describe('signing keys', () => {
    const published = async () => (await world.call<{ keys: { kid: string; x: string }[] }>(null, 'GET', '/jwks.json')).body.keys;

    it('are published without their private part, the next one ahead', async () => {
      const keys = await published();
      expect(keys).toHaveLength(2);
      expect(JSON.stringify(keys)).not.toContain('"d"');
      const { token } = await world.signIn(engineer.email);
      const key = keys.find(({ kid }) => kid === decodeProtectedHeader(token).kid);
      const { payload } = await jwtVerify(token, await importJWK({ ...key, kty: 'OKP', crv: 'Ed25519' }, 'EdDSA'), {
        currentDate: world.t.clock.now().toJSDate(),
        audience: 'slipway',
      });
      expect(payload.sub).toBe(engineer.personId);
    });

    it('rotate after a month; the old one verifies until its last token has expired', async () => {
      const before = await world.signIn(engineer.email);
      const old = decodeProtectedHeader(before.token).kid;
      world.t.clock.advance({ days: 31 });
      await world.t.dueWork('rotate-signing-keys');
      const after = await world.signIn(engineer.email);
      expect(decodeProtectedHeader(after.token).kid).not.toBe(old);
      expect((await world.call(after.token, 'GET', '/me')).status).toBe(200);
      world.t.clock.advance({ minutes: 30 });
      await world.t.dueWork('rotate-signing-keys');
      const keys = await published();
      expect(keys.map(({ kid }) => kid)).not.toContain(old);
      expect(keys).toHaveLength(2);
    });

    it('are stored sealed', async () => {
      const rows = await world.t
        .database('directory')
        .across('a spec', (tx) => tx.query(`SELECT sealed_private_key, public_key FROM directory.signing_keys`));
      for (const row of rows as { sealed_private_key: string }[]) expect(row.sealed_private_key).toMatch(/^v1\.[\w-]+$/);
    });
  });

  it('never stores a password, cookie or token in clear', async () => {
    const { cookie } = await world.signIn(engineer.email);
    const rows = await world.t
      .database('directory')
      .across('a spec', async (tx) => [
        await tx.query('SELECT * FROM directory.credentials'),
        await tx.query(`SELECT encode(token_hash, 'base64') FROM directory.refresh_tokens`),
      ]);
    const text = JSON.stringify(rows);
    expect(text).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
    expect(text).not.toContain(adminPassword);
    expect(text).not.toContain(cookie.split('=')[1]);
  });

  it('hides accounts from the role that serves engagements', async () => {
    const inEngagement = (sql: string) => world.t.database('directory').inEngagement(here.engagementId, (tx) => tx.query(sql));
    await expect(inEngagement('SELECT * FROM directory.sessions')).rejects.toThrow(/permission denied/);
    await expect(inEngagement('SELECT * FROM directory.signing_keys')).rejects.toThrow(/permission denied/);
  });
});
