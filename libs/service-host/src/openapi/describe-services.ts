import { ServiceConfig } from '../config/service-config';
import { ServiceLog } from '../logging/service-log';
import { createServiceApp } from '../service-app';
import type { ServiceDefinition } from '../service-definition';
import { type OpenApiDocuments, openApiDocument } from './open-api-document';

/** The documents of services that do not run: nothing is connected, nothing listens. */
export async function describeServices(services: ServiceDefinition[]): Promise<OpenApiDocuments> {
  const databaseUrl = 'postgres://nobody@localhost/nothing';
  const secret = 'only to describe, never to be used';
  const settings = {
    port: 0,
    host: '127.0.0.1',
    dataDir: undefined,
    databaseUrl,
    kafkaBrokers: [],
    redisUrl: undefined,
    publicUrl: undefined,
    directoryUrl: undefined,
    secret,
    logLevel: 'error',
    webhookAllowedHosts: [],
    oidc: undefined,
    rateLimit: { max: 1, seconds: 1 },
    trustedProxies: [],
  };
  const config = new ServiceConfig(settings, { split: false, dataDir: '.', secret, databaseUrl });
  const { app } = await createServiceApp({
    name: 'describe',
    services,
    config,
    log: ServiceLog.create({ level: 'error' }),
    automaticDueWork: false,
  });
  return openApiDocument(app, services);
}
