import fastifyStatic from '@fastify/static';
import type { INestApplication } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type { ServiceDefinition } from '../service-definition';
import { type OpenApiDocuments, openApiDocument } from './open-api-document';

const explorerFiles = new Set(['/swagger-ui.css', '/swagger-ui-bundle.js', '/favicon-32x32.png']);

/** The documents and, at /api/docs, their explorer; all of it from this process. */
export async function registerDocuments(fastify: FastifyInstance, app: INestApplication, services: ServiceDefinition[]): Promise<void> {
  let documents: OpenApiDocuments | undefined;
  const get = () => (documents ??= openApiDocument(app, services));
  fastify.get('/api/openapi.json', async () => get().merged);
  for (const { name } of services) fastify.get(`/api/${name}/openapi.json`, async () => get().byService[name]);

  await fastify.register(fastifyStatic, {
    root: explorerDirectory(),
    prefix: '/api/docs/files/',
    decorateReply: false,
    allowedPath: (path) => explorerFiles.has(path),
    index: false,
  });
  fastify.get('/api/docs', async (_request, reply) => reply.type('text/html; charset=utf-8').send(explorerPage));
  fastify.get('/api/docs/start.js', async (_request, reply) => reply.type('text/javascript; charset=utf-8').send(explorerScript(services)));
}

function explorerDirectory(): string {
  const nearSwagger = createRequire(require.resolve('@nestjs/swagger'));
  return dirname(nearSwagger.resolve('swagger-ui-dist/package.json'));
}

const explorerPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Slipway API</title>
<link rel="icon" href="/api/docs/files/favicon-32x32.png">
<link rel="stylesheet" href="/api/docs/files/swagger-ui.css">
</head>
<body><div id="explorer"></div>
<script src="/api/docs/files/swagger-ui-bundle.js"></script><script src="/api/docs/start.js"></script>
</body>
</html>`;

function explorerScript(services: Pick<ServiceDefinition, 'name' | 'title'>[]): string {
  const urls = [
    { url: '/api/openapi.json', name: 'Everything' },
    ...services.map(({ name, title }) => ({ url: `/api/${name}/openapi.json`, name: title })),
  ];
  return `SwaggerUIBundle({ dom_id: '#explorer', url: '/api/openapi.json', urls: ${JSON.stringify(urls)}, deepLinking: true, docExpansion: 'none', persistAuthorization: false, validatorUrl: null });`;
}
