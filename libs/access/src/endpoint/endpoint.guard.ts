import { HttpCode, SetMetadata, UseGuards, UseInterceptors, applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiConsumes, ApiHeader, ApiOperation, ApiProduces, ApiResponse, ApiSecurity } from '@nestjs/swagger';
import { AccessGuard } from './access.guard';
import { EndpointInterceptor } from './endpoint-interceptor.service';
import {
  type EndpointOptions,
  type PublicEndpointOptions,
  type RouteDeclaration,
  needsEngagement,
  problemStatuses,
  routeDeclarationKey,
} from './endpoint-options';

const problemTitles: Record<number, string> = {
  400: 'The request cannot be understood; `field` and `errors` say where',
  401: 'Nobody is signed in, or the token is no longer valid',
  403: 'The caller may not do this; the answer names the permission and who has it',
  404: 'There is no such thing in the engagement',
  408: 'The body did not arrive in time',
  409: 'It contradicts what is there now',
  412: 'It was changed since it was read',
  413: 'The body is too large',
  415: 'The media type is not one that the route takes',
  422: 'The request is understood and cannot be carried out',
  428: 'If-Match is missing',
  429: 'Too many requests; Retry-After says when to come back',
  431: 'The headers, or the address with its query, are larger than 16 KiB',
  503: 'Something that is needed is away; Retry-After says when to come back',
};

/** Declares a route for callers with a token: its permission, its documentation, its transaction. */
export function Endpoint(options: EndpointOptions): MethodDecorator {
  return declare({ access: 'signed-in', ...options });
}

/** Declares a route that needs no token. */
export function PublicEndpoint(options: PublicEndpointOptions): MethodDecorator {
  return declare({ access: 'public', ...options });
}

function declare(route: RouteDeclaration): MethodDecorator {
  const status = route.status ?? (route.returns ? (route.creates ? 201 : 200) : 204);
  const decorators: (MethodDecorator & Partial<ClassDecorator>)[] = [
    SetMetadata(routeDeclarationKey, route) as MethodDecorator,
    UseGuards(AccessGuard),
    UseInterceptors(EndpointInterceptor),
    HttpCode(status),
    ApiOperation({ summary: route.summary, ...(route.description ? { description: route.description } : {}) }),
    answer(status, route),
    ...problemStatuses(route).map(problemAnswer),
  ];
  if (route.maxBytes !== undefined) decorators.push(RouteConfig({ maxBytes: route.maxBytes }) as MethodDecorator);
  if (route.consumes) decorators.push(ApiConsumes(...route.consumes));
  if (route.produces) decorators.push(ApiProduces(route.produces));
  if (route.access === 'signed-in') decorators.push(ApiSecurity('bearer'));
  if (needsEngagement(route) && !('engagementParam' in route)) decorators.push(engagementHeader());
  if (route.creates) decorators.push(idempotencyHeader());
  if (route.ifMatch) decorators.push(ifMatchHeader());
  return applyDecorators(...decorators);
}

function answer(status: number, route: RouteDeclaration): MethodDecorator {
  if (!route.returns) return ApiResponse({ status, description: status === 302 ? 'Continues elsewhere' : 'Done' });
  return ApiResponse({
    status,
    description: route.creates ? 'Created, or the stored answer of an earlier request with the same key' : 'The answer',
    standardSchema: route.returns,
  });
}

function problemAnswer(status: number): MethodDecorator {
  const withRetry = status === 429 || status === 503;
  return ApiResponse({
    status,
    description: problemTitles[status],
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    ...(withRetry ? { headers: { 'Retry-After': { description: 'seconds', schema: { type: 'integer' } } } } : {}),
  });
}

function engagementHeader(): MethodDecorator {
  return ApiHeader({
    name: 'Slipway-Engagement',
    required: false,
    description: 'The engagement that is meant; may be left out by a caller who has only one.',
    schema: { type: 'string', format: 'uuid' },
  });
}

function idempotencyHeader(): MethodDecorator {
  return ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'Makes a repeat safe for 24 hours: the stored answer comes back with Idempotency-Replayed: true.',
    schema: { type: 'string', minLength: 1, maxLength: 200 },
  });
}

function ifMatchHeader(): MethodDecorator {
  return ApiHeader({
    name: 'If-Match',
    required: true,
    description: 'The ETag that was read, so that nobody overwrites what they have not seen.',
    schema: { type: 'string', minLength: 1, maxLength: 200 },
  });
}
