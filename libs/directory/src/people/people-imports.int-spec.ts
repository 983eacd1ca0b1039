import { membershipChanged } from '@slipway/contracts';
import type { Engagement } from '../engagements/engagement-schemas';
import { DirectoryWorld } from '../testing/directory-world';
import type { ImportReport } from './import-schemas';
import type { MemberAnswer } from './member-schemas';

const table = [
  'name,email,side,department,roles,zone',
  'Asha Rao,asha@vendor.example,vendor,development,engineer;auditor,Asia/Kolkata',
  'No Mail,not-an-address,vendor,development,engineer,',
  'Asha Twice,ASHA@vendor.example,vendor,development,engineer,',
  '=HYPERLINK("x"),eve@vendor.example,vendor,"=cmd|x",observer,',
  'Bad Role,bad@vendor.example,vendor,development,emperor,Mars/Phobos',
  'Übel Ünïcode,umlaut@vendor.example,vendor,qualité,,',
].join('\n');

describe('people imports', () => {
  let world: DirectoryWorld;
  let here: Engagement;
  let operator: string;
  let manager: MemberAnswer & { token: string };

  beforeAll(async () => {
    world = await DirectoryWorld.start();
    operator = (await world.bootstrap()).accessToken;
    here = await world.openEngagement(operator, {});
    manager = await world.person(operator, here.engagementId, { name: 'Mia Manager', side: 'vendor', roles: ['release-manager'] });
    await world.person(operator, here.engagementId, { name: 'Cora Client', side: 'client', roles: ['client-admin'] });
  });
  afterAll(() => world.t.stop());

  const send = (raw: string | Buffer, type = 'text/csv', query = '', token = manager.token) =>
    world.call<ImportReport & { code: string; field: string }>(token, 'POST', `/engagements/${here.engagementId}/people-imports${query}`, {
      raw,
      headers: { 'content-type': type },
    });

  it('tell what would happen without doing it', async () => {
    const { status, body } = await send(table, 'text/csv', '?mode=check');
    expect([status, body.totals]).toEqual([200, { created: 3, updated: 0, unchanged: 0, refused: 3 }]);
    const { body: members } = await world.call<{ items: MemberAnswer[] }>(
      manager.token,
      'GET',
      `/engagements/${here.engagementId}/members`,
    );
    expect(members.items.map(({ name }) => name)).toEqual(['Cora Client', 'Mia Manager', 'Olu Operator']);
  });

  it('keep every good row and tell field and remedy of every bad one', async () => {
    const { body } = await send(table);
    expect(body.totals).toEqual({ created: 3, updated: 0, unchanged: 0, refused: 3 });
    const [asha, noMail, twice, formula, badRole] = body.rows;
    expect(asha).toMatchObject({ row: 2, outcome: 'created', personId: expect.any(String) });
    expect(noMail).toMatchObject({ row: 3, outcome: 'refused', problems: [{ field: 'email', remedy: expect.stringContaining('@') }] });
    expect(twice?.problems[0]).toMatchObject({ field: 'email', detail: 'The same e-mail is in row 2.' });
    expect(formula?.warnings).toEqual(['name looks like a formula; kept as text', 'department looks like a formula; kept as text']);
    expect(badRole?.problems.map(({ field }) => field)).toEqual(['roles', 'zone']);
    const kept = await world.call<MemberAnswer>(manager.token, 'GET', `/engagements/${here.engagementId}/members/${formula?.personId}`);
    expect(kept.body).toMatchObject({ name: '=HYPERLINK("x")', department: '=cmd|x' });
    const told = (await world.t.events(membershipChanged)).map(({ data }) => data.personId);
    expect(told).toContain(asha?.personId);
  });

  it('change nothing the second time, and only what differs the third', async () => {
    expect((await send(table)).body.totals).toEqual({ created: 0, updated: 0, unchanged: 3, refused: 3 });
    const { body } = await send(table.replace('engineer;auditor', 'engineer'));
    expect(body.totals).toMatchObject({ updated: 1, unchanged: 2 });
  });

  it('take JSON with the same members', async () => {
    const people = [
      {
        name: 'Json Person',
        email: 'json@vendor.example',
        side: 'vendor',
        department: 'operations',
        roles: ['engineer'],
        password: 'a long passphrase',
      },
      'nonsense',
      null,
    ];
    const { body } = await send(JSON.stringify({ people }), 'application/json');
    expect(body.rows.map(({ outcome }) => outcome)).toEqual(['created', 'refused', 'refused']);
    expect((await world.signIn('json@vendor.example', 'a long passphrase')).status).toBe(201);
    const again = await send(
      JSON.stringify({ people: [{ ...(people[0] as object), password: 'another passphrase' }] }),
      'application/json',
    );
    expect(again.body.rows[0]?.warnings).toEqual(['password ignored: the person has an account already']);
  });

  it('manage only people of the own side', async () => {
    const { body } = await send('name,email,side,department,roles\nX,x@client.example,client,it,observer');
    expect(body.rows[0]?.problems).toEqual([expect.objectContaining({ field: 'side' })]);
    const both = await send('name,email,side,department,roles\nX,x@client.example,client,it,observer', 'text/csv', '', operator);
    expect(both.body.totals.created).toBe(1);
  });

  it.each([
    ['an empty file', '', 'text/csv', 422],
    ['a missing column', 'name,email\nA,a@b.example', 'text/csv', 422],
    ['an unknown column', 'name,email,side,department,roles,salary\n', 'text/csv', 422],
    ['a broken quote', 'name,email,side,department,roles\n"A,a@b.example', 'text/csv', 422],
    ['JSON that is no list', '{"people":{}}', 'application/json', 422],
    ['no JSON', '{', 'application/json', 400],
    ['another type', 'x', 'application/xml', 415],
  ])('refuse %s', async (_what, raw, type, status) => {
    const answer = await send(raw, type);
    expect(answer.status).toBe(status);
    expect(answer.body.code).toBeTruthy();
  });

  it('take thousands of rows in one request', async () => {
    const rows = Array.from(
      { length: 3_000 },
      (_, index) => `Person ${index},person-${index}@vendor.example,vendor,department ${index % 7},engineer`,
    );
    const { body } = await send(['name,email,side,department,roles', ...rows].join('\r\n'));
    expect(body.totals.created).toBe(3_000);
  });
});
