import type { Composition, ServiceName } from './composition';

export interface Answer<Body = any> {
  status: number;
  headers: Headers;
  body: Body;
}

export interface CallOptions {
  body?: unknown;
  /** Sent as it is, with `contentType`. */
  raw?: string | Buffer;
  contentType?: string;
  headers?: Record<string, string>;
}

/** Somebody who calls the public API with a bearer token: a person or a machine. */
export class ApiClient {
  constructor(
    private readonly composition: Composition,
    public token: string | null,
    private readonly engagementId: string | null = null,
    readonly personId: string = '',
    private readonly account: { email: string; password: string } | null = null,
  ) {}

  /** Signs a person in with a local account. */
  static async signIn(
    composition: Composition,
    account: { email: string; password: string },
    engagementId: string | null = null,
  ): Promise<ApiClient> {
    const session = await new ApiClient(composition, null).ok('POST', 'directory', '/sessions', { body: account });
    return new ApiClient(composition, session.accessToken, engagementId, session.person.personId, account);
  }

  /** Access tokens live minutes; answers a new one. */
  async signInAgain(): Promise<string> {
    if (this.account === null) throw new Error('this client has no account to sign in with');
    const session = await new ApiClient(this.composition, null).ok('POST', 'directory', '/sessions', { body: this.account });
    this.token = session.accessToken as string;
    return this.token;
  }

  inEngagement(engagementId: string): ApiClient {
    return new ApiClient(this.composition, this.token, engagementId, this.personId, this.account);
  }

  /** Calls `/api/<service>/v1<path>`; answers whatever the status is. */
  async call<Body = any>(method: string, service: ServiceName, path: string, options: CallOptions = {}): Promise<Answer<Body>> {
    const headers: Record<string, string> = { ...options.headers };
    if (this.token !== null) headers.authorization ??= `Bearer ${this.token}`;
    if (this.engagementId !== null) headers['slipway-engagement'] ??= this.engagementId;
    let body: string | Buffer | undefined;
    if (options.raw !== undefined) {
      body = options.raw;
      headers['content-type'] = options.contentType ?? 'application/octet-stream';
    } else if (options.body !== undefined) {
      body = JSON.stringify(options.body);
      headers['content-type'] = options.contentType ?? 'application/json';
    }
    const answer = await fetch(`${this.composition.url(service)}/api/${service}/v1${path}`, {
      method,
      headers,
      body: body as string | undefined,
      redirect: 'manual',
    });
    const text = await answer.text();
    const json = /json/.test(answer.headers.get('content-type') ?? '');
    return { status: answer.status, headers: answer.headers, body: (json && text !== '' ? JSON.parse(text) : text) as Body };
  }

  /** As `call`, but fails unless the status is 2xx; answers the body. */
  async ok<Body = any>(method: string, service: ServiceName, path: string, options: CallOptions = {}): Promise<Body> {
    let answer = await this.call<Body>(method, service, path, options);
    if (answer.status === 401 && this.account !== null) {
      await this.signInAgain();
      answer = await this.call<Body>(method, service, path, options);
    }
    if (answer.status < 200 || answer.status > 299) {
      throw new Error(`${method} /api/${service}/v1${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    }
    return answer.body;
  }

  get = <Body = any>(service: ServiceName, path: string) => this.ok<Body>('GET', service, path);
  post = <Body = any>(service: ServiceName, path: string, body: unknown = {}) => this.ok<Body>('POST', service, path, { body });
  /** Changes what people edit: reads its ETag first. */
  async edit<Body = any>(
    method: 'PUT' | 'PATCH' | 'POST',
    service: ServiceName,
    path: string,
    body: unknown,
    etagPath = path,
  ): Promise<Body> {
    const current = await this.call('GET', service, etagPath);
    const etag = current.headers.get('etag') ?? '"0"';
    return await this.ok<Body>(method, service, path, { body, headers: { 'if-match': etag } });
  }
}
