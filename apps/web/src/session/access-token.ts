import { type Credentials, currentCredentials, lendCredentials, send } from '../api/client';
import { Problem } from '../api/problem';

export interface Grant {
  accessToken: string;
  expiresAt: string;
}

let timer: ReturnType<typeof setTimeout> | undefined;
let running: Promise<boolean> | null = null;
let ended: () => void = () => undefined;

/** Keeps the access token in memory and renews it a minute before it runs out. */
export function holdGrant(grant: Grant): void {
  lendCredentials({ accessToken: grant.accessToken });
  clearTimeout(timer);
  const remaining = Date.parse(grant.expiresAt) - Date.now();
  timer = setTimeout(() => void renewGrant().catch(() => undefined), Math.max(5_000, remaining - 60_000));
}

export function dropGrant(): void {
  clearTimeout(timer);
  lendCredentials({ accessToken: null });
}

export const onSessionEnded = (listener: () => void): void => void (ended = listener);

/** The refresh cookie is exchanged at each use, so tabs take turns. */
const inTurn = <Answer>(work: () => Promise<Answer>): Promise<Answer> =>
  'locks' in navigator ? navigator.locks.request('slipway-session', work) : work();

/**
 * A new access token by the refresh cookie; false when the session has ended.
 * @throws Problem when the server could not be reached, which ends nothing.
 */
export function renewGrant(): Promise<boolean> {
  running ??= inTurn(async () => {
    try {
      holdGrant(await refresh());
      return true;
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 401) throw error;
      const had = currentCredentials().accessToken !== null;
      dropGrant();
      if (had) ended();
      return false;
    }
  }).finally(() => (running = null));
  return running;
}

async function refresh(): Promise<Grant> {
  const before: Credentials['accessToken'] = currentCredentials().accessToken;
  lendCredentials({ accessToken: null });
  try {
    return await send<Grant>({ method: 'POST', path: '/api/directory/v1/sessions/refresh', engagement: false });
  } catch (error) {
    lendCredentials({ accessToken: before });
    throw error;
  }
}

lendCredentials({ refresh: () => renewGrant().catch(() => false) });
