import { type DynamicModule, Module } from '@nestjs/common';
import { ServiceDatabase } from './database/service-database';
import { registerEntities, ServiceDatabases } from './database/service-databases';
import { DueWork } from './due-work/due-work';
import { DueWorkRunner } from './due-work/due-work-runner';
import type { ServiceDefinition, ServiceName } from './service-definition';

const modules = new Map<ServiceName, DynamicModule>();

/** Gives a service module its database and timers; Clock, ServiceConfig and ServiceLog are global in every process. */
@Module({})
export class ServiceHostModule {
  static forService({ name, entities }: Pick<ServiceDefinition, 'name' | 'entities'>): DynamicModule {
    registerEntities(name, entities);
    const known = modules.get(name);
    if (known) return known;
    const made: DynamicModule = {
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
    modules.set(name, made);
    return made;
  }

  /** The service's module for ground libs, which add no entities. */
  static of(name: ServiceName): DynamicModule {
    return ServiceHostModule.forService({ name, entities: [] });
  }
}
