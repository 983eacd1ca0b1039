import { definitionAgreed } from '@slipway/contracts';
import { Members } from './members/members.service';
import { type TestCaller, type TestEngagement, type TestServices, onServer, startTestServices } from './testing';
import { carelessService, probeService } from './testing/probe/probe-service';

interface Note {
  id: string;
  text: string;
  revision: number;
}
interface ProblemBody {
  code: string;
  status: number;
  field?: string;
  remedy: string;
}

describe('access', () => {
  let t: TestServices;
  let here: TestEngagement;
  let there: TestEngagement;
  let manager: TestCaller;
  let observer: TestCaller;
  let stranger: TestCaller;

  beforeAll(async () => {
    t = await startTestServices({ services: [probeService] });
    here = await t.engagement({ name: 'Here' });
    there = await t.engagement({ name: 'There' });
    manager = await t.member({ engagementId: here.engagementId, side: 'vendor', department: 'delivery', roles: ['release-manager'] });
    observer = await t.member({ engagementId: here.engagementId, side: 'client', department: 'finance', roles: ['observer'] });
    stranger = await t.member({ engagementId: there.engagementId, side: 'client', department: 'it', roles: ['release-manager'] });
  });
  afterAll(() => t.stop());

  const add = (caller: TestCaller | null, text: string, headers: Record<string, string> = {}) =>
    t.call<Note & ProblemBody>(caller, 'POST', '/api/kpi/v1/notes', { body: { text }, headers });

  describe('who is calling', () => {
    it('refuses a request without a token and says how to sign in', async () => {
      const answer = await add(null, 'x');
      expect(answer).toMatchObject({ status: 401, body: { code: 'not-signed-in', remedy: expect.stringContaining('Bearer') } });
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
    });

    it.each(['not.a.token', 'slp_unknown', `${'a'.repeat(20)}.${'b'.repeat(20)}.c`])('refuses the token %s', async (token) => {
      expect(await t.call({ token }, 'GET', '/api/kpi/v1/notes')).toMatchObject({ status: 401, body: { code: 'token-invalid' } });
    });

    it('refuses a token that has expired', async () => {
      const token = await t.tokenFor({ ...manager.caller, operator: false, sessionId: null, memberships: [manager.caller] }, 60);
      t.clock.advance({ minutes: 2 });
      expect(await t.call({ token }, 'GET', '/api/kpi/v1/notes')).toMatchObject({ status: 401, body: { code: 'token-expired' } });
    });

    it('refuses a token whose payload was changed', async () => {
      const [header, payload, signature] = manager.token.split('.');
      const claims = { ...(JSON.parse(Buffer.from(payload ?? '', 'base64url').toString()) as object), operator: true };
      const forged = [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.');
      expect((await t.call({ token: forged }, 'GET', '/api/kpi/v1/notes')).status).toBe(401);
    });

    it('answers 403 with the permission and who has it', async () => {
      const answer = await add(observer, 'x');
      expect(answer).toMatchObject({
        status: 403,
        body: { code: 'permission-missing', permission: 'kpi:sign', remedy: expect.stringContaining('release-manager') },
      });
    });

    it('keeps a token to its scopes', async () => {
      const scoped = await t.member({
        engagementId: here.engagementId,
        side: 'vendor',
        department: 'delivery',
        roles: ['release-manager'],
        scopes: ['kpi:read'],
      });
      expect((await t.call(scoped, 'GET', '/api/kpi/v1/notes')).status).toBe(200);
      expect(await add(scoped, 'x')).toMatchObject({ status: 403, body: { code: 'permission-missing' } });
    });

    it('answers 404 for an engagement of others, 400 for one that is not named or not a UUID', async () => {
      const both = await t.tokenFor({
        ...manager.caller,
        operator: false,
        sessionId: null,
        memberships: [manager.caller, { ...stranger.caller }],
      });
      const list = (headers: Record<string, string>, token = manager.token) => t.call({ token }, 'GET', '/api/kpi/v1/notes', { headers });
      expect((await list({ 'Slipway-Engagement': there.engagementId })).status).toBe(404);
      expect(await list({ 'Slipway-Engagement': 'x' })).toMatchObject({ status: 400, body: { field: 'Slipway-Engagement' } });
      expect(await list({}, both)).toMatchObject({
        status: 400,
        body: { code: 'engagement-required', engagements: [here.engagementId, there.engagementId] },
      });
      expect((await list({ 'Slipway-Engagement': there.engagementId }, both)).status).toBe(200);
    });

    it('leaves public routes open', async () => {
      expect(await t.call(null, 'GET', '/api/kpi/v1/notes/open')).toMatchObject({ status: 200, body: { open: true } });
    });

    it('refuses to start with a route that nobody declared', async () => {
      await expect(startTestServices({ services: [carelessService] })).rejects.toThrow('ForgottenController.open');
    });
  });

  it('keeps engagements apart by row-level security', async () => {
    const note = await add(manager, 'only here');
    const list = async (caller: TestCaller) =>
      (await t.call<{ items: Note[] }>(caller, 'GET', '/api/kpi/v1/notes')).body.items.map(({ id }) => id);
    expect(await list(manager)).toContain(note.body.id);
    expect(await list(stranger)).not.toContain(note.body.id);
    const seen = await t
      .database('kpi')
      .inEngagement(there.engagementId, (tx) => tx.query(`SELECT id FROM kpi.notes WHERE id = $1`, [note.body.id]));
    expect(seen).toEqual([]);
  });

  describe('idempotency', () => {
    it('stores the answer once and replays it', async () => {
      const first = await add(manager, 'once', { 'Idempotency-Key': 'k1' });
      const again = await add(manager, 'once', { 'Idempotency-Key': 'k1' });
      expect(first).toMatchObject({ status: 201, body: { text: 'once' } });
      expect(first.headers.get('etag')).toBe('"1"');
      expect(again).toMatchObject({ status: 201, body: first.body });
      expect(again.headers.get('idempotency-replayed')).toBe('true');
      expect(again.headers.get('etag')).toBe('"1"');
    });

    it('refuses the same key with another body', async () => {
      await add(manager, 'this', { 'Idempotency-Key': 'k2' });
      expect(await add(manager, 'that', { 'Idempotency-Key': 'k2' })).toMatchObject({
        status: 422,
        body: { code: 'idempotency-key-reused', field: 'Idempotency-Key' },
      });
    });

    it('keeps the keys of callers apart', async () => {
      const other = await t.member({ engagementId: here.engagementId, side: 'client', department: 'it', roles: ['release-manager'] });
      const [mine, theirs] = [await add(manager, 'a', { 'Idempotency-Key': 'k3' }), await add(other, 'b', { 'Idempotency-Key': 'k3' })];
      expect([mine.status, theirs.status]).toEqual([201, 201]);
      expect(mine.body.id).not.toBe(theirs.body.id);
    });

    it('makes one of many at the same time', async () => {
      const answers = await Promise.all(Array.from({ length: 8 }, () => add(manager, 'race', { 'Idempotency-Key': 'k4' })));
      expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
      expect(answers.every(({ status }) => status === 201)).toBe(true);
      expect(answers.filter(({ headers }) => headers.get('idempotency-replayed') === null)).toHaveLength(1);
    });

    it('undoes everything, and the key, when the handler fails', async () => {
      const before = (await t.events(definitionAgreed)).length;
      expect((await add(manager, 'fail afterwards', { 'Idempotency-Key': 'k5' })).status).toBe(500);
      expect(await t.events(definitionAgreed)).toHaveLength(before);
      expect((await add(manager, 'another text', { 'Idempotency-Key': 'k5' })).status).toBe(201);
    });

    it('forgets keys after a day', async () => {
      await add(manager, 'old', { 'Idempotency-Key': 'k6' });
      t.clock.advance({ hours: 25 });
      expect(await add(manager, 'new', { 'Idempotency-Key': 'k6' })).toMatchObject({ status: 201, body: { text: 'new' } });
      expect(await t.dueWork('forget-idempotency-keys')).toBeGreaterThan(0);
    });

    it('refuses a key that is no key', async () => {
      expect(await add(manager, 'x', { 'Idempotency-Key': 'two words' })).toMatchObject({
        status: 400,
        body: { field: 'Idempotency-Key' },
      });
    });
  });

  it('asks for If-Match and compares it', async () => {
    const { body } = await add(manager, 'to change');
    const change = (headers: Record<string, string>) =>
      t.call<Note>(manager, 'PATCH', `/api/kpi/v1/notes/${body.id}`, { body: { text: 'changed' }, headers });
    expect(await change({})).toMatchObject({ status: 428, body: { code: 'if-match-required' } });
    expect(await change({ 'If-Match': '"7"' })).toMatchObject({ status: 412, body: { code: 'revision-changed', currentETag: '"1"' } });
    const changed = await change({ 'If-Match': '"1"' });
    expect(changed).toMatchObject({ status: 200, body: { text: 'changed', revision: 2 } });
    expect(changed.headers.get('etag')).toBe('"2"');
  });

  describe('audit', () => {
    it('lists who changed what, page by page, and verifies the chain', async () => {
      await Promise.all(['p', 'q', 'r'].map((text) => add(manager, text)));
      const first = await t.call<{ items: { sequence: number }[]; nextCursor: string }>(manager, 'GET', '/api/kpi/v1/audit?limit=2');
      const second = await t.call<{ items: { sequence: number }[] }>(
        manager,
        'GET',
        `/api/kpi/v1/audit?limit=2&cursor=${first.body.nextCursor}`,
      );
      const sequences = [...first.body.items, ...second.body.items].map(({ sequence }) => sequence);
      expect(sequences).toEqual([...sequences].sort((a, b) => b - a));
      expect(new Set(sequences).size).toBe(4);
      expect(await t.call(manager, 'GET', '/api/kpi/v1/audit/verification')).toMatchObject({ status: 200, body: { intact: true } });
      expect(await t.call(observer, 'GET', '/api/kpi/v1/audit')).toMatchObject({ status: 403 });
      expect((await t.call<{ items: unknown[] }>(stranger, 'GET', '/api/kpi/v1/audit')).body.items).toEqual([]);
    });

    it.each(['UPDATE kpi.audit_entries SET action = $$x$$', 'DELETE FROM kpi.audit_entries', 'TRUNCATE kpi.audit_entries'])(
      'refuses %s to services',
      async (sql) => {
        await expect(t.database('kpi').inEngagement(here.engagementId, (tx) => tx.query(sql))).rejects.toThrow(/permission denied/);
        await expect(t.database('kpi').across('a spec', (tx) => tx.query(sql))).rejects.toThrow(/permission denied/);
      },
    );

    it('refuses changes to the owner, too, and finds one that was made in spite of it', async () => {
      const change = `UPDATE kpi.audit_entries SET action = 'note.forged' WHERE engagement_id = '${here.engagementId}' AND sequence = 2`;
      await expect(onServer(t.databaseUrl, change)).rejects.toThrow('append-only');
      await onServer(
        t.databaseUrl,
        `ALTER TABLE kpi.audit_entries DISABLE TRIGGER ALL; ${change}; ALTER TABLE kpi.audit_entries ENABLE TRIGGER ALL`,
      );
      expect(await t.call(manager, 'GET', '/api/kpi/v1/audit/verification')).toMatchObject({
        body: { intact: false, brokenAtSequence: 2 },
      });
    });
  });

  it('keeps members and engagements, and ignores what is out of date', async () => {
    const members = t.getOf('kpi', Members);
    const at = here.engagementId;
    await t.engagement({ ...here, name: 'Renamed', revision: 5 });
    await t.engagement({ ...here, name: 'Late', revision: 4 });
    const read = await t.database('kpi').inEngagement(at, async (tx) => ({
      engagement: await members.engagement(tx, at),
      vendors: await members.list(tx, at, { side: 'vendor', role: 'release-manager', active: true }),
      observer: await members.find(tx, at, observer.personId),
      nobody: await members.find(tx, at, stranger.personId),
    }));
    expect(read.engagement?.name).toBe('Renamed');
    expect(read.vendors.map(({ personId }) => personId)).toContain(manager.personId);
    expect(read.observer).toMatchObject({ side: 'client', department: 'finance', roles: ['observer'], active: true });
    expect(read.nobody).toBeNull();
  });

  it('lists dead letters to those who may see them', async () => {
    expect(await t.call(manager, 'GET', '/api/kpi/v1/dead-letters')).toMatchObject({ status: 200, body: { items: [], nextCursor: null } });
    expect((await t.call(observer, 'GET', '/api/kpi/v1/dead-letters')).status).toBe(403);
    expect((await t.call(manager, 'POST', `/api/kpi/v1/dead-letters/${here.engagementId}/replays`)).status).toBe(404);
  });
});
