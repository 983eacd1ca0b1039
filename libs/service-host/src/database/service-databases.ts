import type { ServiceLog } from '../logging/service-log';
import type { ServiceDefinition } from '../service-definition';
import { ServiceDatabase } from './service-database';

const registered = new Map<string, Set<Function>>();

/** Entities that a ground lib brings into a service's schema, such as the outbox. */
export function registerEntities(service: string, entities: Function[]): void {
  const known = registered.get(service) ?? new Set();
  for (const entity of entities) known.add(entity);
  registered.set(service, known);
}

/** The databases of the services that this process runs. */
export class ServiceDatabases {
  private readonly byService: Map<string, ServiceDatabase>;

  constructor(options: { services: Pick<ServiceDefinition, 'name' | 'entities'>[]; databaseUrl: string; secret: string; log: ServiceLog }) {
    this.byService = new Map(
      options.services.map(({ name, entities }) => [
        name,
        new ServiceDatabase({ ...options, service: name, entities: [...new Set([...entities, ...(registered.get(name) ?? [])])] }),
      ]),
    );
  }

  of(service: string): ServiceDatabase {
    const database = this.byService.get(service);
    if (!database) throw new Error(`this process does not run the service ${service}`);
    return database;
  }

  all(): ServiceDatabase[] {
    return [...this.byService.values()];
  }

  async open(): Promise<void> {
    await Promise.all(this.all().map((database) => database.open()));
  }

  async close(): Promise<void> {
    await Promise.all(this.all().map((database) => database.close()));
  }
}
