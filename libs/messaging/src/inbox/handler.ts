import type { EventContract, EventEnvelope } from '@slipway/contracts';
import type { EntityManager } from 'typeorm';

/** One consumer's handler of one event type. */
export interface Handler {
  /** `<class>.<method>` */
  readonly consumer: string;
  readonly contract: EventContract;
  invoke(event: EventEnvelope, tx: EntityManager): Promise<void>;
}
