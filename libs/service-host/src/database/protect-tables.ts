import { groupRole } from './service-roles';

const own = `engagement_id = NULLIF(current_setting('slipway.engagement_id', true), '')::uuid`;

/**
 * SQL for a table whose rows carry `engagement_id uuid`: grants to the service's two roles, row-level security on and forced, the
 * service's role confined to the engagement of its transaction. Forced means for the owner, too: a later migration that changes
 * rows must wrap that in `NO FORCE ROW LEVEL SECURITY` and `FORCE ROW LEVEL SECURITY`.
 */
export function protectEngagementTable(schema: string, table: string, grants = 'SELECT, INSERT, UPDATE, DELETE'): string {
  const name = `"${schema}"."${table}"`;
  const [service, across] = [groupRole(schema, 'engagement'), groupRole(schema, 'across')];
  return `
    ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE ${name} FORCE ROW LEVEL SECURITY;
    GRANT ${grants} ON ${name} TO ${service}, ${across};
    CREATE POLICY own_engagement ON ${name} TO ${service} USING (${own}) WITH CHECK (${own});
    CREATE POLICY across_engagements ON ${name} TO ${across} USING (true) WITH CHECK (true);`;
}

/**
 * SQL for a table without engagement, such as people or keys: only the across role may touch it.
 * @param grants what the service's role may do as well, such as 'SELECT'; nothing when left out
 */
export function protectGlobalTable(schema: string, table: string, grants?: string): string {
  const name = `"${schema}"."${table}"`;
  const extra = grants ? `GRANT ${grants} ON ${name} TO ${groupRole(schema, 'engagement')};` : '';
  return `
    GRANT SELECT, INSERT, UPDATE, DELETE ON ${name} TO ${groupRole(schema, 'across')};
    ${extra}`;
}
