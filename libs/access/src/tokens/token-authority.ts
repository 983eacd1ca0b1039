import type { JSONWebKeySet } from 'jose';
import type { ExchangeAnswer } from './exchange-cache';

/** Where keys and API tokens are asked for: the directory, over HTTP or in the same process. */
export interface TokenAuthority {
  keys(): Promise<JSONWebKeySet>;
  exchange(token: string): Promise<ExchangeAnswer>;
}

/** The directory in another process. `fetch` is given so that tests can stand in for the network. */
export function remoteAuthority(directoryUrl: string, request: typeof fetch = fetch, timeoutMs = 3_000): TokenAuthority {
  const address = (path: string) => new URL(`/api/directory/v1/${path}`, directoryUrl);
  return {
    async keys() {
      const answer = await request(address('jwks.json'), { signal: AbortSignal.timeout(timeoutMs), redirect: 'error' });
      if (!answer.ok) throw new Error(`the directory answered ${answer.status} for its keys`);
      return (await answer.json()) as JSONWebKeySet;
    },
    async exchange(token) {
      const answer = await request(address('token-exchanges'), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ token }),
        signal: AbortSignal.timeout(timeoutMs),
        redirect: 'error',
      });
      const body = (await answer.json()) as { accessToken?: string; detail?: string };
      if (answer.ok && body.accessToken) return { accessToken: body.accessToken };
      if (answer.status === 401 || answer.status === 400) return { refused: body.detail ?? 'the API token is not valid' };
      throw new Error(`the directory answered ${answer.status} for an API token`);
    },
  };
}
