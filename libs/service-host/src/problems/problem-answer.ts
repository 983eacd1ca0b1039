import type { FastifyReply, FastifyRequest } from 'fastify';
import { currentTrace } from '../http/trace';
import type { ServiceLog } from '../logging/service-log';
import { Problem } from './problem';
import { toProblem } from './to-problem';

/** Answers an error as application/problem+json. One that nobody foresaw is logged with its trace, and none of it is told. */
export function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply, log: ServiceLog): void {
  const problem = toProblem(error) ?? internalProblem();
  if (problem.status >= 500) tell(log, problem, error, request);
  if (reply.raw.headersSent) {
    reply.raw.destroy();
    return;
  }
  if (problem.retryAfterSeconds !== undefined) reply.header('retry-after', Math.max(1, Math.ceil(problem.retryAfterSeconds)));
  const trace = currentTrace();
  const body = { ...problem.toJSON(), ...(problem.status >= 500 && trace ? { traceId: trace.traceId } : {}) };
  void reply.status(problem.status).type('application/problem+json; charset=utf-8').serializer(String).send(JSON.stringify(body));
}

export function internalProblem(): Problem {
  return new Problem({
    status: 500,
    code: 'internal-error',
    detail: 'Something went wrong inside Slipway.',
    remedy: 'Repeat the request later; if it fails again, tell the operator the traceId.',
  });
}

function tell(log: ServiceLog, problem: Problem, error: unknown, request: FastifyRequest): void {
  const where = { method: request.method, route: request.routeOptions?.url, status: problem.status };
  const cause = error instanceof Problem ? error.cause : error;
  const text = cause instanceof Error ? { cause: cause.message, stack: cause.stack } : { cause: String(cause ?? problem.detail) };
  if (problem.status === 503) log.warn({ ...where, cause: text.cause }, 'a request was answered 503');
  else log.error({ ...where, ...text }, 'a request failed for a reason that nobody foresaw');
}
