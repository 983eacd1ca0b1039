import { Client } from 'pg';
import { type Probe, Note, probeSecret, startProbe } from '../testing/probe-service';
import { newId } from './new-id';
import { groupRole, loginOf, urlAs } from './service-roles';
import { ServiceDatabase } from './service-database';

const [ours, theirs] = [newId(), newId()];
let probe: Probe;
let db: ServiceDatabase;
let session: Client;

beforeAll(async () => {
  probe = await startProbe();
  db = probe.databases.of('kpi');
  for (const engagementId of [ours, theirs])
    await db.inEngagement(engagementId, (tx) =>
      tx.insert(Note, { id: newId(), engagementId, body: `of ${engagementId}`, dueAt: null, doneAt: null }),
    );
  session = new Client({ connectionString: urlAs(probe.databaseUrl, loginOf(groupRole('kpi', 'engagement'), probeSecret)) });
  await session.connect();
});
afterAll(async () => {
  await session.end();
  await probe.stop();
});

async function bodiesSeen(statements: string[]): Promise<string[]> {
  await session.query('BEGIN');
  try {
    await session.query(`SELECT set_config('slipway.engagement_id', $1, true)`, [ours]);
    for (const statement of statements) await session.query(statement);
    const { rows } = await session.query<{ body: string }>('SELECT body FROM kpi.notes ORDER BY body');
    return rows.map((row) => row.body);
  } finally {
    await session.query('ROLLBACK');
  }
}

describe('a service in an engagement', () => {
  it('sees its rows, and no others', async () => {
    expect(await bodiesSeen([])).toEqual([`of ${ours}`]);
  });

  it('sees nothing before it names an engagement', async () => {
    expect((await session.query('SELECT * FROM kpi.notes')).rows).toEqual([]);
  });

  it('cannot write rows of another', async () => {
    const write = db.inEngagement(ours, (tx) =>
      tx.insert(Note, { id: newId(), engagementId: theirs, body: 'smuggled', dueAt: null, doneAt: null }),
    );
    await expect(write).rejects.toThrow(/row-level security/);
    const moved = await db.inEngagement(ours, (tx) =>
      tx.query(`UPDATE kpi.notes SET body = body || '!' WHERE engagement_id = $1`, [theirs]),
    );
    expect(moved[1]).toBe(0);
  });

  it.each([
    ['row_security off', ['SET row_security = off'], /would be affected by row-level security/],
    ['ALTER TABLE', ['ALTER TABLE kpi.notes DISABLE ROW LEVEL SECURITY'], /must be owner/],
    ['NO FORCE', ['ALTER TABLE kpi.notes NO FORCE ROW LEVEL SECURITY'], /must be owner/],
    ['a policy of its own', ['CREATE POLICY mine ON kpi.notes USING (true)'], /must be owner/],
    ['dropping the policy', ['DROP POLICY own_engagement ON kpi.notes'], /must be owner/],
    ['the crossing role', [`SET ROLE ${groupRole('kpi', 'across')}`], /permission denied to set role/],
    ['session_authorization', [`SET SESSION AUTHORIZATION ${groupRole('kpi', 'across')}`], /permission denied/],
    ['a view in public', ['CREATE VIEW public.leak AS SELECT * FROM kpi.notes'], /permission denied/],
    ['a copy', [`COPY kpi.notes TO '/var/leak'`], /permission denied|not supported/],
  ])('cannot switch it off by %s', async (_name, statements, refusal) => {
    await expect(bodiesSeen(statements)).rejects.toThrow(refusal);
  });

  it.each([
    ['RESET ROLE', ['RESET ROLE', 'RESET SESSION AUTHORIZATION']],
    ['RESET of the engagement', ['RESET slipway.engagement_id']],
    ['its own group role', [`SET ROLE ${groupRole('kpi', 'engagement')}`]],
  ])('does not see more after %s', async (_name, statements) => {
    expect((await bodiesSeen(statements)).filter((body) => body !== `of ${ours}`)).toEqual([]);
  });

  it('signs in as neither superuser nor owner, without BYPASSRLS', async () => {
    const { rows } = await session.query(
      `SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = 'kpi.notes'::regclass), 'MEMBER') AS owns
       FROM pg_roles WHERE rolname = current_user`,
    );
    expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false, owns: false }]);
  });

  it('control: without the policies the same reading shows everything', async () => {
    const owner = new Client({ connectionString: probe.databaseUrl });
    await owner.connect();
    try {
      await owner.query('ALTER TABLE kpi.notes DISABLE ROW LEVEL SECURITY');
      expect(await bodiesSeen([])).toHaveLength(2);
    } finally {
      await owner.query('ALTER TABLE kpi.notes ENABLE ROW LEVEL SECURITY');
      await owner.end();
    }
  });

  it('crosses engagements only by name', async () => {
    expect(await db.across('spec', (tx) => tx.count(Note))).toBe(2);
  });
});

describe('transactions', () => {
  it('join the one around them', async () => {
    const attempt = db.inEngagement(ours, async () => {
      await db.inEngagement(ours, (tx) => tx.insert(Note, { id: newId(), engagementId: ours, body: 'never', dueAt: null, doneAt: null }));
      throw new Error('rolled back');
    });
    await expect(attempt).rejects.toThrow('rolled back');
    expect(await db.across('spec', (tx) => tx.countBy(Note, { body: 'never' }))).toBe(0);
  });

  it('of another engagement are refused inside', async () => {
    await expect(db.inEngagement(ours, () => db.inEngagement(theirs, async () => 1))).rejects.toThrow(/another engagement/);
  });

  it('are not joined by what outlives them', async () => {
    let later: Promise<number> | undefined;
    await db.inEngagement(ours, async () => {
      later = new Promise<void>((resolve) => setTimeout(resolve, 30)).then(() => db.inEngagement(theirs, (tx) => tx.count(Note)));
    });
    expect(await later).toBe(1);
  });

  it('tell when they have committed, and only then', async () => {
    const seen: string[] = [];
    await db.inEngagement(ours, async () => {
      db.afterCommit(() => seen.push('committed'));
      seen.push('working');
    });
    await db
      .inEngagement(ours, async () => {
        db.afterCommit(() => seen.push('must not be'));
        throw new Error('rolled back');
      })
      .catch(() => undefined);
    expect(seen).toEqual(['working', 'committed']);
  });

  it('that deadlock are tried again', async () => {
    const [a, b] = [newId(), newId()];
    await db.inEngagement(ours, async (tx) => {
      for (const id of [a, b]) await tx.insert(Note, { id, engagementId: ours, body: id, dueAt: null, doneAt: null });
    });
    const lock = (first: string, second: string) =>
      db.inEngagement(ours, async (tx) => {
        for (const id of [first, second]) {
          await tx.query(`UPDATE kpi.notes SET body = body || '.' WHERE id = $1`, [id]);
          await tx.query('SELECT pg_sleep(0.2)');
        }
      });
    await Promise.all([lock(a, b), lock(b, a)]);
    const notes = await db.inEngagement(ours, (tx) => tx.find(Note, { where: [{ id: a }, { id: b }] }));
    expect(notes.map((note) => note.body.match(/\.+$/)?.[0])).toEqual(['..', '..']);
  });
});
