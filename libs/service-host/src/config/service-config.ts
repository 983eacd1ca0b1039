import type { Settings } from './read-config';

/** What a running process knows of its configuration; secrets in it are hidden from logs by their names. */
export class ServiceConfig {
  /** Where people and other desks reach Slipway, without a slash at the end. */
  readonly publicUrl: string;
  /** Where this process reaches the directory's REST. */
  readonly directoryUrl: string;
  /** Whether the five services run in several processes. */
  readonly split: boolean;
  readonly dataDir: string;
  readonly secret: string;
  readonly databaseUrl: string;
  readonly redisUrl?: string;
  readonly kafkaBrokers: string[];
  readonly webhookAllowedHosts: string[];
  readonly port: number;
  readonly host: string;
  readonly logLevel: string;
  readonly rateLimit: { max: number; seconds: number };
  readonly trustedProxies: string[];
  readonly oidc?: { issuer: string; clientId: string; clientSecret: string };

  constructor(
    settings: Omit<Settings, 'drainSeconds'>,
    resolved: { split: boolean; dataDir: string; secret: string; databaseUrl: string },
  ) {
    this.port = settings.port;
    this.host = settings.host;
    this.publicUrl =
      settings.publicUrl ??
      `http://${settings.host === '0.0.0.0' || settings.host === '127.0.0.1' ? 'localhost' : settings.host}:${settings.port}`;
    this.directoryUrl = settings.directoryUrl ?? `http://127.0.0.1:${settings.port}`;
    this.split = resolved.split;
    this.dataDir = resolved.dataDir;
    this.secret = resolved.secret;
    this.databaseUrl = resolved.databaseUrl;
    if (settings.redisUrl !== undefined) this.redisUrl = settings.redisUrl;
    this.kafkaBrokers = settings.kafkaBrokers;
    this.webhookAllowedHosts = settings.webhookAllowedHosts;
    this.logLevel = settings.logLevel;
    this.rateLimit = settings.rateLimit;
    this.trustedProxies = settings.trustedProxies;
    if (settings.oidc) this.oidc = settings.oidc;
  }
}
