import { type TestServices, startTestServices } from '@slipway/access/testing';
import { directoryService } from '@slipway/directory';
import { schedulerService } from '@slipway/scheduler';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const password = 'a long enough passphrase';
const party = (name: string) => ({ name, zone: 'Europe/Berlin', holidayRegion: 'DE' });

describe('a service and the directory in two processes', () => {
  let directory: TestServices;
  let scheduler: TestServices;
  let session: string;
  let apiToken: string;

  beforeAll(async () => {
    directory = await startTestServices({ services: [directoryService] });
    scheduler = await startTestServices({ services: [schedulerService], config: { directoryUrl: directory.url } });
    const bootstrapToken = (await readFile(join(directory.dataDir, 'bootstrap-token'), 'utf8')).trim();
    const person = { name: 'Olu', email: 'olu@slipway.example', password, zone: 'Europe/London' };
    const first = await ask<{ accessToken: string }>(null, '/bootstrap', { bootstrapToken, person });
    const solution = { name: 'S', hasMobileApp: false, features: [], environments: ['prod'] };
    await ask(first.accessToken, '/engagements', { name: 'E', client: party('C'), vendor: party('V'), solution });
    session = (await ask<{ accessToken: string }>(null, '/sessions', { email: person.email, password })).accessToken;
    const body = { name: 'machine', scopes: ['freeze:read'], expiresInDays: 1 };
    apiToken = (await ask<{ token: string }>(session, '/tokens', body)).token;
  });
  afterAll(async () => {
    await scheduler.stop();
    await directory.stop();
  });

  async function ask<Body>(token: string | null, path: string, body: object): Promise<Body> {
    const answer = await directory.call<Body>(token === null ? null : { token }, 'POST', `/api/directory/v1${path}`, { body });
    if (answer.status >= 300) throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }
  const freezes = (token: string) => scheduler.call<{ code?: string }>({ token }, 'GET', '/api/scheduler/v1/freezes');

  it('takes sessions and API tokens of the directory, goes on while it is away, and says when it cannot', async () => {
    expect((await freezes(session)).status).toBe(200);
    expect((await freezes(apiToken)).status).toBe(200);
    expect((await scheduler.call({ token: apiToken }, 'GET', '/api/scheduler/v1/audit')).status).toBe(403);

    await directory.app.close();
    expect((await freezes(session)).status).toBe(200);
    expect((await freezes(apiToken)).status).toBe(200);
    scheduler.clock.advance({ seconds: 61 });
    const away = await freezes(apiToken);
    expect(away).toMatchObject({ status: 503, body: { code: 'directory-away' } });
    expect(Number(away.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await freezes(session)).status).toBe(200);
  });
});
