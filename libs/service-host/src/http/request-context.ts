import type { FastifyInstance } from 'fastify';
import type { ServiceLog } from '../logging/service-log';
import { requestDuration } from '../metrics/metrics';
import { Problem } from '../problems/problem';
import { currentTrace, newTrace, runTrace } from './trace';

/** Gives every request its id and trace, its line in the log and its place in the metrics. */
export function registerRequestContext(fastify: FastifyInstance, log: ServiceLog): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    const { traceparent } = request.headers;
    const given = request.headers['x-request-id'];
    const requestId = typeof given === 'string' && /^[\w.:-]{1,100}$/.test(given) ? given : undefined;
    const trace = newTrace(typeof traceparent === 'string' ? traceparent : undefined, requestId);
    reply.header('x-request-id', trace.requestId);
    runTrace(trace, () => done(/%00/.test(request.raw.url ?? '') ? nulInUrl() : undefined));
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.is404 ? 'none' : (request.routeOptions.url ?? 'none');
    const status = reply.statusCode;
    requestDuration.observe({ method: request.method, route, status: String(status) }, reply.elapsedTime / 1000);
    log.debug(
      { method: request.method, route, status, milliseconds: Math.round(reply.elapsedTime), requestId: currentTrace()?.requestId },
      'answered',
    );
    done();
  });
}

function nulInUrl(): Problem {
  return new Problem({ status: 400, code: 'malformed-url', detail: 'The address has a NUL character in it.', remedy: 'Leave out %00.' });
}
