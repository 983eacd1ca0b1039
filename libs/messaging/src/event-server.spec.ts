import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { Controller, Module, type Type } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import type { EntityManager } from 'typeorm';
import { DateTime } from 'luxon';
import { Consumer, Handles } from './consumers/consumer';
import { stepTaken, type StepTaken } from './conformance/probe-services';
import { EventServer } from './event-server';
import type { ServiceEvents } from './service-events';

const never = (): never => {
  throw new Error('no database here');
};
const service = (name: string): ServiceEvents => ({
  service: name,
  database: { inEngagement: never, across: never, connectionString: 'postgres://nobody@127.0.0.1:1/none' },
  log: { info: () => undefined, warn: () => undefined, error: () => undefined, debug: () => undefined },
  now: () => DateTime.fromISO('2026-03-01T09:00:00Z'),
  kafkaBrokers: [],
});
const event: StepTaken = {
  id: '0192f1a0-0000-7000-8000-0000000000ff',
  type: stepTaken.type,
  source: '/slipway/kpi',
  subject: 'a',
  time: '2026-03-01T09:00:00.000Z',
  engagementId: stepTaken.example.engagementId,
  traceparent: '',
  data: stepTaken.example,
};

async function serve(controllers: Type[], services: string[]): Promise<EventServer> {
  @Module({ controllers })
  class ServedModule {}
  const server = new EventServer();
  for (const name of services) server.join(service(name));
  const app = await NestFactory.createMicroservice(ServedModule, { strategy: server, logger: false, abortOnError: false });
  await app.init();
  return server;
}

class Projection {
  readonly seen: unknown[] = [];

  @Handles(stepTaken)
  async onStep(given: StepTaken, tx: EntityManager): Promise<void> {
    this.seen.push([given, tx]);
    if (given.data.step === 2) throw new TypeError('cannot bear a two');
    await Promise.resolve();
  }
}
@Consumer('tickets')
class TicketsProjection extends Projection {}
@Consumer('kpi')
class KpiProjection extends Projection {}

describe('the event server', () => {
  it('keeps the handlers of each service apart, also when they inherit one method', async () => {
    const server = await serve([TicketsProjection, KpiProjection], ['tickets', 'kpi']);
    expect(server.handlersOf('tickets').map((handler) => handler.consumer)).toEqual(['TicketsProjection.onStep']);
    expect(server.handlersOf('kpi').map((handler) => handler.consumer)).toEqual(['KpiProjection.onStep']);
    expect(server.handlersOf('scheduler')).toEqual([]);
  });

  it('hands event and transaction to the handler, and keeps the error that it throws', async () => {
    const server = await serve([TicketsProjection], ['tickets']);
    const [handler] = server.handlersOf('tickets');
    const tx = {} as EntityManager;
    await expect(handler?.invoke(event, tx)).resolves.toBeUndefined();
    await expect(handler?.invoke({ ...event, data: { ...event.data, step: 2 } }, tx)).rejects.toThrow(new TypeError('cannot bear a two'));
  });

  it('refuses to listen for a service that is not in the process', async () => {
    const server = await serve([TicketsProjection], ['kpi']);
    const fault = await new Promise((resolve) => server.listen(resolve));
    expect(String(fault)).toContain('Consumers of tickets have no MessagingModule.forService');
  });

  it('refuses two handlers of one name in a service', async () => {
    const twin = (): Type => {
      @Consumer('tickets')
      class Twin extends Projection {}
      return Twin;
    };
    await expect(serve([twin(), twin()], ['tickets'])).rejects.toThrow('two handlers called Twin.onStep');
  });

  it('refuses event handlers that are not ours', async () => {
    @Controller()
    class Stray {
      onAnything(): string {
        return 'anything';
      }
    }
    EventPattern('anything')(Stray.prototype, 'onAnything', Object.getOwnPropertyDescriptor(Stray.prototype, 'onAnything') ?? {});
    await expect(serve([Stray], [])).rejects.toThrow('use @Consumer on its class and @Handles on its method');
  });
});
