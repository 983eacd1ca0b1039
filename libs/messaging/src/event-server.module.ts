import { Module, type INestApplicationContext } from '@nestjs/common';
import { EventServer, type EventServerOptions } from './event-server';

/** Overridden in tests to shorten pauses. */
export const eventServerOptions = Symbol('slipway:event-server-options');

/** One per process, however many services run in it. */
@Module({
  providers: [
    { provide: eventServerOptions, useValue: {} satisfies EventServerOptions },
    { provide: EventServer, useFactory: (options: EventServerOptions) => new EventServer(options), inject: [eventServerOptions] },
  ],
  exports: [EventServer],
})
export class EventServerModule {}

/** The transport of a process, for runService: Kafka when brokers are configured, else inside the process. */
export const eventTransport = (app: INestApplicationContext): EventServer => app.get(EventServer, { strict: false });
