import type { LoggerService } from '@nestjs/common';
import type { ServiceLog } from './service-log';

/** Nest's own lines: of interest to developers only, except warnings and errors. */
export class NestLog implements LoggerService {
  constructor(private readonly lines: ServiceLog) {}

  private write(level: 'debug' | 'warn' | 'error', message: unknown, rest: unknown[]): void {
    const context = rest.at(-1);
    const text = message instanceof Error ? message.message : String(message);
    const stack = message instanceof Error ? message.stack : undefined;
    this.lines[level]({ context: typeof context === 'string' ? context : undefined, ...(stack ? { stack } : {}) }, text);
  }

  log(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }
}
