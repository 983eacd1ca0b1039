import 'reflect-metadata';
import { Controller, UseFilters, type ExceptionFilter } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { EventContract, EventEnvelope } from '@slipway/contracts';
import { throwError, type Observable } from 'rxjs';
import type { EntityManager } from 'typeorm';

/** What a handler's method carries; Nest passes it to the transport strategy as `extras`. */
export interface HandlerExtras {
  readonly contract: EventContract;
  readonly service: string;
  /** `<class>.<method>`: names the handler in inbox and dead letters, so renaming one makes it a new consumer. */
  readonly consumer: string;
}

const handledContract = Symbol('slipway:handled-contract');

/** Keeps the handler's own error, where Nest would replace it by "Internal server error". */
class OriginalErrorFilter implements ExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

type HandlerMethod<D> = (event: EventEnvelope<D>, tx: EntityManager) => Promise<void>;

/** Marks a method of a {@link Consumer} as the handler of an event. It runs in one transaction with its inbox row. */
export function Handles<D>(contract: EventContract<D>) {
  return (target: object, method: string | symbol, descriptor: TypedPropertyDescriptor<HandlerMethod<D>>): void => {
    void target;
    void method;
    Reflect.defineMetadata(handledContract, contract, descriptor.value as object);
  };
}

/**
 * Marks a class as consumer of events for a service. Its `@Handles` methods become ordinary Nest event handlers. A class built
 * per service by a factory, or a subclass per service, is fine: each gets its own copies of the handlers.
 */
export function Consumer(service: string): ClassDecorator {
  return (type) => {
    const prototype = type.prototype as Record<string, unknown>;
    for (const method of methodNames(prototype)) {
      const original = prototype[method];
      if (typeof original !== 'function') continue;
      const contract = Reflect.getMetadata(handledContract, original) as EventContract | undefined;
      if (!contract) continue;
      const handler = function (this: unknown, ...args: unknown[]): unknown {
        return Reflect.apply(original, this, args) as unknown;
      };
      Reflect.defineMetadata(handledContract, contract, handler);
      const descriptor = { value: handler, configurable: true, enumerable: false, writable: true };
      Object.defineProperty(prototype, method, descriptor);
      const extras: HandlerExtras = { contract, service, consumer: `${type.name}.${method}` };
      EventPattern(contract.type, extras)(prototype, method, descriptor);
      Payload()(prototype, method, 0);
      Ctx()(prototype, method, 1);
    }
    UseFilters(new OriginalErrorFilter())(type);
    Controller()(type);
  };
}

function methodNames(prototype: object): Set<string> {
  const names = new Set<string>();
  for (let at: object | null = prototype; at && at !== Object.prototype; at = Object.getPrototypeOf(at) as object | null)
    for (const name of Object.getOwnPropertyNames(at)) if (name !== 'constructor') names.add(name);
  return names;
}
