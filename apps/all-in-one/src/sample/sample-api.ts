import { setTimeout as pause } from 'node:timers/promises';

/** Calls the public API as one person; the sample uses nothing else. */
export class SampleApi {
  constructor(
    private readonly address: string,
    readonly bearer: string | null = null,
    private readonly engagementId: string | null = null,
  ) {}

  as(token: string | null, engagementId: string | null = this.engagementId): SampleApi {
    return new SampleApi(this.address, token, engagementId);
  }

  async send(
    method: string,
    path: string,
    body?: string,
    headers: Record<string, string> = {},
  ): Promise<{ body: any; etag: string | null }> {
    for (let attempt = 1; ; attempt++) {
      const answer = await fetch(`${this.address}/api${path}`, {
        method,
        body,
        headers: {
          ...(this.bearer ? { authorization: `Bearer ${this.bearer}` } : {}),
          ...(this.engagementId === null ? {} : { 'slipway-engagement': this.engagementId }),
          ...headers,
        },
      });
      const text = await answer.text();
      if (answer.ok) return { body: text === '' ? null : JSON.parse(text), etag: answer.headers.get('etag') };
      if ((answer.status !== 429 && answer.status !== 503) || attempt === 5)
        throw new Error(`${method} /api${path} answered ${answer.status}: ${text.slice(0, 600)}`);
      await pause(1000 * Number(answer.headers.get('retry-after') ?? 1));
    }
  }

  async get(path: string): Promise<any> {
    return (await this.send('GET', path)).body;
  }

  async post(path: string, body?: unknown): Promise<any> {
    const json: [string?, Record<string, string>?] =
      body === undefined ? [] : [JSON.stringify(body), { 'content-type': 'application/json' }];
    return (await this.send('POST', path, ...json)).body;
  }

  /** Writes what people edit, on the revision read a moment ago. */
  async edit(method: 'PUT' | 'PATCH' | 'POST', path: string, body: unknown, readFrom = path): Promise<any> {
    const { etag } = await this.send('GET', readFrom);
    return (await this.send(method, path, JSON.stringify(body), { 'content-type': 'application/json', 'if-match': etag ?? '"0"' })).body;
  }

  /** Asks until the answer satisfies, at most a minute: what travels by events needs a moment. */
  async until(path: string, satisfied: (body: any) => boolean): Promise<any> {
    for (let attempt = 0; attempt < 300; attempt++) {
      const body = await this.get(path).catch(() => null);
      if (body !== null && satisfied(body)) return body;
      await pause(200);
    }
    throw new Error(`the sample waited a minute for GET /api${path}`);
  }
}
