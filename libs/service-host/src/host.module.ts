import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { Clock } from './clock/clock';
import { ServiceConfig } from './config/service-config';
import { ServiceDatabases } from './database/service-databases';
import { DueWorkRunner } from './due-work/due-work-runner';
import { Health } from './health/health';
import { ServiceLog } from './logging/service-log';
import type { ServiceDefinition } from './service-definition';

export interface HostParts {
  clock: Clock;
  config: ServiceConfig;
  log: ServiceLog;
  databases: ServiceDatabases;
  dueWork: DueWorkRunner;
  health: Health;
}

/** The process around the services: what all of them share. */
@Module({})
export class HostModule {
  static of(services: Pick<ServiceDefinition, 'module'>[], parts: HostParts): DynamicModule {
    const providers: Provider[] = [
      { provide: Clock, useValue: parts.clock },
      { provide: ServiceConfig, useValue: parts.config },
      { provide: ServiceLog, useValue: parts.log },
      { provide: ServiceDatabases, useValue: parts.databases },
      { provide: DueWorkRunner, useValue: parts.dueWork },
      { provide: Health, useValue: parts.health },
    ];
    return {
      module: HostModule,
      global: true,
      imports: services.map(({ module }) => module),
      providers,
      exports: [Clock, ServiceConfig, ServiceLog, ServiceDatabases, DueWorkRunner, Health],
    };
  }
}
