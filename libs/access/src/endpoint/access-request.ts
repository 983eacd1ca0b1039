import type { Caller, Identity } from '../caller/caller';

/** What access reads from, and leaves on, a request. */
export interface AccessRequest {
  method: string;
  url: string;
  headers: Record<string, string | string[] | undefined>;
  params?: Record<string, string | undefined>;
  body?: unknown;
  rawBody?: Buffer;
  identity?: Identity;
  caller?: Caller;
}

export interface AccessReply {
  header(name: string, value: string): unknown;
  status(code: number): unknown;
}

/** One header's value; of several the first, since none of ours is a list. */
export function headerOf(request: Pick<AccessRequest, 'headers'>, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
