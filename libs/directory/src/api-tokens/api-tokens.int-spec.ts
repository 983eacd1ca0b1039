import { TokenVerifier } from '@slipway/access';
import type { Engagement } from '../engagements/engagement-schemas';
import type { Me } from '../me/me-schemas';
import type { MemberAnswer } from '../people/member-schemas';
import { DirectoryWorld } from '../testing/directory-world';
import type { ApiToken } from './api-token-schemas';

type Created = ApiToken & { token: string | null };

describe('API tokens', () => {
  let world: DirectoryWorld;
  let here: Engagement;
  let engineer: MemberAnswer & { token: string };
  let manager: MemberAnswer & { token: string };

  beforeAll(async () => {
    world = await DirectoryWorld.start();
    const operator = (await world.bootstrap()).accessToken;
    here = await world.openEngagement(operator, {});
    manager = await world.person(operator, here.engagementId, { name: 'Mia Manager', side: 'vendor', roles: ['release-manager'] });
    engineer = await world.person(operator, here.engagementId, { name: 'Asha Rao', side: 'vendor', roles: ['engineer'] });
  });
  afterAll(() => world.t.stop());
  /** Access tokens live five minutes; the clock moves in these specs. */
  beforeEach(async () => {
    manager.token = (await world.signIn(manager.email)).token;
    engineer.token = (await world.signIn(engineer.email)).token;
  });

  const make = (token: string, body: object = {}, headers = {}) =>
    world.call<Created & { code: string; field: string }>(token, 'POST', '/tokens', {
      body: { name: 'pipeline', scopes: ['measurement:write', 'person:read'], expiresInDays: 30, ...body },
      headers,
    });

  it('are shown once, kept as a hash, and work within their scopes', async () => {
    const made = await make(engineer.token);
    expect(made).toMatchObject({
      status: 201,
      body: { prefix: made.body.token?.slice(0, 8), scopes: ['measurement:write', 'person:read'] },
    });
    const token = made.body.token as string;
    expect((await world.call(token, 'GET', `/engagements/${here.engagementId}/members`)).status).toBe(200);
    expect(await world.call(token, 'GET', `/engagements/${here.engagementId}`)).toMatchObject({
      status: 403,
      body: { code: 'permission-missing', permission: 'engagement:read' },
    });
    const me = (await world.call<Me>(token, 'GET', '/me')).body;
    expect(me).toMatchObject({ tokenId: made.body.tokenId, memberships: [{ permissions: ['person:read', 'measurement:write'] }] });
    const rows = await world.t
      .database('directory')
      .across('a spec', (tx) => tx.query(`SELECT t.*, k.body FROM directory.api_tokens t, directory.idempotency_keys k`));
    expect(JSON.stringify(rows)).not.toContain(token);
    const { body } = await world.call<{ items: ApiToken[] }>(engineer.token, 'GET', '/tokens');
    expect(JSON.stringify(body)).not.toContain(token);
    expect(body.items[0]?.lastUsedAt).not.toBeNull();
  });

  it('replay without the token', async () => {
    const headers = { 'Idempotency-Key': 'token-1' };
    const [first, again] = [await make(engineer.token, {}, headers), await make(engineer.token, {}, headers)];
    expect(first.body.token).toMatch(/^slp_/);
    expect(again.body).toEqual({ ...first.body, token: null });
    const rows = await world.t.database('directory').across('a spec', (tx) => tx.query('SELECT body FROM directory.idempotency_keys'));
    expect(JSON.stringify(rows)).not.toContain(first.body.token);
  });

  it('cannot have more than their maker has', async () => {
    expect(await make(engineer.token, { scopes: ['person:manage'] })).toMatchObject({
      status: 422,
      body: { code: 'scope-not-held', field: 'scopes' },
    });
    expect(await make(engineer.token, { scopes: ['everything'] })).toMatchObject({ status: 400, body: { field: 'scopes[0]' } });
    expect((await make(engineer.token, { expiresInDays: 400 })).status).toBe(400);
  });

  it('cannot make tokens, change passwords or profiles', async () => {
    const { body } = await make(engineer.token, { scopes: ['token:manage'] });
    const token = body.token as string;
    expect(await make(token, { scopes: ['person:read'] })).toMatchObject({ status: 403, body: { code: 'needs-a-person' } });
    expect(await world.call(token, 'PATCH', '/me', { body: { name: 'X' }, headers: { 'If-Match': '*' } })).toMatchObject({
      status: 403,
      body: { code: 'needs-a-person' },
    });
    const change = { currentPassword: 'x', newPassword: 'y'.repeat(20) };
    expect(await world.call(token, 'PUT', '/me/password', { body: change })).toMatchObject({ status: 403 });
  });

  it('end within a minute of being revoked', async () => {
    const { body } = await make(engineer.token);
    const token = body.token as string;
    const use = () => world.call(token, 'GET', `/engagements/${here.engagementId}/members`);
    expect((await use()).status).toBe(200);
    expect((await world.call(manager.token, 'DELETE', `/tokens/${body.tokenId}`)).status).toBe(204);
    world.t.clock.advance({ seconds: 61 });
    expect(await use()).toMatchObject({ status: 401, body: { code: 'token-invalid' } });
    const { token: fresh } = await world.signIn(manager.email);
    expect((await world.call(fresh, 'DELETE', `/tokens/${here.engagementId}`)).status).toBe(404);
  });

  it('end when they expire and when their maker leaves', async () => {
    const short = await make(engineer.token, { expiresInDays: 1 });
    const leaver = await world.person(manager.token, here.engagementId, { name: 'Lea Leaver', side: 'vendor', roles: ['engineer'] });
    const leaving = await make(leaver.token);
    await world.call(manager.token, 'PATCH', `/engagements/${here.engagementId}/members/${leaver.personId}`, {
      body: { active: false },
      headers: { 'If-Match': '*' },
    });
    world.t.clock.advance({ seconds: 61 });
    expect((await world.call(leaving.body.token, 'GET', '/me')).status).toBe(401);
    expect((await world.call(short.body.token, 'GET', '/me')).status).toBe(200);
    world.t.clock.advance({ days: 1 });
    expect((await world.call(short.body.token, 'GET', '/me')).status).toBe(401);
  });

  it('are exchanged over HTTP as services do', async () => {
    const { body } = await make(engineer.token);
    const exchanged = await world.call<{ accessToken: string }>(null, 'POST', '/token-exchanges', { body: { token: body.token } });
    expect(exchanged.status).toBe(200);
    const identity = await world.t.get(TokenVerifier).identify(`Bearer ${exchanged.body.accessToken}`, world.t.clock.now());
    expect(identity).toMatchObject({ personId: engineer.personId, tokenId: body.tokenId, operator: false });
    for (const token of ['slp_nonsense', `slp_${'a'.repeat(43)}`, 'x']) {
      expect(await world.call(null, 'POST', '/token-exchanges', { body: { token } })).toMatchObject({
        status: 401,
        body: { code: 'token-refused' },
      });
    }
  });
});
