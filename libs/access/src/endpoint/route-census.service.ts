import { Injectable, type OnApplicationBootstrap, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { type RouteDeclaration, declarationOf } from './endpoint-options';

/** A route of this process, as Nest serves it. */
export interface Route {
  method: string;
  /** With `:name` for parameters. */
  path: string;
  handler: string;
  declaration: RouteDeclaration | undefined;
}

/** Controllers that belong to the host and not to a service carry this; they answer for health, metrics and documents. */
export const hostRouteKey = 'slipway:host-route';

/** Walks every route of the process; one that nobody declared stops the start, so that no route is open by oversight. */
@Injectable()
export class RouteCensus implements OnApplicationBootstrap {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onApplicationBootstrap(): void {
    const undeclared = this.routes().filter((route) => !route.declaration);
    if (undeclared.length === 0) return;
    const named = undeclared.map((route) => `${route.method} ${route.path} (${route.handler})`).join(', ');
    throw new Error(`every route needs @Endpoint or @PublicEndpoint; these have none: ${named}`);
  }

  routes(): Route[] {
    return this.discovery.getControllers().flatMap(({ instance, metatype }) => {
      if (!metatype || !instance || Reflect.hasMetadata(hostRouteKey, metatype)) return [];
      const prototype = Object.getPrototypeOf(instance) as Record<string, object>;
      const prefix = Reflect.getMetadata(PATH_METADATA, metatype) as string | string[] | undefined;
      return this.scanner.getAllMethodNames(prototype).flatMap((name) => {
        const handler = prototype[name] as object;
        const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
        if (method === undefined) return [];
        const own = Reflect.getMetadata(PATH_METADATA, handler) as string | string[] | undefined;
        return joined(prefix, own).map((path) => ({
          method: RequestMethod[method],
          path,
          handler: `${metatype.name}.${name}`,
          declaration: declarationOf(handler),
        }));
      });
    });
  }
}

function joined(prefix: string | string[] | undefined, own: string | string[] | undefined): string[] {
  const parts = (path: string | string[] | undefined) => [path ?? ''].flat();
  return parts(prefix).flatMap((before) => parts(own).map((after) => `/${[before, after].join('/').split('/').filter(Boolean).join('/')}`));
}
