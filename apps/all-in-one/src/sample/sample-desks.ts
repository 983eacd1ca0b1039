import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

interface Delivery {
  type: string;
  data: { ticket?: { reference: string; title: string; line: string; isTest: boolean }; message?: { text: string } | null };
}

/**
 * The help desks of the two sample companies: outside of Slipway, reached by its signed webhooks and answering with their own.
 * The vendor's desk answers what is escalated to it after a while, so that a newcomer sees the trip there and back.
 */
export class SampleDesks {
  readonly deliveries: (Delivery & { desk: string })[] = [];
  private readonly hooks = new Map<string, { hookUrl: string; secret: string }>();
  private server: http.Server | null = null;

  /** @param answerAfterMs how long the vendor's desk thinks before it answers an escalation */
  constructor(public answerAfterMs = 300) {}

  /** Listens on 127.0.0.1; `port` 0 takes any. Answers the port. */
  async start(port: number): Promise<number> {
    this.server = http.createServer((request, response) => void this.receive(request, response)).listen(port, '127.0.0.1');
    await once(this.server, 'listening');
    this.server.unref();
    return (this.server.address() as AddressInfo).port;
  }

  stop(): void {
    this.server?.closeAllConnections();
    this.server?.close();
  }

  register(desk: string, hook: { hookUrl: string; secret: string }): void {
    this.hooks.set(desk, hook);
  }

  /** Sends a webhook to Slipway as the desk would, signed by Standard Webhooks. */
  async send(desk: string, type: string, data: unknown): Promise<void> {
    const hook = this.hooks.get(desk);
    if (hook === undefined) return;
    const id = `msg_${randomUUID()}`;
    const timestamp = Math.floor(Date.now() / 1000);
    const body = JSON.stringify({ type, timestamp: new Date(timestamp * 1000).toISOString(), data });
    const key = Buffer.from(hook.secret.replace(/^whsec_/, ''), 'base64');
    const signature = `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
    const answer = await fetch(hook.hookUrl, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(timestamp),
        'webhook-signature': signature,
      },
      body,
    });
    if (!answer.ok) throw new Error(`the sample desk ${desk} was refused: ${answer.status} ${await answer.text()}`);
  }

  private async receive(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const desk = (request.url ?? '/').slice(1);
    const delivery = JSON.parse(Buffer.concat(chunks).toString() || '{}') as Delivery;
    this.deliveries.push({ ...delivery, desk });
    if (this.deliveries.length > 200) this.deliveries.shift();
    const reference = `${desk === 'northwind-desk' ? 'NW' : 'BS'}-${delivery.data?.ticket?.reference.replace('T-', '10') ?? '0'}`;
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ reference }));
    if (desk === 'banyan-desk' && (delivery.type === 'ticket.escalated' || delivery.type === 'ticket.opened')) {
      const text = delivery.data.ticket?.isTest ? 'The second line hears you.' : 'We have it: a developer looks into it now.';
      setTimeout(() => {
        this.send(desk, 'ticket.commented', {
          ticket: { reference },
          message: { id: randomUUID(), text, author: 'Banyan help desk' },
        }).catch(() => undefined);
      }, this.answerAfterMs).unref();
    }
  }
}
