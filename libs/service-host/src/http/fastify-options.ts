import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Socket } from 'node:net';
import type { ServiceConfig } from '../config/service-config';
import type { ServiceLog } from '../logging/service-log';
import { answerProblem } from '../problems/problem-answer';
import { defaultMaxBytes } from './body-parsers';

/** Limits against slow and oversized requests, and Fastify's own errors as problems. */
export function fastifyOptions(config: Pick<ServiceConfig, 'trustedProxies'>, log: ServiceLog): object {
  return {
    bodyLimit: defaultMaxBytes,
    requestTimeout: 60_000,
    keepAliveTimeout: 72_000,
    trustProxy: config.trustedProxies.length > 0 ? config.trustedProxies : false,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    routerOptions: { maxParamLength: 500 },
    http: { maxHeaderSize: 16_384 },
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => answerProblem(error, request, reply, log),
    clientErrorHandler: answerBrokenRequest,
  };
}

/** What is not HTTP at all, before there is a request. */
function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const [status, phrase, code, detail] =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? [431, 'Request Header Fields Too Large', 'headers-too-large', 'The headers are larger than 16 KiB.']
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? [408, 'Request Timeout', 'timed-out', 'The request did not arrive in time.']
        : [400, 'Bad Request', 'malformed-request', 'The request is not valid HTTP.'];
  const body = JSON.stringify({
    type: `urn:slipway:problem:${code}`,
    title: phrase,
    status,
    code,
    detail,
    remedy: 'Correct the request and send it again.',
  });
  if (socket.writable) {
    socket.write(
      `HTTP/1.1 ${status} ${phrase}\r\ncontent-type: application/problem+json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
    );
  }
  socket.destroySoon();
}
