import { Module } from '@nestjs/common';
import { DateTime } from 'luxon';
import { newId } from '../database/new-id';
import { onServer, type Probe, ProbeModule, probeService, startProbe } from '../testing/probe-service';
import { Problem } from '../problems/problem';
import { LiveAuthenticator, type LiveCaller, type LiveRequest } from './live-authenticator';

/** Takes the engagement from the bearer token as it is; a second word is the stream's life in milliseconds. */
class ProbeAuthenticator extends LiveAuthenticator {
  async authenticate({ headers }: LiveRequest): Promise<LiveCaller> {
    const [, engagementId, milliseconds = '60000'] = String(headers['authorization'] ?? '').split(' ');
    if (!engagementId) throw new Problem({ status: 401, code: 'not-signed-in', detail: 'Nobody is signed in.', remedy: 'Sign in.' });
    return { engagementId, expiresAt: DateTime.utc().plus(Number(milliseconds)) };
  }
}

@Module({ imports: [ProbeModule], providers: [{ provide: LiveAuthenticator, useClass: ProbeAuthenticator }] })
class LiveProbeModule {}

const [ours, theirs] = [newId(), newId()];
let probe: Probe;

beforeAll(async () => {
  probe = await startProbe({ app: { services: [{ ...probeService, module: LiveProbeModule }] } });
});
afterAll(() => probe.stop());

interface Stream {
  next(): Promise<string>;
  ended(): Promise<void>;
  close(): void;
}

async function open(authorization: string): Promise<Stream> {
  const abort = new AbortController();
  const response = await fetch(`${probe.url}/api/live`, { headers: { authorization }, signal: abort.signal });
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  let text = '';
  const stream: Stream = {
    async next() {
      while (!text.includes('\n\n')) {
        const { value, done } = await reader.read();
        if (done) throw new Error('the stream has ended');
        text += Buffer.from(value).toString();
      }
      const end = text.indexOf('\n\n');
      const event = text.slice(0, end);
      text = text.slice(end + 2);
      return event;
    },
    async ended() {
      while (!(await reader.read()).done);
    },
    close: () => abort.abort(),
  };
  expect(await stream.next()).toContain('event: ready');
  return stream;
}

const notify = (engagementId: string, key: string) =>
  onServer(probe.databaseUrl, `NOTIFY slipway_live, '${JSON.stringify({ engagementId, type: 'checklist.releaseChanged.v1', key })}'`);

describe('live updates', () => {
  it('tell a caller what changes in the engagement, and nothing of others', async () => {
    const stream = await open(`Bearer ${ours}`);
    await notify(theirs, 'a');
    await notify(ours, 'b');
    expect(await stream.next()).toBe(`event: changed\ndata: {"type":"checklist.releaseChanged.v1","key":"b"}`);
    stream.close();
  });

  it('are for those who are signed in', async () => {
    const answer = await fetch(`${probe.url}/api/live`);
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ code: 'not-signed-in' });
  });

  it('end when the token expires', async () => {
    const stream = await open(`Bearer ${ours} 300`);
    expect(await stream.next()).toContain('event: expired');
    await stream.ended();
  });

  it('survive the loss of the session, and say that something may have been missed', async () => {
    const stream = await open(`Bearer ${ours}`);
    await onServer(
      probe.databaseUrl,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'slipway live' AND datname = current_database()`,
    );
    expect(await stream.next()).toContain('event: missed');
    await notify(ours, 'after');
    expect(await stream.next()).toContain('"key":"after"');
    stream.close();
  });
});
