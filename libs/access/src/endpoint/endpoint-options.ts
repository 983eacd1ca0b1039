import type { z } from 'zod';
import type { Permission } from '../permissions/permissions';

interface RouteOptions {
  summary: string;
  description?: string;
  /** Shape of the answer; without it the route answers 204. */
  returns?: z.ZodType;
  status?: 200 | 201 | 202 | 204 | 302;
  /** A POST that creates: takes an Idempotency-Key and runs as one transaction. */
  creates?: boolean;
  /** Members of the answer that are shown once: they are not stored, and null in a replay. */
  shownOnce?: string[];
  /** Requires If-Match: 428 without it; the handler compares and answers 412. */
  ifMatch?: boolean;
  /** Raises the limit of the body, in bytes. */
  maxBytes?: number;
  consumes?: string[];
  produces?: string;
}

export interface PublicEndpointOptions extends RouteOptions {
  /** A public route never knows an engagement. */
  engagement?: never;
}

export interface EndpointOptions extends RouteOptions {
  /** What the caller must be allowed to do; `signed-in` asks for nothing more than a valid token. */
  allow: Permission | 'signed-in';
  /** `false` when the route belongs to the person and not to an engagement. */
  engagement?: false;
  /** Name of the path parameter that carries the engagement, where the path does. */
  engagementParam?: string;
  /** Whether an operator in person may use it in engagements that they are no member of, to set them up. */
  operators?: boolean;
}

export type RouteDeclaration = ({ access: 'signed-in' } & EndpointOptions) | ({ access: 'public' } & PublicEndpointOptions);

export const routeDeclarationKey = 'slipway:route';

/** How a handler was declared, or undefined when it was not. */
export function declarationOf(handler: object): RouteDeclaration | undefined {
  return Reflect.getMetadata(routeDeclarationKey, handler) as RouteDeclaration | undefined;
}

/** Whether the route needs the caller's engagement before its handler runs. */
export function needsEngagement(route: RouteDeclaration): boolean {
  return route.access === 'signed-in' && route.engagement !== false;
}

/** The statuses with a problem as body that a route can answer with. */
export function problemStatuses(route: RouteDeclaration): number[] {
  const statuses = [400, 404, 408, 409, 413, 415, 422, 429, 431, 503];
  if (route.access === 'signed-in') statuses.push(401, 403);
  if (route.access === 'public') statuses.push(401, 403);
  if (route.ifMatch) statuses.push(412, 428);
  return statuses.sort((a, b) => a - b);
}
