import { z } from 'zod';

const blankIsUnset = (value: unknown): unknown => (typeof value === 'string' && value.trim() === '' ? undefined : value);
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(blankIsUnset, schema.optional());
const withDefault = <T extends z.ZodType>(schema: T, value: z.input<T>) => z.preprocess((given) => blankIsUnset(given) ?? value, schema);
const whole = (least: number, most: number) =>
  z.preprocess(
    (value) => (typeof value === 'string' && /^\d+$/.test(value.trim()) ? Number(value) : value),
    z
      .number({ error: `must be a whole number from ${least} to ${most}` })
      .int()
      .min(least, { error: `must be at least ${least}` })
      .max(most, { error: `must be at most ${most}` }),
  );
const url = (schemes: string[], example: string) =>
  z.string().refine((value) => schemes.includes(protocolOf(value)), { error: `must be a URL such as ${example}` });
const list = z.string().transform((value) =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean),
);

const environment = z.object({
  PORT: withDefault(whole(0, 65_535), 8080),
  SLIPWAY_HOST: withDefault(z.string(), '127.0.0.1'),
  SLIPWAY_DATA_DIR: optional(z.string()),
  SLIPWAY_DATABASE_URL: optional(url(['postgres:', 'postgresql:'], 'postgres://user:password@host:5432/slipway')),
  SLIPWAY_KAFKA_BROKERS: optional(
    list.refine((brokers) => brokers.length > 0 && brokers.every((broker) => /^[^\s:/]+:\d{1,5}$/.test(broker)), {
      error: 'must be a list such as host1:9092,host2:9092',
    }),
  ),
  SLIPWAY_REDIS_URL: optional(url(['redis:', 'rediss:'], 'redis://host:6379')),
  SLIPWAY_PUBLIC_URL: optional(url(['http:', 'https:'], 'https://slipway.example.com')),
  SLIPWAY_DIRECTORY_URL: optional(url(['http:', 'https:'], 'http://directory:8080')),
  SLIPWAY_SECRET: optional(z.string().min(32, { error: 'must have at least 32 characters; `openssl rand -hex 32` makes one' })),
  SLIPWAY_LOG_LEVEL: withDefault(
    z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], { error: 'must be one of trace, debug, info, warn, error, silent' }),
    'info',
  ),
  SLIPWAY_WEBHOOK_ALLOWED_HOSTS: withDefault(list, ''),
  SLIPWAY_OIDC_ISSUER: optional(url(['http:', 'https:'], 'https://login.example.com')),
  SLIPWAY_OIDC_CLIENT_ID: optional(z.string()),
  SLIPWAY_OIDC_CLIENT_SECRET: optional(z.string()),
  SLIPWAY_RATE_LIMIT: withDefault(whole(1, 10_000_000), 6_000),
  SLIPWAY_RATE_LIMIT_SECONDS: withDefault(whole(1, 86_400), 60),
  SLIPWAY_TRUST_PROXY: optional(list),
  SLIPWAY_DRAIN_SECONDS: withDefault(whole(0, 600), 1),
});

/** What the environment says, checked; what it leaves open is filled in when the process starts. */
export interface Settings {
  port: number;
  host: string;
  dataDir: string | undefined;
  databaseUrl: string | undefined;
  kafkaBrokers: string[];
  redisUrl: string | undefined;
  publicUrl: string | undefined;
  directoryUrl: string | undefined;
  secret: string | undefined;
  logLevel: string;
  webhookAllowedHosts: string[];
  oidc: { issuer: string; clientId: string; clientSecret: string } | undefined;
  /** Requests per caller in each span of `seconds`. */
  rateLimit: { max: number; seconds: number };
  /** Addresses or CIDR ranges of proxies whose X-Forwarded-* headers count. */
  trustedProxies: string[];
  /** How long requests are still taken after SIGTERM, while readiness already says no. */
  drainSeconds: number;
}

export type ReadConfig = { settings: Settings } | { faults: string[] };

