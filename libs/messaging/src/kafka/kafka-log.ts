import { logLevel, type logCreator } from 'kafkajs';
import type { MessagingLog } from '../service-events';

/**
 * kafkajs's log on ours. What it calls an error it also retries, and so do we: nobody must act on it at once, so it is a warning.
 * What its connections report is told again by whoever used them.
 */
export const kafkaLog =
  (log: MessagingLog): logCreator =>
  () =>
  ({ namespace, level, log: entry }) => {
    const { message, timestamp, logger, ...fields } = entry;
    void timestamp;
    void logger;
    const text = `kafka ${namespace}: ${message}`;
    if (namespace !== 'Connection' && (level === logLevel.ERROR || level === logLevel.WARN)) log.warn(withoutStack(fields), text);
    else log.debug(withoutStack(fields), text);
  };

function withoutStack(fields: Record<string, unknown>): Record<string, unknown> {
  const { stack, ...rest } = fields;
  void stack;
  return rest;
}
