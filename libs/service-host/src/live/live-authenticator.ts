import type { DateTime } from 'luxon';

export interface LiveCaller {
  engagementId: string;
  /** The stream ends then, so that the page renews its token. */
  expiresAt: DateTime;
}

export interface LiveRequest {
  headers: Record<string, string | string[] | undefined>;
  query: Record<string, unknown>;
}

/** Tells who opens a stream of live updates; access provides it under this token. */
export abstract class LiveAuthenticator {
  /** @throws Problem 400, 401 or 404 as for any other route */
  abstract authenticate(request: LiveRequest): Promise<LiveCaller>;
}
