import { newId } from '../database/new-id';
import { type Probe, startProbe } from '../testing/probe-service';

const engagementId = newId();
let probe: Probe;

beforeAll(async () => {
  probe = await startProbe();
});
afterAll(() => probe.stop());

interface Answer {
  status: number;
  type: string;
  body: Record<string, unknown>;
}

async function post(path: string, body: string | Buffer, type = 'application/json'): Promise<Answer> {
  const response = await fetch(`${probe.url}${path}`, { method: 'POST', body, headers: { 'content-type': type } });
  return {
    status: response.status,
    type: response.headers.get('content-type') ?? '',
    body: (await response.json()) as Record<string, unknown>,
  };
}

const notes = `/api/kpi/v1/${engagementId}/notes`;

describe('a hostile body', () => {
  const table: [string, string | Buffer, number, string, string | undefined][] = [
    ['half an object', '{"body": "a"', 400, 'malformed-json', undefined],
    ['no JSON at all', 'hello', 400, 'malformed-json', undefined],
    ['two values', '{} {}', 400, 'malformed-json', undefined],
    ['only blanks', '   ', 400, 'malformed-json', undefined],
    ['33 levels', `${'['.repeat(33)}${']'.repeat(33)}`, 400, 'too-deep', undefined],
    ['500,000 levels', '['.repeat(500_000), 400, 'too-deep', undefined],
    ['a number beyond a double', '{"body": "a", "weight": 1e400}', 400, 'number-out-of-range', 'weight'],
    ['a prototype', '{"body": "a", "__proto__": {"admin": true}}', 400, 'forbidden-key', '__proto__'],
    ['an escaped prototype', '{"body": "a", "\\u005f_proto__": {"admin": true}}', 400, 'forbidden-key', '__proto__'],
    ['a key twice', '{"body": "a", "body": "b"}', 400, 'duplicate-key', 'body'],
    ['a key twice, escaped and deep', '{"body": [{"x": 1}, {"y": {"a": 1, "\\u0061": 2}}]}', 400, 'duplicate-key', 'body[1].y.a'],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 400, 'invalid-utf8', undefined],
    ['a NUL', '{"body": "a\\u0000b"}', 400, 'invalid-text', 'body'],
    ['half a surrogate pair', '{"body": "\\ud800"}', 400, 'invalid-text', 'body'],
    ['a wrong type', '{"body": 5}', 400, 'invalid-input', 'body'],
    ['null', 'null', 400, 'invalid-input', undefined],
    ['more than a megabyte', JSON.stringify({ body: 'x'.repeat(1_100_000) }), 413, 'too-large', undefined],
  ];

  it.each(table)('%s is refused with a problem', async (_name, body, status, code, field) => {
    const answer = await post(notes, body);
    expect(answer).toMatchObject({
      status,
      type: expect.stringMatching(/^application\/problem\+json/),
      body: { status, code, detail: expect.any(String), remedy: expect.any(String) },
    });
    expect(answer.body['field']).toBe(field);
  });

  it('of a type nobody reads is 415', async () => {
    expect(await post(notes, '<a/>', 'application/xml')).toMatchObject({ status: 415, body: { code: 'unsupported-media-type' } });
  });

  it('that is good is taken, with keys that look alike, and 32 levels', async () => {
    expect(await post(notes, '{"body": "a: {\\"b\\": [1]}", "Body": 1}')).toMatchObject({ status: 201 });
    expect(await post('/api/kpi/v1/raw', `${'['.repeat(32)}${']'.repeat(32)}`)).toMatchObject({ status: 201, body: { body: 'object' } });
  });

  it('that is empty is no body', async () => {
    expect(await post('/api/kpi/v1/raw', '')).toMatchObject({ status: 201, body: { bytes: 0, body: 'undefined' } });
  });

  it('may be larger where the route says so, and its bytes are there', async () => {
    const body = JSON.stringify('x'.repeat(2_000_000));
    expect(await post('/api/kpi/v1/raw', body)).toMatchObject({ status: 201, body: { bytes: body.length, body: 'string' } });
    expect(await post('/api/kpi/v1/raw', JSON.stringify('x'.repeat(3_100_000)))).toMatchObject({ status: 413 });
  });

  it('of CSV is a string, of NDJSON bytes only', async () => {
    expect(await post('/api/kpi/v1/raw', 'a,b', 'text/csv')).toMatchObject({ body: { bytes: 3, body: 'string' } });
    expect(await post('/api/kpi/v1/raw', '{}\n{}', 'application/x-ndjson')).toMatchObject({ body: { bytes: 5, body: 'undefined' } });
    expect(await post('/api/kpi/v1/raw', '[]', 'application/cloudevents-batch+json')).toMatchObject({
      body: { bytes: 2, body: 'undefined' },
    });
  });
});

