import { lookup as lookupInSystem } from 'node:dns';
import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction, Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { checkTarget, isAllowedHost, refusedAddress } from './address-policy';
import { signWebhook } from './standard-webhooks';

export interface WebhookMessage {
  readonly url: string;
  /** Stays the same over all attempts. */
  readonly id: string;
  readonly body: Uint8Array;
  /** Newest first; every one signs. */
  readonly secrets: readonly string[];
  /** When this attempt is made, seconds since 1970 UTC. */
  readonly epochSeconds: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface SendingLimits {
  /** Hosts that skip the address check: `host` or `host:port`, for development and tests. */
  readonly allowedHosts: readonly string[];
  /** From name look-up to the last byte of the answer. */
  readonly totalMs?: number;
  readonly maxAnswerBytes?: number;
  readonly lookup?: LookupFunction;
  /** Certificate authorities, PEM, in place of those that Node trusts. */
  readonly ca?: string;
}

export type SendFault = 'refused' | 'timeout' | 'connection' | 'redirect' | 'gone' | 'status';
export type SendOutcome =
  | {
      readonly ok: true;
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      /** Empty when it was longer than the cap. */
      readonly body: string;
      readonly durationMs: number;
    }
  | {
      readonly ok: false;
      readonly fault: SendFault;
      readonly status: number | null;
      readonly cause: string;
      readonly retryAfterSeconds: number | null;
      readonly durationMs: number;
    };

class AddressRefused extends Error {}

/** Looks a name up and refuses it when any of its addresses is not public: it is the answer that is connected to. */
function guardedLookup(lookup: LookupFunction): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, options, (error, address, family) => {
      if (error) return callback(error, address, family);
      const addresses = typeof address === 'string' ? [address] : address.map((entry) => entry.address);
      const refused = addresses.map(refusedAddress).find((reason) => reason !== null);
      if (refused) return callback(new AddressRefused(`${hostname} leads to a refused address: ${refused}`), '', 0);
      return callback(null, address, family);
    });
  };
}

const seconds = (value: string | undefined): number | null => (value !== undefined && /^\d{1,7}$/.test(value) ? Number(value) : null);

function flatHeaders(response: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  );
}

/** Sends nothing until the peer's address is known to be let through. */
function releaseAfterConnect(
  request: ClientRequest,
  secure: boolean,
  allowed: boolean,
  body: Uint8Array,
  refuse: (reason: string) => void,
): void {
  request.once('socket', (socket: Socket) => {
    const release = () => {
      const refused = allowed ? null : refusedAddress(socket.remoteAddress ?? 'an unknown address');
      if (refused) refuse(`connected to a refused address: ${refused}`);
      else request.end(body);
    };
    if (secure || socket.connecting) socket.once(secure ? 'secureConnect' : 'connect', release);
    else if (socket.remoteAddress) release();
  });
}

function read(response: IncomingMessage, maxBytes: number, done: (body: string) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= maxBytes) return void chunks.push(chunk);
    done('');
  });
  response.on('end', () => done(Buffer.concat(chunks).toString('utf8')));
}

/**
 * One attempt to deliver a signed webhook (Standard Webhooks). Never throws; follows no redirect; an answer 2xx is success.
 * The address that is really connected to decides, so a name that resolves differently the second time changes nothing.
 */
export function sendWebhook(message: WebhookMessage, limits: SendingLimits): Promise<SendOutcome> {
  const startMs = performance.now();
  const target = checkTarget(message.url, limits.allowedHosts);
  const failed = (fault: SendFault, cause: string, status: number | null = null, retryAfterSeconds: number | null = null): SendOutcome => ({
    ok: false,
    fault,
    status,
    cause,
    retryAfterSeconds,
    durationMs: Math.round(performance.now() - startMs),
  });
  if (!target.ok) return Promise.resolve(failed('refused', target.reason));
  const { url } = target;
  const totalMs = limits.totalMs ?? 10_000;
  const allowed = isAllowedHost(url, limits.allowedHosts);
  const lookup = limits.lookup ?? (lookupInSystem as LookupFunction);
  const secure = url.protocol === 'https:';

  return new Promise((resolve) => {
    let settled = false;
    const settle = (outcome: SendOutcome) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      resolve(outcome);
      request.destroy();
    };
    const request = (secure ? httpsRequest : httpRequest)(url, {
      method: 'POST',
      agent: false,
      ...(limits.ca === undefined ? {} : { ca: limits.ca }),
      lookup: allowed ? lookup : guardedLookup(lookup),
      headers: {
        'user-agent': 'Slipway-Webhooks/1',
        accept: 'application/json',
        'accept-encoding': 'identity',
        'content-type': 'application/json',
        'content-length': message.body.length,
        ...message.headers,
        ...signWebhook(message),
      },
    });
    const timer = setTimeout(() => settle(failed('timeout', `no complete answer within ${totalMs} ms`)), totalMs);
    request.on('error', (error) => settle(failed(error instanceof AddressRefused ? 'refused' : 'connection', error.message || error.name)));
    request.on('response', (response) => {
      const status = response.statusCode ?? 0;
      const retryAfterSeconds = seconds(response.headers['retry-after']);
      if (status >= 300 && status < 400) return settle(failed('redirect', `answered ${status}; redirects are not followed`, status));
      if (status === 410) return settle(failed('gone', 'answered 410 Gone: the address is no longer meant', status));
      if (status < 200 || status >= 300) return settle(failed('status', `answered ${status}`, status, retryAfterSeconds));
      response.on('error', (error) => settle(failed('connection', `the answer broke off: ${error.message}`, status)));
      response.on('aborted', () => settle(failed('connection', 'the answer broke off', status)));
      return read(response, limits.maxAnswerBytes ?? 65_536, (body) =>
        settle({ ok: true, status, headers: flatHeaders(response), body, durationMs: Math.round(performance.now() - startMs) }),
      );
    });
    releaseAfterConnect(request, secure, allowed, message.body, (reason) => settle(failed('refused', reason)));
  });
}
