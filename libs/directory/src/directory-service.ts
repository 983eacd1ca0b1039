import { accessMigrations } from '@slipway/access';
import { messagingMigrations } from '@slipway/messaging';
import type { ServiceDefinition } from '@slipway/service-host';
import { DirectoryModule } from './directory.module';
import { DirectoryTables1763100000000 } from './migrations/1763100000000-directory-tables';

export const directoryService: ServiceDefinition = {
  name: 'directory',
  title: 'Directory',
  description: 'Parties, engagements, people, sign-in and API tokens.',
  module: DirectoryModule,
  entities: [],
  migrations: [...messagingMigrations('directory'), ...accessMigrations('directory'), DirectoryTables1763100000000],
};
