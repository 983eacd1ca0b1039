import type { Type } from '@nestjs/common';

export const serviceNames = ['directory', 'checklist', 'kpi', 'tickets', 'scheduler'] as const;
export type ServiceName = (typeof serviceNames)[number];

/** What a service lib exports: everything a process needs to run it. */
export interface ServiceDefinition {
  /** PostgreSQL schema, REST prefix `/api/<name>/v1` and consumer group `slipway-<name>`. */
  name: ServiceName;
  /** For the OpenAPI document. */
  title: string;
  description: string;
  module: Type;
  entities: Function[];
  /** TypeORM migration classes; their names end with a timestamp. */
  migrations: Function[];
}
