import rateLimit from '@fastify/rate-limit';
import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from '../problems/problem';

/** One address may hold several callers; without a valid token nothing tells them apart. */
const callersPerAddress = 5;

/** Limits requests per caller, as told by the token, and per address. @param limit requests in each span of `seconds` */
export async function registerRateLimit(fastify: FastifyInstance, limit: { max: number; seconds: number }): Promise<void> {
  await fastify.register(rateLimit, { global: false });
  const timeWindow = limit.seconds * 1000;
  const byAddress = fastify.createRateLimit({
    max: limit.max * callersPerAddress,
    timeWindow,
    keyGenerator: (request) => `address ${request.ip}`,
  });
  const byCaller = fastify.createRateLimit({ max: limit.max, timeWindow, keyGenerator: callerKey });
  fastify.addHook('onRequest', async (request) => {
    if (!request.url.startsWith('/api/')) return;
    for (const check of request.headers.authorization === undefined ? [byCaller] : [byAddress, byCaller]) {
      const answer = await check(request);
      if (!answer.isAllowed && answer.isExceeded) throw tooMany(answer.ttlInSeconds);
    }
  });
}

function callerKey(request: FastifyRequest): string {
  const token = request.headers.authorization;
  return token === undefined ? `anonymous ${request.ip}` : `caller ${createHash('sha256').update(token).digest('base64url')}`;
}

function tooMany(seconds: number): Problem {
  return new Problem({
    status: 429,
    code: 'too-many-requests',
    detail: 'This caller has sent too many requests.',
    remedy: 'Wait as long as Retry-After says, and send batches where the API takes them.',
    retryAfterSeconds: seconds,
  });
}
