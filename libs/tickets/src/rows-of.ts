/** What an open transaction offers. */
export interface Queries {
  query(sql: string, parameters?: unknown[]): Promise<unknown>;
}

/** The rows of a SELECT, or of a CTE whose last part is one. */
export async function rowsOf<Row>(tx: Queries, sql: string, parameters: unknown[] = []): Promise<Row[]> {
  return (await tx.query(sql, parameters)) as Row[];
}

export async function rowOf<Row>(tx: Queries, sql: string, parameters: unknown[] = []): Promise<Row | null> {
  return (await rowsOf<Row>(tx, sql, parameters))[0] ?? null;
}

/** Private rows of one side are visible, and can be written, during this work only. */
export async function asSide<T>(tx: Queries, side: 'client' | 'vendor', work: () => Promise<T>): Promise<T> {
  await tx.query(`SELECT set_config('slipway.side', $1, true)`, [side]);
  const result = await work();
  await tx.query(`SELECT set_config('slipway.side', '', true)`);
  return result;
}

/** RFC 3339, UTC, milliseconds. */
export const instantText = (at: Date): string => at.toISOString();
export const instantOrNull = (at: Date | null): string | null => (at === null ? null : at.toISOString());
