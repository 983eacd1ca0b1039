import { StartFault } from '../start-fault';
import { databaseCodeOf, isDatabaseAway } from './database-faults';

/** The error as one line that says what to do, where the cause is known; the address without its password. */
export function explainConnectFault(error: unknown, databaseUrl: string): unknown {
  if (error instanceof StartFault) return error;
  const where = addressOf(databaseUrl);
  const code = databaseCodeOf(error);
  if (code === '28P01' || code === '28000')
    return new StartFault(`PostgreSQL at ${where} refuses the user or password: check SLIPWAY_DATABASE_URL.`, { cause: error });
  if (code === '3D000')
    return new StartFault(`PostgreSQL at ${where} has no such database: create it, or check SLIPWAY_DATABASE_URL.`, { cause: error });
  if (code === '42501')
    return new StartFault(
      `The user of SLIPWAY_DATABASE_URL at ${where} may not create roles or schemas: use the database's owner with CREATEROLE for --migrate.`,
      { cause: error },
    );
  if (code === '53100' || code === 'ENOSPC')
    return new StartFault(`The disk of PostgreSQL at ${where} is full: free some space, then start again.`, { cause: error });
  if (isDatabaseAway(error))
    return new StartFault(`PostgreSQL at ${where} cannot be reached: start it, or check SLIPWAY_DATABASE_URL.`, { cause: error });
  return error;
}

function addressOf(databaseUrl: string): string {
  try {
    const url = new URL(databaseUrl);
    return `${url.hostname}:${url.port || '5432'}${url.pathname}`;
  } catch {
    return 'the given address';
  }
}