describe('every error is a problem', () => {
  const get = async (path: string, init: RequestInit = {}): Promise<Answer & { headers: Headers }> => {
    const response = await fetch(`${probe.url}${path}`, init);
    return {
      status: response.status,
      type: response.headers.get('content-type') ?? '',
      body: (await response.json()) as Record<string, unknown>,
      headers: response.headers,
    };
  };
  const isProblem = { type: expect.stringMatching(/^application\/problem\+json/) };

  it('an unknown address', async () =>
    expect(await get('/api/kpi/v1/nothing')).toMatchObject({ ...isProblem, status: 404, body: { code: 'not-found' } }));
  it('a wrong method', async () => {
    const answer = await get(notes, { method: 'DELETE' });
    expect(answer).toMatchObject({ ...isProblem, status: 405, body: { code: 'method-not-allowed', allowed: ['GET', 'HEAD', 'POST'] } });
    expect(answer.headers.get('allow')).toBe('GET, HEAD, POST');
  });
  it('a malformed address', async () =>
    expect(await get('/api/kpi/v1/%ff/notes')).toMatchObject({ ...isProblem, status: 400, body: { code: 'malformed-url' } }));
  it('a NUL in the address', async () =>
    expect(await get('/api/kpi/v1/by-text/%00')).toMatchObject({ ...isProblem, status: 400, body: { code: 'malformed-url' } }));
  it('a very long parameter', async () =>
    expect(await get(`/api/kpi/v1/by-text/${'a'.repeat(600)}`)).toMatchObject({ ...isProblem, status: 414 }));
  it('an id PostgreSQL cannot read', async () =>
    expect(await get('/api/kpi/v1/by-text/nonsense')).toMatchObject({ ...isProblem, status: 400, body: { code: 'invalid-input' } }));
  it('a wrong parameter and query, each named', async () => {
    expect(await get('/api/kpi/v1/nobody/notes')).toMatchObject({ ...isProblem, status: 400, body: { field: 'engagementId' } });
    expect(await get(`${notes}?limit=5000`)).toMatchObject({
      ...isProblem,
      status: 400,
      body: { field: 'limit', errors: [{ field: 'limit' }] },
    });
  });
  it('one that nobody foresaw, without its reason', async () => {
    const answer = await get('/api/kpi/v1/broken');
    expect(answer).toMatchObject({
      ...isProblem,
      status: 500,
      body: { code: 'internal-error', traceId: expect.stringMatching(/^[\da-f]{32}$/) },
    });
    expect(JSON.stringify(answer.body)).not.toContain('secret reason');
  });
  it('two with the same identity', async () => {
    expect(await post(notes, '{"body": "twice"}')).toMatchObject({ status: 201 });
    expect(await post(notes, '{"body": "twice"}')).toMatchObject({ status: 409, body: { code: 'already-exists' } });
  });
});

describe('every answer', () => {
  it('carries the headers that protect a browser, and no name of the server', async () => {
    const { headers } = await fetch(`${probe.url}/health/live`);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/script-src 'self'(;|$)/);
    expect(policy).toMatch(/frame-ancestors 'none'/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('server')).toBeNull();
  });

  it('carries the id of the request', async () => {
    const { headers } = await fetch(`${probe.url}/health/live`, { headers: { 'x-request-id': 'abc-1' } });
    expect(headers.get('x-request-id')).toBe('abc-1');
  });
});
