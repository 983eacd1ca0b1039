import type { z } from 'zod';

/** The one declaration of an event: producer, consumer, documents, frozen schema and test fixture all come from it. */
export interface EventContract<Data = unknown> {
  /** `<service>.<pastFact>.v<major>`; CloudEvents `type`. */
  readonly type: string;
  /** Kafka topic; one per entity, so that its order holds. */
  readonly topic: string;
  readonly summary: string;
  /** The entity whose order must hold: CloudEvents `subject` and Kafka key. */
  readonly key: (data: Data) => string;
  readonly schema: z.ZodType<Data>;
  readonly example: Data;
}

export type EventData<Contract> = Contract extends EventContract<infer Data> ? Data : never;

/** An event on its way: CloudEvents 1.0 attributes and the validated data. */
export interface EventEnvelope<Data = unknown> {
  /** UUIDv7; the same however often the event is delivered. */
  readonly id: string;
  readonly type: string;
  /** `/slipway/<service>`. */
  readonly source: string;
  /** The contract's key. */
  readonly subject: string;
  /** RFC 3339, UTC. */
  readonly time: string;
  readonly engagementId: string;
  /** W3C trace context. */
  readonly traceparent: string;
  readonly data: Data;
}

/** Declares an event. Every event belongs to one engagement, which its data names. */
export function defineEvent<Schema extends z.ZodType<{ engagementId: string }>>(declaration: {
  type: `${string}.${string}.v${number}`;
  topic: `${string}.${string}`;
  summary: string;
  key: (data: z.output<Schema>) => string;
  schema: Schema;
  example: z.output<Schema>;
}): EventContract<z.output<Schema>> {
  return declaration as unknown as EventContract<z.output<Schema>>;
}
