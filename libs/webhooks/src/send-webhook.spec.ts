import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, LookupFunction } from 'node:net';
import { sendWebhook, type SendingLimits } from './send-webhook.service';
import { verifyWebhook } from './standard-webhooks';
import { specCertificate, specCertificateKey } from './testing/spec-certificate';

type Answer = (request: IncomingMessage, response: ServerResponse, body: Buffer) => void;
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const epochSeconds = 1_764_000_000;

describe('sendWebhook', () => {
  let server: Server;
  let port: number;
  let answer: Answer;
  let arrived: { headers: IncomingMessage['headers']; body: Buffer; path: string }[];

  beforeAll(async () => {
    server = createServer((incoming, response) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        arrived.push({ headers: incoming.headers, body: Buffer.concat(chunks), path: incoming.url ?? '' });
        answer(incoming, response, Buffer.concat(chunks));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  beforeEach(() => {
    arrived = [];
    answer = (_, response) => response.end();
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const send = (url: string, limits: Partial<SendingLimits> = {}) =>
    sendWebhook(
      { url, id: 'msg_1', body: Buffer.from('{"a":"ü"}'), secrets: [secret], epochSeconds },
      { allowedHosts: [`127.0.0.1:${port}`], ...limits },
    );
  const here = () => `http://127.0.0.1:${port}/hook`;
  /** A name server that says one thing first and another afterwards. */
  const rebinding = (...answers: string[]): LookupFunction => {
    let asked = 0;
    return (_, options, callback) => {
      const address = answers[Math.min(asked++, answers.length - 1)] as string;
      if (options.all) callback(null, [{ address, family: 4 }] as never, 4);
      else callback(null, address, 4);
    };
  };

  it('delivers the exact bytes with a signature that verifies', async () => {
    answer = (_, response) =>
      response.writeHead(201, { 'content-type': 'application/json', 'slipway-reference': 'V-9' }).end('{"reference":"V-9"}');
    const outcome = await send(here());
    expect(outcome).toMatchObject({ ok: true, status: 201, body: '{"reference":"V-9"}', headers: { 'slipway-reference': 'V-9' } });
    const [delivery] = arrived;
    expect(delivery?.body.toString()).toBe('{"a":"ü"}');
    expect(
      verifyWebhook({ headers: delivery?.headers as Record<string, string>, body: delivery!.body, secrets: [secret], epochSeconds }).ok,
    ).toBe(true);
  });

  it('follows no redirect', async () => {
    answer = (incoming, response) => (incoming.url === '/hook' ? response.writeHead(302, { location: '/inner' }).end() : response.end());
    expect(await send(here())).toMatchObject({ ok: false, fault: 'redirect', status: 302 });
    expect(arrived.map((delivery) => delivery.path)).toEqual(['/hook']);
  });

  it.each([
    [410, 'gone'],
    [500, 'status'],
    [404, 'status'],
  ])('tells %s as %s', async (status, fault) => {
    answer = (_, response) => response.writeHead(status, { 'retry-after': '120' }).end();
    expect(await send(here())).toMatchObject({ ok: false, fault, status, retryAfterSeconds: status === 410 ? null : 120 });
  });

  it('gives up when the whole answer takes too long, however steadily it drips', async () => {
    answer = (_, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write('.'), 20);
      response.on('close', () => clearInterval(drip));
    };
    expect(await send(here(), { totalMs: 200 })).toMatchObject({ ok: false, fault: 'timeout' });
  });

  it('gives up when nothing is ever answered', async () => {
    answer = () => undefined;
    expect(await send(here(), { totalMs: 100 })).toMatchObject({ ok: false, fault: 'timeout' });
  });

  it('reads no more of an answer than the cap', async () => {
    answer = (_, response) => {
      response.writeHead(200);
      const flood = () => {
        while (response.write('x'.repeat(65_536)));
        response.once('drain', flood);
      };
      flood();
    };
    expect(await send(here())).toMatchObject({ ok: true, status: 200, body: '' });
  });

  it('tells a connection that nobody takes', async () => {
    expect(await send('http://127.0.0.1:1/', { allowedHosts: ['127.0.0.1'] })).toMatchObject({ ok: false, fault: 'connection' });
  });

  it('tells an answer that breaks off', async () => {
    answer = (_, response) => {
      response.writeHead(200, { 'content-length': '10' });
      response.write('half');
      setTimeout(() => response.socket?.destroy(), 20);
    };
    expect(await send(here())).toMatchObject({ ok: false, fault: 'connection' });
  });

  it.each(['127.0.0.1', '10.0.0.7', '169.254.169.254'])('refuses a name that leads to %s', async (address) => {
    const outcome = await send(`http://desk.example:${port}/`, { allowedHosts: [], lookup: rebinding(address) });
    expect(outcome).toMatchObject({ ok: false, fault: 'refused' });
    expect(arrived).toEqual([]);
  });

  it('refuses a name of which only one address is private', async () => {
    const lookup: LookupFunction = (_, __, callback) =>
      callback(
        null,
        [
          { address: '93.184.216.34', family: 4 },
          { address: '10.0.0.1', family: 4 },
        ] as never,
        4,
      );
    expect(await send(`http://desk.example:${port}/`, { allowedHosts: [], lookup })).toMatchObject({ ok: false, fault: 'refused' });
  });

  it('refuses a name that was public when it was checked and is private when connected to', async () => {
    const lookup = rebinding('93.184.216.34', '127.0.0.1');
    await new Promise((resolve) => lookup('desk.example', {}, resolve));
    const outcome = await send(`http://desk.example:${port}/`, { allowedHosts: [], lookup });
    expect(outcome).toMatchObject({ ok: false, fault: 'refused', cause: expect.stringContaining('127.0.0.1') });
    expect(arrived).toEqual([]);
  });

  it('control: without the guard the same rebinding name reaches the private server', async () => {
    const lookup = rebinding('93.184.216.34', '127.0.0.1');
    await new Promise((resolve) => lookup('desk.example', {}, resolve));
    await new Promise<void>((resolve, reject) => {
      request({ host: 'desk.example', port, method: 'POST', lookup, agent: false }, (response) => response.resume().on('end', resolve))
        .on('error', reject)
        .end('{}');
    });
    expect(arrived).toHaveLength(1);
  });

  it('speaks TLS, and only with whom it trusts', async () => {
    const secure = createSecureServer({ cert: specCertificate, key: specCertificateKey }, (incoming, response) => {
      incoming.resume().on('end', () => {
        arrived.push({ headers: incoming.headers, body: Buffer.alloc(0), path: incoming.url ?? '' });
        response.end('{"reference":"V-1"}');
      });
    });
    await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve));
    const url = `https://127.0.0.1:${(secure.address() as AddressInfo).port}/`;
    const limits = { allowedHosts: ['127.0.0.1'] };
    expect(await send(url, limits)).toMatchObject({ ok: false, fault: 'connection', cause: expect.stringContaining('self-signed') });
    expect(arrived).toEqual([]);
    expect(await send(url, { ...limits, ca: specCertificate })).toMatchObject({ ok: true, body: '{"reference":"V-1"}' });
    await new Promise((resolve) => secure.close(resolve));
  });
});
