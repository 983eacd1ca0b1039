export interface TestRequest {
  /** Sent as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
  /** Sent as it is; name its type in `headers`. */
  raw?: string | Buffer;
}
export interface TestAnswer<Body> {
  status: number;
  body: Body;
  headers: Headers;
}

/** One request; the body is parsed when it is JSON, else text, and undefined when there is none. Redirects are not followed. */
export async function sendRequest<Body>(
  url: string,
  token: string | null,
  method: string,
  path: string,
  request: TestRequest,
): Promise<TestAnswer<Body>> {
  const headers: Record<string, string> = {
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    ...lowerCased(request.headers ?? {}),
  };
  const body = request.raw ?? (request.body === undefined ? undefined : JSON.stringify(request.body));
  if (request.body !== undefined && request.raw === undefined) headers['content-type'] ??= 'application/json';
  const sent = typeof body === 'string' || body === undefined ? body : new Uint8Array(body);
  const answer = await fetch(new URL(path, url), { method, headers, redirect: 'manual', ...(sent === undefined ? {} : { body: sent }) });
  const text = await answer.text();
  const parsed: unknown = text === '' ? undefined : /[/+]json/.test(answer.headers.get('content-type') ?? '') ? JSON.parse(text) : text;
  return { status: answer.status, body: parsed as Body, headers: answer.headers };
}

function lowerCased(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
