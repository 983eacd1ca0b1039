import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../clock/clock';
import { Problem } from '../problems/problem';
import type { LiveAuthenticator, LiveCaller, LiveRequest } from './live-authenticator';
import type { LiveChannel, LiveUpdate } from './live-channel';

const heartbeatMilliseconds = 15_000;
/** A reader that lags behind this far is dropped; it comes again and reads everything anew. */
const maxWaitingBytes = 256 * 1024;
const maxStreams = 2_000;

/**
 * GET /api/live: server-sent events `changed` with `{ type, key }` for the caller's engagement, and `missed` when something may
 * have been lost and the page should read anew.
 */
export class LiveUpdates {
  private readonly streams = new Set<FastifyReply>();

  constructor(
    private readonly channel: LiveChannel,
    private readonly clock: Clock,
  ) {}

  register(fastify: FastifyInstance, authenticator: () => LiveAuthenticator | undefined): void {
    fastify.get('/api/live', async (request, reply) => {
      const caller = await authenticate(authenticator(), request);
      if (this.streams.size >= maxStreams) throw Problem.away('too-many-streams', 'The stream of live updates', 10);
      await this.open(reply, caller);
      return reply;
    });
  }

  /** Ends every stream, so that the server can close. */
  closeStreams(): void {
    for (const reply of this.streams) reply.raw.end();
  }

  private async open(reply: FastifyReply, { engagementId, expiresAt }: LiveCaller): Promise<void> {
    const { raw } = reply;
    reply.hijack();
    const headers = Object.fromEntries(Object.entries(reply.getHeaders()).filter(([, value]) => value !== undefined));
    raw.writeHead(200, {
      ...headers,
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    } as Record<string, string>);
    const write = (text: string) => {
      if (raw.writableLength > maxWaitingBytes) raw.destroy();
      else raw.write(text);
    };
    this.streams.add(reply);
    const stopListening = this.channel.listen((update) => {
      if (update === 'missed') write('event: missed\ndata: {}\n\n');
      else if (update.engagementId === engagementId) write(textOf(update));
    });
    const heartbeat = setInterval(() => write(': still here\n\n'), heartbeatMilliseconds);
    const left = Math.max(0, expiresAt.toMillis() - this.clock.now().toMillis());
    const expiry = setTimeout(() => raw.end('event: expired\ndata: {}\n\n'), Math.min(left, 2 ** 31 - 1));
    raw.on('close', () => {
      stopListening();
      clearInterval(heartbeat);
      clearTimeout(expiry);
      this.streams.delete(reply);
    });
    await this.channel.ready();
    write('retry: 2000\nevent: ready\ndata: {}\n\n');
  }
}

function textOf({ type, key }: LiveUpdate): string {
  return `event: changed\ndata: ${JSON.stringify({ type, key })}\n\n`;
}

async function authenticate(authenticator: LiveAuthenticator | undefined, request: FastifyRequest): Promise<LiveCaller> {
  if (!authenticator) throw Problem.notFound('stream');
  return authenticator.authenticate({ headers: request.headers, query: request.query as LiveRequest['query'] });
}
