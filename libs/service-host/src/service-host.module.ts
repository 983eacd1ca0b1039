import { type DynamicModule, Module } from '@nestjs/common';
import { ServiceDatabase } from './database/service-database';
import { registerEntities, ServiceDatabases } from './database/service-databases';
import { DueWork } from './due-work/due-work';
import { DueWorkRunner } from './due-work/due-work-runner';
import type { ServiceDefinition } from './service-definition';

/** Gives a service module its database and timers; Clock, ServiceConfig and ServiceLog are global in every process. */
@Module({})
export class ServiceHostModule {
  static forService({ name, entities }: Pick<ServiceDefinition, 'name' | 'entities'>): DynamicModule {
    registerEntities(name, entities);
    return {
      module: ServiceHostModule,
      providers: [
        { provide: ServiceDatabase, inject: [ServiceDatabases], useFactory: (databases: ServiceDatabases) => databases.of(name) },
        {
          provide: DueWork,
          inject: [ServiceDatabases, DueWorkRunner],
          useFactory: (databases: ServiceDatabases, runner: DueWorkRunner) => new DueWork(name, databases.of(name), runner),
        },
      ],
      exports: [ServiceDatabase, DueWork],
    };
  }
}
