import { createHash, hkdfSync } from 'node:crypto';

export type RoleKind = 'engagement' | 'across';

/**
 * The role that policies and grants name. It cannot sign in: an installation signs in as its own member of it, so that several
 * installations share a PostgreSQL without knowing each other's passwords.
 */
export function groupRole(service: string, kind: RoleKind): string {
  return kind === 'engagement' ? `slipway_${service}` : `slipway_${service}_across`;
}

export interface Login {
  role: string;
  password: string;
}

/** The login role of a group role; its name and password follow from the installation's secret. */
export function loginOf(group: string, secret: string): Login {
  const mark = createHash('sha256').update(`slipway login/${secret}`).digest('hex').slice(0, 10);
  const password = Buffer.from(hkdfSync('sha256', secret, 'slipway', `postgresql role ${group}`, 24)).toString('hex');
  return { role: `${group}_${mark}`, password };
}

/** The same server and database as another role; options such as sslmode stay. */
export function urlAs(databaseUrl: string, login: Login): string {
  const url = new URL(databaseUrl);
  url.username = login.role;
  url.password = login.password;
  return url.toString();
}
