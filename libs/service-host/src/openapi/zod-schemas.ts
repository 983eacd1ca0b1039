import { z } from 'zod';
import type { OpenAPIObject } from '@nestjs/swagger';

type SchemaObject = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];

/** zod to JSON Schema 2020-12, which OpenAPI 3.1 takes as it is. Undefined for other libraries' schemas. */
export function zodToJsonSchema(
  schema: unknown,
  { schemaType }: { schemaType: 'input' | 'output' },
): { schema: unknown; components?: Record<string, SchemaObject> } | undefined {
  if (!(schema instanceof z.ZodType)) return undefined;
  const converted = z.toJSONSchema(schema, { target: 'draft-2020-12', io: schemaType, unrepresentable: 'any' }) as Record<string, unknown>;
  const { $schema: _dialect, $defs, ...rest } = converted;
  return $defs === undefined ? { schema: rest } : { schema: rest, components: $defs as Record<string, SchemaObject> };
}

export const problemSchema = {
  type: 'object',
  description: 'RFC 9457 problem details.',
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer', minimum: 400, maximum: 599 },
    code: { type: 'string', description: 'Stable; what programs compare.' },
    detail: { type: 'string', description: 'What is wrong with this request.' },
    remedy: { type: 'string', description: 'What the caller can do about it.' },
    field: { type: 'string', description: 'The offending field, parameter or header.' },
    errors: {
      type: 'array',
      description: 'Every field that is wrong.',
      items: { type: 'object', properties: { field: { type: 'string' }, message: { type: 'string' } } },
    },
    traceId: { type: 'string', description: 'For the operator, with status 500 and above.' },
  },
  required: ['type', 'title', 'status', 'code', 'detail', 'remedy'],
} satisfies SchemaObject;
