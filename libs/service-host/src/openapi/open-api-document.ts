import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { ServiceDefinition } from '../service-definition';
import { hostPaths } from './host-paths';
import { pruneComponents } from './prune-components';
import { shareParts } from './share-parts';
import { problemSchema, zodToJsonSchema } from './zod-schemas';

type Described = Pick<ServiceDefinition, 'name' | 'title' | 'description'>;

const methods = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'] as const;
const version = '1.0.0';

/** The OpenAPI 3.1 documents of the services in the process: one for each, and all in one. */
export interface OpenApiDocuments {
  merged: OpenAPIObject;
  byService: Record<string, OpenAPIObject>;
}

/** Reads the routes from the application; it need not be started. */
export function openApiDocument(app: INestApplication, services: Described[]): OpenApiDocuments {
  const scanned = SwaggerModule.createDocument(
    app,
    frame('Slipway', 'Takes a release from built to safely in the users’ hands, between a vendor and a client.'),
    {
      standardSchemaConverter: zodToJsonSchema,
    },
  );
  scanned.components = { ...scanned.components, schemas: { ...scanned.components?.schemas, Problem: problemSchema } };
  scanned.paths = sorted(scanned.paths);
  nameOperations(scanned, services);
  shareParts(scanned);
  const merged = pruneComponents({
    ...scanned,
    tags: services.map(({ name, description }) => ({ name, description })),
    paths: sorted({ ...scanned.paths, ...hostPaths(services) }),
  });
  const byService = services.map(({ name, title, description }) => {
    const { info, tags } = frame(title, description);
    const paths = Object.fromEntries(Object.entries(scanned.paths).filter(([path]) => path.startsWith(`/api/${name}/`)));
    return [name, pruneComponents({ ...scanned, info, tags: tags ?? [], paths })] as const;
  });
  return { merged, byService: Object.fromEntries(byService) };
}

function frame(title: string, description: string): Omit<OpenAPIObject, 'paths'> {
  return new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(title)
    .setDescription(description)
    .setVersion(version)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('/')
    .addBearerAuth(
      { type: 'http', scheme: 'bearer', description: 'A short-lived token of the directory, or an API token (slp_…).' },
      'bearer',
    )
    .build();
}

/** Names that stay when classes are renamed, and one tag per service. */
function nameOperations(document: OpenAPIObject, services: Described[]): void {
  for (const [path, item] of Object.entries(document.paths)) {
    const service = services.find(({ name }) => path.startsWith(`/api/${name}/`));
    for (const method of methods) {
      const operation = item[method];
      if (!operation) continue;
      operation.operationId = operationId(method, path);
      operation.tags = [service?.name ?? 'process'];
    }
  }
}

function operationId(method: string, path: string): string {
  const words = path
    .replace(/^\/api\//, '')
    .replace(/\/v1\//, '/')
    .replace(/\{(\w+)\}/g, 'by-$1')
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean);
  return method + words.map((word) => word[0]?.toUpperCase() + word.slice(1)).join('');
}

function sorted(paths: OpenAPIObject['paths']): OpenAPIObject['paths'] {
  return Object.fromEntries(Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1)));
}
