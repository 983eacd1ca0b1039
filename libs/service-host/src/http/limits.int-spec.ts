import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { newId } from '../database/new-id';
import { ServiceLog } from '../logging/service-log';
import { type Probe, startProbe } from '../testing/probe-service';

const probes: Probe[] = [];
const start = async (options: Parameters<typeof startProbe>[0]): Promise<Probe> => {
  const probe = await startProbe(options);
  probes.push(probe);
  return probe;
};
afterEach(async () => {
  for (const probe of probes.splice(0)) await probe.stop();
});

describe('rate limits', () => {
  const list = (probe: Probe, token?: string) =>
    fetch(`${probe.url}/api/kpi/v1/${newId()}/notes`, token ? { headers: { authorization: `Bearer ${token}` } } : {});
  const statuses = async (probe: Probe, count: number, token?: string): Promise<number[]> => {
    const found: number[] = [];
    for (let index = 0; index < count; index += 1) found.push((await list(probe, token)).status);
    return found;
  };

  it('answer 429 with Retry-After to the caller who asks too much, and not to others', async () => {
    const probe = await start({ config: { rateLimit: { max: 3, seconds: 60 } } });
    expect(await statuses(probe, 4, 'one')).toEqual([200, 200, 200, 429]);
    const refused = await list(probe, 'one');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.json()).toMatchObject({ status: 429, code: 'too-many-requests', remedy: expect.any(String) });
    expect(await statuses(probe, 3, 'two')).toEqual([200, 200, 200]);
  });

  it('hold for an address that invents a new token each time', async () => {
    const probe = await start({ config: { rateLimit: { max: 2, seconds: 60 } } });
    const answers: number[] = [];
    for (let index = 0; index < 12; index += 1) answers.push((await list(probe, `invented-${index}`)).status);
    expect(answers).toEqual([...Array<number>(10).fill(200), 429, 429]);
  });

  it('leave health alone; control: a higher limit refuses nothing', async () => {
    const probe = await start({ config: { rateLimit: { max: 20, seconds: 60 } } });
    expect(await statuses(probe, 6, 'one')).toEqual(Array<number>(6).fill(200));
    for (let index = 0; index < 30; index += 1) expect((await fetch(`${probe.url}/health/live`)).status).toBe(200);
  });
});

describe('the page', () => {
  it('is served for its own addresses, its files for ever, and never instead of the API', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'slipway-page-'));
    mkdirSync(join(directory, 'assets'));
    writeFileSync(join(directory, 'index.html'), '<!doctype html><title>page</title>');
    writeFileSync(join(directory, 'assets', 'app-1a2b.js'), 'start()');
    const probe = await start({ app: { web: directory } });
    const get = async (path: string, accept = 'text/html') => {
      const response = await fetch(`${probe.url}${path}`, { headers: { accept } });
      return {
        status: response.status,
        type: response.headers.get('content-type'),
        cache: response.headers.get('cache-control'),
        text: await response.text(),
      };
    };
    for (const path of ['/', '/releases/abc?tab=1'])
      expect(await get(path)).toMatchObject({
        status: 200,
        type: expect.stringMatching(/^text\/html/),
        cache: 'no-cache',
        text: expect.stringContaining('page'),
      });
    expect(await get('/assets/app-1a2b.js', '*/*')).toMatchObject({ status: 200, cache: 'public, max-age=31536000, immutable' });
    for (const path of ['/assets/gone.js', '/api/nothing', '/api/kpi/v1/nothing'])
      expect(await get(path)).toMatchObject({ status: 404, type: expect.stringMatching(/^application\/problem\+json/) });
    expect(await get('/../package.json')).not.toMatchObject({ text: expect.stringContaining('"name"') });
    rmSync(directory, { recursive: true });
  });
});

describe('the log', () => {
  it('names the request, and never shows what is secret', async () => {
    const lines: string[] = [];
    const log = ServiceLog.create(
      { level: 'debug' },
      new Writable({ write: (chunk, _encoding, done) => (lines.push(String(chunk)), done()) }),
    );
    const probe = await start({ app: { log } });
    const headers = {
      authorization: 'Bearer hunter2',
      cookie: 'session=hunter2',
      traceparent: `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`,
    };
    await (await fetch(`${probe.url}/api/kpi/v1/broken?token=hunter2`, { headers })).text();
    log.info(
      {
        password: 'hunter2',
        config: { secret: 'hunter2', databaseUrl: 'postgres://u:hunter2@h/d' },
        request: { headers },
        'set-cookie': 'hunter2',
      },
      'spec',
    );
    const text = lines.join('');
    expect(text).not.toContain('hunter2');
    const failure = lines.map((line) => JSON.parse(line) as Record<string, unknown>).find(({ level }) => level === 'error');
    expect(failure).toMatchObject({ cause: 'the secret reason', traceId: 'ab'.repeat(16), route: '/api/kpi/v1/broken' });
  });
});

describe('metrics and readiness', () => {
  it('tell requests by route, not by address', async () => {
    const probe = await start({});
    const engagementId = newId();
    await (await fetch(`${probe.url}/api/kpi/v1/${engagementId}/notes`)).text();
    const text = await (await fetch(`${probe.url}/metrics`)).text();
    expect(text).toMatch(
      /slipway_http_request_duration_seconds_count\{method="GET",route="\/api\/kpi\/v1\/:engagementId\/notes",status="200"\} \d+/,
    );
    expect(text).not.toContain(engagementId);
    expect(text).toContain('process_resident_memory_bytes');
  });

  it('name servers that are away without being held up by them', async () => {
    const probe = await start({ config: { kafkaBrokers: ['127.0.0.1:1'], redisUrl: 'redis://:hunter2@127.0.0.1:1' } });
    const response = await fetch(`${probe.url}/health/ready`);
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(text).not.toContain('hunter2');
    expect(JSON.parse(text)).toEqual({
      ready: true,
      dependencies: {
        'database kpi': { ready: true },
        kafka: { ready: false, reason: 'cannot be reached' },
        redis: { ready: false, reason: 'cannot be reached' },
      },
    });
  });
});
