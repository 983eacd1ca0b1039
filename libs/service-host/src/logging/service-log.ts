import { type DestinationStream, type Logger, pino } from 'pino';
import { currentTrace } from '../http/trace';

const secretNames = [
  'password',
  'secret',
  'token',
  'authorization',
  'cookie',
  'accessToken',
  'refreshToken',
  'apiKey',
  'clientSecret',
  'databaseUrl',
  'redisUrl',
  'secrets',
  'tokens',
  '["set-cookie"]',
  'idToken',
  'privateKey',
];

/** Structured log lines. ERROR means that somebody must act now; WARN that something recovers by itself or is odd. */
export class ServiceLog {
  constructor(private readonly logger: Logger) {}

  static create(options: { level: string; name?: string }, destination?: DestinationStream): ServiceLog {
    const settings = {
      name: options.name ?? 'slipway',
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label: string) => ({ level: label }) },
      mixin: () => {
        const trace = currentTrace();
        return trace ? { traceId: trace.traceId, requestId: trace.requestId } : {};
      },
      redact: {
        paths: secretNames.flatMap((name) =>
          name.startsWith('[') ? [name, `*${name}`, `*.*${name}`] : [name, `*.${name}`, `*.*.${name}`],
        ),
        censor: '[hidden]',
      },
    };
    return new ServiceLog(destination ? pino(settings, destination) : pino(settings));
  }

  info(fields: object, message: string): void {
    this.logger.info(fields, message);
  }

  warn(fields: object, message: string): void {
    this.logger.warn(fields, message);
  }

  error(fields: object, message: string): void {
    this.logger.error(fields, message);
  }

  debug(fields: object, message: string): void {
    this.logger.debug(fields, message);
  }
}
