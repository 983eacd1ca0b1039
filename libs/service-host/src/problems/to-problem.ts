import { HttpException } from '@nestjs/common';
import { problemOfDatabase } from '../database/database-faults';
import { Problem } from './problem';

/** What an error means to the caller; undefined when nobody foresaw it, which is our fault and a 500. */
export function toProblem(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error;
  if (error instanceof HttpException) return ofStatus(error.getStatus(), error.message);
  const known = ofFastify(error as { code?: unknown }) ?? problemOfDatabase(error);
  if (known) return known;
  const { statusCode, message } = (error ?? {}) as { statusCode?: unknown; message?: unknown };
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500)
    return ofStatus(statusCode, typeof message === 'string' ? message : '');
  return undefined;
}

function ofFastify({ code }: { code?: unknown }): Problem | undefined {
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new Problem({
        status: 413,
        code: 'too-large',
        detail: 'The body is larger than this route takes.',
        remedy: 'Send less at once; the API description names the limit.',
      });
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new Problem({
        status: 415,
        code: 'unsupported-media-type',
        field: 'Content-Type',
        detail: 'The content type of the body is missing or not one that Slipway reads.',
        remedy: 'Send application/json, or the type that the API description names.',
      });
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return Problem.invalid(
        'Content-Length',
        'The body is not as long as its Content-Length says.',
        'Send the length of the body in bytes, or none.',
      );
    case 'FST_ERR_BAD_URL':
      return new Problem({
        status: 400,
        code: 'malformed-url',
        detail: 'The address cannot be decoded.',
        remedy: 'Percent-encode it as UTF-8.',
      });
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return new Problem({
        status: 414,
        code: 'url-too-long',
        detail: 'A part of the address is too long.',
        remedy: 'Check the id in the address.',
      });
    case 'ECONNRESET':
    case 'ERR_STREAM_PREMATURE_CLOSE':
      return new Problem({
        status: 400,
        code: 'aborted',
        detail: 'The connection ended before the body was complete.',
        remedy: 'Repeat the request.',
      });
    default:
      return undefined;
  }
}

const known: Record<number, { code: string; remedy: string }> = {
  400: { code: 'bad-request', remedy: 'Compare the request with the API description.' },
  401: { code: 'not-signed-in', remedy: 'Sign in, or send an API token.' },
  403: { code: 'forbidden', remedy: 'Ask somebody whose role allows it.' },
  404: { code: 'not-found', remedy: 'See /api/docs for what there is.' },
  405: { code: 'method-not-allowed', remedy: 'Use one of the methods named in Allow.' },
  406: { code: 'not-acceptable', remedy: 'Accept application/json.' },
  408: { code: 'timed-out', remedy: 'Send the request faster or in smaller parts.' },
  413: { code: 'too-large', remedy: 'Send less at once.' },
  415: { code: 'unsupported-media-type', remedy: 'Send application/json.' },
  429: { code: 'too-many-requests', remedy: 'Wait as long as Retry-After says.' },
  503: { code: 'away', remedy: 'Repeat the request in a moment.' },
};

function ofStatus(status: number, message: string): Problem | undefined {
  if (status === 500) return undefined;
  const { code, remedy } = known[status] ?? { code: `http-${status}`, remedy: 'Compare the request with the API description.' };
  const detail = status === 404 ? 'There is nothing at this address.' : message || 'The request cannot be answered.';
  return new Problem({ status, code, detail, remedy, ...(status === 503 ? { retryAfterSeconds: 2 } : {}) });
}
