import { QueryRunnerAlreadyReleasedError } from 'typeorm';
import { Problem } from '../problems/problem';

const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ECONNABORTED',
]);
const awayCodes = new Set(['57P01', '57P02', '57P03', '53300', '25006', '53100', '53200', '58030']);
const awayMessage =
  /connection terminated|connection ended|timeout exceeded when trying to connect|client has encountered a connection error|not queryable|client was closed|cannot use a pool after/i;

/** The PostgreSQL error code or Node error code inside an error of TypeORM or pg; undefined for others. */
export function databaseCodeOf(error: unknown): string | undefined {
  const { driverError, code } = (error ?? {}) as { driverError?: { code?: unknown }; code?: unknown };
  const found = driverError?.code ?? code;
  return typeof found === 'string' ? found : undefined;
}

export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof QueryRunnerAlreadyReleasedError) return true;
  const code = databaseCodeOf(error);
  if (code !== undefined) return networkCodes.has(code) || awayCodes.has(code) || code.startsWith('08');
  return error instanceof Error && awayMessage.test(error.message);
}

/** Deadlock or serialization failure: the same work may well succeed when done again. */
export function isTransientConflict(error: unknown): boolean {
  const code = databaseCodeOf(error);
  return code === '40001' || code === '40P01';
}

export function databaseAway(cause: unknown): Problem {
  const problem = Problem.away('database-away', 'The database', 2);
  problem.cause = cause;
  return problem;
}

/**
 * What a database error that no service foresaw means to the caller: 400 for values PostgreSQL cannot take, 409 for what contradicts
 * other rows, 503 while it is away or busy; undefined for anything else. Nothing of the error's text is passed on.
 */
export function problemOfDatabase(error: unknown): Problem | undefined {
  if (isDatabaseAway(error)) return databaseAway(error);
  const code = databaseCodeOf(error);
  if (code === undefined || !/^[0-9A-Z]{5}$/.test(code)) return undefined;
  if (code.startsWith('22')) {
    return new Problem({
      status: 400,
      code: 'invalid-input',
      detail: 'A value of the request has a form or a size that cannot be stored.',
      remedy: 'Check the formats, lengths and ranges of the values against the API description.',
    });
  }
  if (code === '23505')
    return Problem.conflict(
      'already-exists',
      'There is one with the same identity already.',
      'Read what is there, or choose another name or id.',
    );
  if (code === '23503')
    return Problem.conflict(
      'referenced',
      'It refers to, or is referred to by, something that does not fit.',
      'Check the ids that the request names.',
    );
  if (code === '23P01') return Problem.conflict('overlaps', 'It overlaps with one that is there already.', 'Choose another interval.');
  if (code === '40001' || code === '40P01' || code === '55P03' || code === '57014')
    return Problem.away('database-busy', 'What the request needs', 1);
  return undefined;
}
