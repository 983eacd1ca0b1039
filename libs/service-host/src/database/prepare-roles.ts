import { setTimeout as pause } from 'node:timers/promises';
import { type Client, escapeLiteral } from 'pg';
import { groupRole, type Login, loginOf } from './service-roles';

/** Roles belong to the whole server, so two databases' migrations may collide on them; no lock reaches across databases. */
const collisions = new Set(['42710', '23505', 'XX000', '40001', '55P03']);

/** Creates the group roles of a service and this installation's logins, members of them, unless they are there. */
export async function prepareRoles(owner: Client, service: string, secret: string): Promise<void> {
  for (const kind of ['engagement', 'across'] as const) await prepareGroup(owner, groupRole(service, kind), secret);
}

export async function prepareGroup(owner: Client, group: string, secret: string): Promise<void> {
  const login = loginOf(group, secret);
  for (let attempt = 1; ; attempt += 1) {
    try {
      await prepareOnce(owner, group, login);
      return;
    } catch (error) {
      if (attempt >= 20 || !collisions.has((error as { code?: string }).code ?? '')) throw error;
      await pause(20 + Math.random() * 80);
    }
  }
}

async function prepareOnce(owner: Client, group: string, { role, password }: Login): Promise<void> {
  const roles = await owner.query<{ rolname: string }>('SELECT rolname FROM pg_roles WHERE rolname = ANY($1)', [[group, role]]);
  const known = new Set(roles.rows.map((row) => row.rolname));
  if (!known.has(group)) await owner.query(`CREATE ROLE ${group} NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS`);
  if (!known.has(role))
    await owner.query(
      `CREATE ROLE ${role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS INHERIT PASSWORD ${escapeLiteral(password)}`,
    );
  const member = await owner.query('SELECT 1 FROM pg_auth_members WHERE roleid = $1::regrole AND member = $2::regrole', [group, role]);
  if (member.rowCount === 0) await owner.query(`GRANT ${group} TO ${role}`);
  const connect = await owner.query<{ may: boolean }>(`SELECT has_database_privilege($1, current_database(), 'CONNECT') AS may`, [role]);
  if (!connect.rows[0]?.may)
    await owner.query(`DO $$ BEGIN EXECUTE format('GRANT CONNECT ON DATABASE %I TO ${group}', current_database()); END $$`);
}
