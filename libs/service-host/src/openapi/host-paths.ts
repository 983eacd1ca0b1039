import type { OpenAPIObject } from '@nestjs/swagger';

/** The routes of the process itself, which no service owns. */
export function hostPaths(services: { name: string; title: string }[]): OpenAPIObject['paths'] {
  const documents = services.map(
    ({ name, title }) =>
      [`/api/${name}/openapi.json`, { get: open(`getDocumentOf${name}`, `OpenAPI document: ${title}`, json()) }] as const,
  );
  return {
    '/api/openapi.json': { get: open('getDocument', 'OpenAPI document of everything in this process', json()) },
    ...Object.fromEntries(documents),
    '/api/live': {
      get: {
        operationId: 'getLiveUpdates',
        tags: ['process'],
        summary: 'Live updates of one engagement as server-sent events',
        description:
          '`changed` with `{ type, key }` says what to read anew, `missed` that something may have been lost, `expired` that a new token is needed.',
        security: [{ bearer: [] }],
        parameters: [{ name: 'Slipway-Engagement', in: 'header', required: false, schema: { type: 'string', format: 'uuid' } }],
        responses: {
          200: { description: 'The stream', content: { 'text/event-stream': { schema: { type: 'string' } } } },
          ...Object.fromEntries([400, 401, 404, 429, 503].map((status) => [status, problem()])),
        },
      },
    },
    '/health/live': { get: open('getLiveness', 'Whether the process runs', json()) },
    '/health/ready': {
      get: {
        ...open('getReadiness', 'Whether the process can do its work', json()),
        responses: { 200: json(), 503: { ...json(), description: 'Not ready; the reason is beside the dependency' } },
      },
    },
    '/metrics': {
      get: open('getMetrics', 'Metrics for Prometheus', { description: 'Text', content: { 'text/plain': { schema: { type: 'string' } } } }),
    },
  };
}

type Response = { description: string; content: Record<string, { schema: object }> };

function open(operationId: string, summary: string, response: Response) {
  return { operationId, tags: ['process'], summary, security: [], responses: { 200: response } };
}

function json(): Response {
  return { description: 'The answer', content: { 'application/json': { schema: { type: 'object' } } } };
}

function problem(): Response {
  return { description: 'A problem', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } };
}
