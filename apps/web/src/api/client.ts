import { Problem } from './problem';
import { readProblem, unreachable } from './read-problem';

export type QueryValues = Record<string, string | number | boolean | null | undefined>;

export interface ApiRequest {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** From the root, for example `/api/checklist/v1/releases`. */
  path: string;
  query?: QueryValues;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is, instead of `body`. */
  raw?: { type: string; content: string };
  /** Revision that the change was made on; becomes `If-Match`. */
  revision?: number;
  /** The same key for every attempt of one intent; made up for a POST that names none. */
  idempotencyKey?: string;
  /** `false` for routes outside any engagement. */
  engagement?: string | false;
  signal?: AbortSignal;
}

/** What a session lends to the requests; the access token lives only in memory. */
export interface Credentials {
  accessToken: string | null;
  engagementId: string | null;
  /** Asks for a new access token by the refresh cookie; false when the session has ended. */
  refresh: () => Promise<boolean>;
}

const credentials: Credentials = { accessToken: null, engagementId: null, refresh: () => Promise.resolve(false) };

export const lendCredentials = (lent: Partial<Credentials>): void => void Object.assign(credentials, lent);
export const currentCredentials = (): Readonly<Credentials> => credentials;

export function addressOf(path: string, query?: QueryValues): string {
  const values = Object.entries(query ?? {}).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return values.length ? `${path}?${new URLSearchParams(values.map(([key, value]) => [key, String(value)])).toString()}` : path;
}

const newKey = (): string =>
  typeof crypto.randomUUID === 'function'
    ? crypto.randomUUID()
    : [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

function headersOf(request: ApiRequest, key: string | undefined): Headers {
  const headers = new Headers({ Accept: 'application/json' });
  const engagement = request.engagement === undefined ? credentials.engagementId : request.engagement;
  if (credentials.accessToken) headers.set('Authorization', `Bearer ${credentials.accessToken}`);
  if (engagement) headers.set('Slipway-Engagement', engagement);
  if (request.revision !== undefined) headers.set('If-Match', `"${request.revision}"`);
  if (key) headers.set('Idempotency-Key', key);
  if (request.raw) headers.set('Content-Type', request.raw.type);
  else if (request.body !== undefined) headers.set('Content-Type', 'application/json');
  return headers;
}

async function attempt(request: ApiRequest, key: string | undefined): Promise<Response> {
  try {
    return await fetch(addressOf(request.path, request.query), {
      method: request.method ?? 'GET',
      headers: headersOf(request, key),
      body: request.raw?.content ?? (request.body === undefined ? undefined : JSON.stringify(request.body)),
      credentials: 'same-origin',
      signal: request.signal,
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw unreachable();
  }
}

async function answerOf(response: Response): Promise<unknown> {
  if (response.status === 204) return undefined;
  const text = await response.text();
  if (!text) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/**
 * Sends one request to a service. A token that ran out is renewed once and the request repeated.
 * @throws Problem for every refusal, and when no answer came (`code: unreachable`, status 0).
 */
export async function send<Answer>(request: ApiRequest): Promise<Answer> {
  const key = request.idempotencyKey ?? (request.method === 'POST' ? newKey() : undefined);
  let response = await attempt(request, key);
  if (response.status === 401 && credentials.accessToken && (await credentials.refresh())) response = await attempt(request, key);
  const answer = await answerOf(response);
  if (!response.ok) throw readProblem(response.status, answer, response.headers.get('Retry-After'));
  return answer as Answer;
}

export const asProblem = (error: unknown): Problem =>
  error instanceof Problem
    ? error
    : new Problem({
        status: 0,
        code: 'page-fault',
        detail: error instanceof Error ? error.message : 'Something in this page went wrong.',
        remedy: 'Reload the page. If it happens again, tell the operator what you did.',
      });
