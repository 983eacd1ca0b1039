import { createParamDecorator } from '@nestjs/common';
import type { Caller, Identity } from '../caller/caller';
import { type AccessRequest, headerOf } from './access-request';

/** The caller in the engagement of the request; the route's `Endpoint` must not say `engagement: false`. */
export const CurrentCaller: () => ParameterDecorator = createParamDecorator((_data: unknown, context): Caller => {
  const { caller } = context.switchToHttp().getRequest<AccessRequest>();
  if (!caller) throw new Error('CurrentCaller on a route without an engagement; use CurrentIdentity');
  return caller;
});

/** The person or token behind the request, in whatever engagements. */
export const CurrentIdentity: () => ParameterDecorator = createParamDecorator((_data: unknown, context): Identity => {
  const { identity } = context.switchToHttp().getRequest<AccessRequest>();
  if (!identity) throw new Error('CurrentIdentity on a public route');
  return identity;
});

/** The If-Match header of a route declared with `ifMatch: true`; compare it with `requireRevision`. */
export const IfMatch: () => ParameterDecorator = createParamDecorator((_data: unknown, context): string => {
  return headerOf(context.switchToHttp().getRequest<AccessRequest>(), 'if-match') ?? '';
});