/**
 * Reads the configuration from the environment.
 * @param process what this process is to run; fewer than all five means that Slipway is split over processes
 * @returns the settings, or every fault at once, each one line; values never show in them
 */
export function readConfig(
  env: Record<string, string | undefined>,
  process: { services: string[]; split: boolean; migrating?: boolean },
): ReadConfig {
  const parsed = environment.safeParse(env);
  const faults = parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  faults.push(...combinationFaults(env, process));
  if (!parsed.success || faults.length > 0) return { faults };
  return { settings: settingsOf(parsed.data) };
}

function combinationFaults(
  env: Record<string, string | undefined>,
  { services, split, migrating = false }: { services: string[]; split: boolean; migrating?: boolean },
): string[] {
  const set = (name: string) => (env[name] ?? '').trim() !== '';
  const faults: string[] = [];
  if (migrating && set('SLIPWAY_DATABASE_URL') && !set('SLIPWAY_SECRET'))
    faults.push('SLIPWAY_SECRET is needed to migrate: the passwords of the database roles follow from it');
  if (split && !migrating) {
    const why = 'because the services run in several processes';
    if (!set('SLIPWAY_KAFKA_BROKERS'))
      faults.push(`SLIPWAY_KAFKA_BROKERS is needed ${why}: events travel between them over Kafka; start apps/all-in-one to do without`);
    if (!set('SLIPWAY_DATABASE_URL')) faults.push(`SLIPWAY_DATABASE_URL is needed ${why}: the embedded PostgreSQL belongs to one process`);
    if (!set('SLIPWAY_SECRET')) faults.push(`SLIPWAY_SECRET is needed ${why}: all of them need the same one`);
    if (!set('SLIPWAY_DIRECTORY_URL') && !services.includes('directory'))
      faults.push(`SLIPWAY_DIRECTORY_URL is needed ${why}: the directory tells who is calling`);
  }
  const oidc = ['SLIPWAY_OIDC_ISSUER', 'SLIPWAY_OIDC_CLIENT_ID', 'SLIPWAY_OIDC_CLIENT_SECRET'];
  if (oidc.some(set))
    for (const name of oidc.filter((name) => !set(name))) faults.push(`${name} is needed with ${oidc.filter(set).join(' and ')}`);
  return faults;
}

function settingsOf(env: z.output<typeof environment>): Settings {
  const { SLIPWAY_OIDC_ISSUER: issuer, SLIPWAY_OIDC_CLIENT_ID: clientId, SLIPWAY_OIDC_CLIENT_SECRET: clientSecret } = env;
  return {
    port: env.PORT,
    host: env.SLIPWAY_HOST,
    dataDir: env.SLIPWAY_DATA_DIR,
    databaseUrl: env.SLIPWAY_DATABASE_URL,
    kafkaBrokers: env.SLIPWAY_KAFKA_BROKERS ?? [],
    redisUrl: env.SLIPWAY_REDIS_URL,
    publicUrl: env.SLIPWAY_PUBLIC_URL?.replace(/\/+$/, ''),
    directoryUrl: env.SLIPWAY_DIRECTORY_URL?.replace(/\/+$/, ''),
    secret: env.SLIPWAY_SECRET,
    logLevel: env.SLIPWAY_LOG_LEVEL,
    webhookAllowedHosts: env.SLIPWAY_WEBHOOK_ALLOWED_HOSTS,
    oidc: issuer && clientId && clientSecret ? { issuer, clientId, clientSecret } : undefined,
    rateLimit: { max: env.SLIPWAY_RATE_LIMIT, seconds: env.SLIPWAY_RATE_LIMIT_SECONDS },
    trustedProxies: env.SLIPWAY_TRUST_PROXY ?? [],
    drainSeconds: env.SLIPWAY_DRAIN_SECONDS,
  };
}

function protocolOf(value: string): string {
  try {
    return new URL(value).protocol;
  } catch {
    return '';
  }
}
