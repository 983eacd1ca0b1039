import { engagementOpened, membershipChanged } from '@slipway/contracts';
import { readFile, stat } from 'node:fs/promises';
import { Bootstrap } from './bootstrap/bootstrap.service';
import type { Engagement } from './engagements/engagement-schemas';
import type { Me } from './me/me-schemas';
import type { MemberAnswer } from './people/member-schemas';
import { DirectoryWorld, adminPassword, engagementBody } from './testing/directory-world';

describe('directory', () => {
  let world: DirectoryWorld;
  let operator: string;
  let here: Engagement;
  let there: Engagement;
  let vendorManager: string;
  let client: MemberAnswer & { token: string };
  let engineer: MemberAnswer & { token: string };

  beforeAll(async () => {
    world = await DirectoryWorld.start();
    const options = await world.call<object>(null, 'GET', '/sign-in-options');
    expect(options.body).toEqual({ local: true, openIdConnect: null, bootstrapPending: true });
    const file = world.t.get(Bootstrap).tokenFile;
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const wrong = { bootstrapToken: 'wrong', person: { name: 'E', email: 'e@e.example', password: adminPassword, zone: 'UTC' } };
    expect(await world.call(null, 'POST', '/bootstrap', { body: wrong })).toMatchObject({
      status: 401,
      body: { code: 'bootstrap-token-refused' },
    });
    const token = (await readFile(file, 'utf8')).trim();
    operator = (await world.bootstrap()).accessToken;
    await expect(stat(file)).rejects.toThrow('ENOENT');
    expect(await world.call(null, 'POST', '/bootstrap', { body: { ...wrong, bootstrapToken: token } })).toMatchObject({
      status: 409,
      body: { code: 'already-bootstrapped' },
    });
    here = await world.openEngagement(operator);
    there = await world.openEngagement(operator, { name: 'Elsewhere' });
    vendorManager = (await world.signIn('olu@slipway.example')).token;
    client = await world.person(vendorManager, here.engagementId, {
      name: 'Cora Client',
      side: 'client',
      roles: ['client-admin', 'release-manager'],
    });
    engineer = await world.person(vendorManager, here.engagementId, {
      name: 'Asha Rao',
      side: 'vendor',
      roles: ['engineer'],
      department: 'development',
    });
  });
  afterAll(() => world.t.stop());

  const members = (engagementId: string, rest = '') => `/engagements/${engagementId}/members${rest}`;

  describe('engagements', () => {
    it('are opened by operators only, and announced', async () => {
      expect(await world.call(engineer.token, 'POST', '/engagements', { body: engagementBody })).toMatchObject({
        status: 403,
        body: { code: 'operator-only' },
      });
      const opened = await world.t.events(engagementOpened);
      expect(opened.map(({ data }) => data.engagementId)).toEqual([here.engagementId, there.engagementId]);
      expect(opened[0]?.data).toMatchObject({ name: 'Northwind field service', revision: 1, client: { zone: 'Europe/Berlin' } });
    });

    it('are seen by their members only', async () => {
      expect((await world.call<{ items: Engagement[] }>(engineer.token, 'GET', '/engagements')).body.items).toHaveLength(1);
      expect((await world.call(engineer.token, 'GET', `/engagements/${there.engagementId}`)).status).toBe(404);
      expect((await world.call(engineer.token, 'GET', members(there.engagementId))).status).toBe(404);
      expect((await world.call(engineer.token, 'GET', `/engagements/nonsense`)).status).toBe(404);
      expect((await world.call(null, 'GET', `/engagements/${here.engagementId}`)).status).toBe(401);
    });

    it('replays an opening with the same Idempotency-Key', async () => {
      const send = () =>
        world.call<Engagement>(operator, 'POST', '/engagements', {
          body: { ...engagementBody, name: 'Twice' },
          headers: { 'Idempotency-Key': 'open-1' },
        });
      const [first, second] = [await send(), await send()];
      expect(second.body.engagementId).toBe(first.body.engagementId);
      expect(second.headers.get('idempotency-replayed')).toBe('true');
    });

    it('change with If-Match, and say so to the others', async () => {
      const path = `/engagements/${here.engagementId}`;
      const before = await world.call<Engagement>(client.token, 'GET', path);
      const etag = before.headers.get('etag') ?? '';
      const body = { solution: { hasMobileApp: false, environments: ['prod'] }, client: { zone: 'Europe/Vienna' } };
      expect((await world.call(client.token, 'PATCH', path, { body })).status).toBe(428);
      expect((await world.call(engineer.token, 'PATCH', path, { body, headers: { 'If-Match': etag } })).status).toBe(403);
      const changed = await world.call<Engagement>(client.token, 'PATCH', path, { body, headers: { 'If-Match': etag } });
      expect(changed).toMatchObject({
        status: 200,
        body: {
          revision: 2,
          client: { zone: 'Europe/Vienna', holidayRegion: 'DE' },
          solution: { hasMobileApp: false, features: [{ key: 'work-orders' }] },
        },
      });
      expect((await world.call(client.token, 'PATCH', path, { body, headers: { 'If-Match': etag } })).status).toBe(412);
      expect((await world.t.events(engagementOpened)).at(-1)?.data).toMatchObject({ revision: 2, solution: { environments: ['prod'] } });
      const other = { vendor: { name: 'Mine now' } };
      expect(await world.call(client.token, 'PATCH', path, { body: other, headers: { 'If-Match': '*' } })).toMatchObject({
        status: 403,
        body: { code: 'other-party' },
      });
    });

    it.each([
      ['name', { name: '\u0000' }],
      ['client.zone', { client: { ...engagementBody.client, zone: 'Mars/Phobos' } }],
      ['client.holidayRegion', { client: { ...engagementBody.client, holidayRegion: 'Germany' } }],
      ['solution.features[0].weight', { solution: { ...engagementBody.solution, features: [{ key: 'a', name: 'A', weight: 0 }] } }],
      ['solution.environments', { solution: { ...engagementBody.solution, environments: ['prod', 'prod'] } }],
    ])('are refused with a bad %s', async (field, overrides) => {
      const answer = await world.call<{ field: string; code: string }>(operator, 'POST', '/engagements', {
        body: { ...engagementBody, ...overrides },
      });
      expect(answer.status).toBe(400);
      if (field !== 'name') expect(answer.body.field).toBe(field);
    });
  });

  describe('people', () => {
    it('are announced with side, department and roles', async () => {
      const told = (await world.t.events(membershipChanged)).map(({ data }) => data);
      expect(told).toContainEqual(
        expect.objectContaining({
          personId: engineer.personId,
          side: 'vendor',
          department: 'development',
          roles: ['engineer'],
          active: true,
          revision: 1,
          zone: 'Asia/Kolkata',
        }),
      );
    });

    it('are listed by name, page by page and filtered', async () => {
      const first = await world.call<{ items: MemberAnswer[]; nextCursor: string }>(
        engineer.token,
        'GET',
        members(here.engagementId, '?limit=2'),
      );
      const second = await world.call<{ items: MemberAnswer[] }>(
        engineer.token,
        'GET',
        members(here.engagementId, `?limit=2&cursor=${first.body.nextCursor}`),
      );
      const names = [...first.body.items, ...second.body.items].map(({ name }) => name);
      expect(names).toEqual([...names].sort());
      expect(new Set(names).size).toBe(names.length);
      const filtered = await world.call<{ items: MemberAnswer[] }>(
        engineer.token,
        'GET',
        members(here.engagementId, '?side=client&role=client-admin&active=true&q=CORA'),
      );
      expect(filtered.body.items.map(({ personId }) => personId)).toEqual([client.personId]);
      expect((await world.call(engineer.token, 'GET', members(here.engagementId, '?cursor=nonsense'))).status).toBe(400);
    });

    it('are managed by their own side only, once it has an administrator', async () => {
      const manager = await world.person(client.token, here.engagementId, {
        name: 'Second Client',
        side: 'client',
        roles: ['release-manager'],
      });
      const body = { name: 'X', email: 'x@x.example', side: 'vendor', department: 'd', roles: [] };
      expect(await world.call(manager.token, 'POST', members(here.engagementId), { body })).toMatchObject({
        status: 403,
        body: { code: 'other-side' },
      });
      expect((await world.call(engineer.token, 'POST', members(here.engagementId), { body })).status).toBe(403);
    });

    it('are added once', async () => {
      const body = { name: 'Asha again', email: 'ASHA.RAO@vendor.example', side: 'vendor', department: 'd', roles: [] };
      expect(await world.call(vendorManager, 'POST', members(here.engagementId), { body })).toMatchObject({
        status: 409,
        body: { code: 'already-member' },
      });
    });

    it('cannot be taken over through another engagement', async () => {
      const body = { name: 'Changed', email: engineer.email, side: 'vendor', department: 'd', roles: [], password: 'a stolen passphrase' };
      expect(await world.call(vendorManager, 'POST', members(there.engagementId), { body })).toMatchObject({
        status: 409,
        body: { code: 'account-exists' },
      });
      const { password: _password, ...without } = body;
      const added = await world.call<MemberAnswer>(vendorManager, 'POST', members(there.engagementId), { body: without });
      expect(added).toMatchObject({ status: 201, body: { personId: engineer.personId, name: 'Asha Rao' } });
      const path = members(there.engagementId, `/${engineer.personId}`);
      expect(await world.call(vendorManager, 'PUT', `${path}/password`, { body: { password: 'a stolen passphrase' } })).toMatchObject({
        status: 409,
        body: { code: 'password-is-own' },
      });
      expect(await world.call(vendorManager, 'PATCH', path, { body: { name: 'Mine' }, headers: { 'If-Match': '"1"' } })).toMatchObject({
        status: 409,
        body: { code: 'profile-is-own' },
      });
      const gone = await world.call<MemberAnswer>(vendorManager, 'PATCH', path, {
        body: { active: false },
        headers: { 'If-Match': '"1"' },
      });
      expect(gone).toMatchObject({ status: 200, body: { active: false, revision: 2 } });
    });

    it('keep at least one release manager a side', async () => {
      const me = (await world.call<Me>(vendorManager, 'GET', '/me')).body;
      const path = members(here.engagementId, `/${me.personId}`);
      expect(await world.call(vendorManager, 'PATCH', path, { body: { roles: [] }, headers: { 'If-Match': '*' } })).toMatchObject({
        status: 409,
        body: { code: 'last-release-manager' },
      });
    });

    it('lose the engagement with the next token when their membership ends', async () => {
      const leaver = await world.person(vendorManager, here.engagementId, { name: 'Lea Leaver', side: 'vendor', roles: ['engineer'] });
      await world.call(vendorManager, 'PATCH', members(here.engagementId, `/${leaver.personId}`), {
        body: { active: false },
        headers: { 'If-Match': '"1"' },
      });
      const { token } = await world.signIn(leaver.email);
      expect((await world.call(token, 'GET', `/engagements/${here.engagementId}`)).status).toBe(404);
      expect((await world.t.events(membershipChanged)).at(-1)?.data).toMatchObject({
        personId: leaver.personId,
        active: false,
        revision: 2,
      });
    });

    it('are counted by department', async () => {
      const { body } = await world.call<{ items: object[] }>(client.token, 'GET', `/engagements/${here.engagementId}/departments`);
      expect(body.items).toContainEqual({ side: 'vendor', department: 'development', people: 1 });
    });
  });

  describe('me', () => {
    it('tells who I am and what I may do', async () => {
      const me = (await world.call<Me>(client.token, 'GET', '/me')).body;
      expect(me).toMatchObject({ name: 'Cora Client', operator: false, hasPassword: true, tokenId: null });
      expect(me.memberships).toEqual([
        expect.objectContaining({
          engagementId: here.engagementId,
          side: 'client',
          partyName: 'Northwind Energy',
          permissions: expect.arrayContaining(['person:manage', 'release:create']),
        }),
      ]);
    });

    it('changes my own zone and says so to every service', async () => {
      const before = await world.call<Me>(engineer.token, 'GET', '/me');
      const changed = await world.call<Me>(engineer.token, 'PATCH', '/me', {
        body: { zone: 'Asia/Dubai' },
        headers: { 'If-Match': before.headers.get('etag') ?? '' },
      });
      expect(changed).toMatchObject({ status: 200, body: { zone: 'Asia/Dubai', revision: before.body.revision + 1 } });
      const told = (await world.t.events(membershipChanged)).filter(
        ({ data }) => data.personId === engineer.personId && data.engagementId === here.engagementId,
      );
      expect(told.at(-1)?.data).toMatchObject({ zone: 'Asia/Dubai', revision: 2 });
      expect((await world.call(engineer.token, 'PATCH', '/me', { body: { zone: 'Nowhere' }, headers: { 'If-Match': '*' } })).status).toBe(
        400,
      );
    });
  });

  it('audits every change, verifiably', async () => {
    const { body } = await world.call<{ items: { action: string }[] }>(client.token, 'GET', '/audit?limit=200', {
      headers: { 'Slipway-Engagement': here.engagementId },
    });
    const actions = new Set(body.items.map(({ action }) => action));
    for (const action of ['engagement.opened', 'engagement.changed', 'member.added', 'member.changed', 'person.changed'])
      expect(actions).toContain(action);
    expect(await world.call(client.token, 'GET', '/audit/verification')).toMatchObject({ status: 200, body: { intact: true } });
  });
});
