import type { ServiceDatabase, ServiceLog } from '@slipway/service-host';
import type { DateTime } from 'luxon';

export type MessagingDatabase = Pick<ServiceDatabase, 'inEngagement' | 'across' | 'connectionString'>;
export type MessagingLog = Pick<ServiceLog, 'info' | 'warn' | 'error' | 'debug'>;

/** What the event server needs of one service. */
export interface ServiceEvents {
  readonly service: string;
  readonly database: MessagingDatabase;
  readonly log: MessagingLog;
  readonly now: () => DateTime;
  /** None: events are delivered inside the process. */
  readonly kafkaBrokers: readonly string[];
}
