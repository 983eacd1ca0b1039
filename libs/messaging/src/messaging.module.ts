import { Inject, Injectable, Module, type DynamicModule, type OnModuleDestroy, type OnModuleInit, type Type } from '@nestjs/common';
import { Clock, DueWork, ServiceConfig, ServiceDatabase, ServiceHostModule, ServiceLog, type ServiceName } from '@slipway/service-host';
import { DeadLetters } from './dead-letters/dead-letters.service';
import { EventServer } from './event-server';
import { EventServerModule } from './event-server.module';
import { Outbox } from './outbox/outbox.service';
import { pruneEvents } from './outbox/retention';

const pruneEverySeconds = 3600;

/** What a service needs to tell events ({@link Outbox}) and to hear them (its consumers, in `controllers`). */
@Module({})
export class MessagingModule {
  static forService(name: ServiceName): DynamicModule {
    return {
      module: MessagingModule,
      imports: [ServiceHostModule.forService({ name, entities: [] }), EventServerModule],
      providers: [
        joinerOf(name),
        {
          provide: Outbox,
          useFactory: (clock: Clock, database: ServiceDatabase) => new Outbox(name, () => clock.now(), database),
          inject: [Clock, ServiceDatabase],
        },
        {
          provide: DeadLetters,
          useFactory: (database: ServiceDatabase, clock: Clock, server: EventServer) =>
            new DeadLetters(
              name,
              database,
              () => clock.now(),
              () => server.handlersOf(name),
            ),
          inject: [ServiceDatabase, Clock, EventServer],
        },
      ],
      exports: [Outbox, DeadLetters],
    };
  }
}

/** Brings a service into the process's event server and keeps its tables small. */
function joinerOf(service: ServiceName): Type {
  @Injectable()
  class ServiceEventsJoiner implements OnModuleInit, OnModuleDestroy {
    constructor(
      @Inject(EventServer) private readonly server: EventServer,
      @Inject(ServiceDatabase) private readonly database: ServiceDatabase,
      @Inject(Clock) private readonly clock: Clock,
      @Inject(ServiceConfig) config: ServiceConfig,
      @Inject(ServiceLog) log: ServiceLog,
      @Inject(DueWork) private readonly dueWork: DueWork,
    ) {
      server.join({ service, database, log, now: () => clock.now(), kafkaBrokers: config.kafkaBrokers });
    }

    onModuleInit(): void {
      this.dueWork.register('prune-events', pruneEverySeconds, () => pruneEvents(this.database, service, this.clock.now()));
    }

    /** Before the databases close; runService has usually done it already. */
    async onModuleDestroy(): Promise<void> {
      await this.server.close();
    }
  }
  return ServiceEventsJoiner;
}
