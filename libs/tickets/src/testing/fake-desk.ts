import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { signWebhook, verifyWebhook } from '@slipway/webhooks';
import type { OutboundPayload } from '../outbound/outbound-payload';

export interface Heard {
  readonly id: string;
  readonly payload: OutboundPayload;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}
export interface DeskAnswer {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Record<string, string>;
}

/** A help desk for specs: takes signed webhooks like a bridge would, and sends its own in the standard-webhooks preset's form. */
export class FakeDesk {
  readonly heard: Heard[] = [];
  /** How it answers; by default it takes every ticket under a reference of its own. */
  answer: (heard: Heard) => DeskAnswer | Promise<DeskAnswer> = (heard) => ({
    status: 200,
    body: JSON.stringify({ reference: this.referenceOf(heard.payload) }),
  });
  hookUrl = '';
  secret = '';
  private server: Server | undefined;
  private nextId = 1;
  private port = 0;

  constructor(
    readonly prefix: string,
    private readonly epochSeconds: () => number,
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}/hook`;
  }

  async up(): Promise<this> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on(
        'end',
        () =>
          void this.take(request, Buffer.concat(chunks)).then(({ status, body, headers }) => response.writeHead(status, headers).end(body)),
      );
    });
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
    return this;
  }

  /** Nobody listens any more; the port stays this desk's. */
  async down(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    server?.closeAllConnections();
    if (server) await new Promise((resolve) => server.close(resolve));
  }

  types(): string[] {
    return this.heard.map((heard) => heard.payload.type);
  }

  texts(): (string | null)[] {
    return this.heard.flatMap(({ payload }) => [
      ...payload.data.thread.map((entry) => entry.text),
      ...(payload.data.message ? [payload.data.message.text] : []),
    ]);
  }

  referenceOf(payload: OutboundPayload): string {
    return `${this.prefix}-${payload.data.ticket?.reference ?? 'ping'}`;
  }

  isSigned(heard: Heard, secret: string): boolean {
    return verifyWebhook({
      headers: heard.headers as Record<string, string>,
      body: heard.body,
      secrets: [secret],
      epochSeconds: this.epochSeconds(),
    }).ok;
  }

  /** Posts a signed webhook of this desk; the id may be given, to send the same delivery twice. */
  async say(
    type: string,
    data: object,
    options: { id?: string; secret?: string; body?: string } = {},
  ): Promise<{ status: number; body: Record<string, unknown> }> {
    const body = Buffer.from(options.body ?? JSON.stringify({ type, timestamp: new Date(this.epochSeconds() * 1000).toISOString(), data }));
    const id = options.id ?? `${this.prefix}_${this.nextId++}`;
    const headers = {
      ...signWebhook({ id, epochSeconds: this.epochSeconds(), body, secrets: [options.secret ?? this.secret] }),
      'content-type': 'application/json',
    };
    const response = await fetch(this.hookUrl, { method: 'POST', headers, body });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  private async take(request: IncomingMessage, body: Buffer): Promise<DeskAnswer> {
    const heard: Heard = {
      id: String(request.headers['webhook-id']),
      payload: JSON.parse(body.toString()) as OutboundPayload,
      headers: request.headers,
      body,
    };
    const answer = await this.answer(heard);
    this.heard.push(heard);
    return answer;
  }
}
