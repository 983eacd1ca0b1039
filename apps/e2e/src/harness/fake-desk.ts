import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface DeskDelivery {
  id: string;
  type: string;
  data: any;
  signatureValid: boolean;
}

/** An external help desk: receives Slipway's signed webhooks and sends its own. It checks signatures with its own code, not Slipway's. */
export class FakeDesk {
  readonly received: DeskDelivery[] = [];
  /** While true every delivery is answered with 503. */
  down = false;
  outboundSecret = '';
  inboundSecret = '';
  hookUrl = '';
  private server: http.Server | null = null;

  constructor(readonly name: string) {}

  async start(): Promise<string> {
    this.server = http.createServer((request, response) => void this.receive(request, response)).listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/webhook`;
  }

  async stop(): Promise<void> {
    this.server?.closeAllConnections();
    this.server?.close();
  }

  ofType(type: string): DeskDelivery[] {
    return this.received.filter((delivery) => delivery.type === type);
  }

  /** Sends a webhook to Slipway, signed by Standard Webhooks. */
  async send(type: string, data: unknown, options: { id?: string; secret?: string } = {}): Promise<Response> {
    const id = options.id ?? `msg_${randomUUID()}`;
    const timestamp = Math.floor(Date.now() / 1000);
    const body = JSON.stringify({ type, timestamp: new Date(timestamp * 1000).toISOString(), data });
    const signature = sign(options.secret ?? this.inboundSecret, `${id}.${timestamp}.${body}`);
    return await fetch(this.hookUrl, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(timestamp),
        'webhook-signature': signature,
      },
      body,
    });
  }

  private async receive(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (this.down) {
      response.writeHead(503).end();
      return;
    }
    const raw = Buffer.concat(chunks).toString();
    const id = String(request.headers['webhook-id']);
    const expected = sign(this.outboundSecret, `${id}.${request.headers['webhook-timestamp']}.${raw}`);
    const { type, data } = JSON.parse(raw) as { type: string; data: { ticket?: { reference: string } } };
    const repeated = this.received.some((delivery) => delivery.id === id);
    if (!repeated) {
      this.received.push({ id, type, data, signatureValid: String(request.headers['webhook-signature']).split(' ').includes(expected) });
    }
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ reference: `${this.name}-${data.ticket?.reference ?? 'ping'}` }));
  }
}

function sign(secret: string, content: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(content).digest('base64')}`;
}
