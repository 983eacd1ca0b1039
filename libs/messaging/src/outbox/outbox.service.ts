import { createHash } from 'node:crypto';
import type { EventContract } from '@slipway/contracts';
import { afterCommit, currentTraceparent, newId } from '@slipway/service-host';
import type { DateTime } from 'luxon';
import type { EntityManager } from 'typeorm';
import type { MessagingDatabase } from '../service-events';
import { OutboxBell } from './outbox-bell';

/** A record larger than this would be refused by the broker for ever and stop its service's relay. */
export const maxEventBytes = 900_000;
/** PostgreSQL's limit of a notification is 8,000 bytes; a live hint above this is left out. */
const maxLiveKeyLength = 500;
const lockBuckets = 1024;

/** Where a service tells its events: in the transaction of the change itself. */
export class Outbox {
  private readonly bell: OutboxBell;

  constructor(
    private readonly service: string,
    private readonly now: () => DateTime,
    database: Pick<MessagingDatabase, 'across'>,
  ) {
    this.bell = new OutboxBell(service, database);
  }

  /** @throws ZodError when the data does not match the contract */
  add<D>(tx: EntityManager, contract: EventContract<D>, data: D): Promise<void> {
    return this.addMany(tx, contract, [data]);
  }

  /**
   * Adds the events in the given order. Until this transaction ends, others that add events of the same topic and key wait:
   * so the sequence of a key is the sequence of its commits, and a relay never sees a later event of a key before an earlier one.
   * The lock is taken before the first row, and so its `seq`, is made. Add events last in a transaction, so that others wait briefly.
   */
  async addMany<D>(tx: EntityManager, contract: EventContract<D>, data: readonly D[]): Promise<void> {
    if (data.length === 0) return;
    const events = data.map((item) => {
      const parsed = contract.schema.parse(item);
      const json = JSON.stringify(parsed);
      if (Buffer.byteLength(json) > maxEventBytes)
        throw new Error(
          `an event of type ${contract.type} has ${Buffer.byteLength(json)} bytes; split its content, ${maxEventBytes} are allowed`,
        );
      return { id: newId(), key: contract.key(parsed), engagementId: (parsed as { engagementId: string }).engagementId, json };
    });
    const buckets = [...new Set(events.map((event) => bucketOf(event.key)))].sort((a, b) => a - b);
    await tx.query(
      `WITH locked AS MATERIALIZED (SELECT pg_advisory_xact_lock($9::int, bucket) FROM unnest($10::int[]) AS bucket)
       INSERT INTO ${this.service}.outbox (id, type, topic, key, engagement_id, occurred_at, traceparent, data)
       SELECT id, $1, $2, key, engagement_id, $3, $4, data
       FROM ROWS FROM (unnest($5::uuid[], $6::text[], $7::uuid[]), json_array_elements($8::json)) WITH ORDINALITY AS event (id, key, engagement_id, data, position)
       WHERE (SELECT count(*) FROM locked) > 0
       ORDER BY position`,
      [
        contract.type,
        contract.topic,
        this.now().toISO(),
        currentTraceparent(),
        events.map((event) => event.id),
        events.map((event) => event.key),
        events.map((event) => event.engagementId),
        // one text, and not json[]: the driver would escape every quote of it
        `[${events.map((event) => event.json).join()}]`,
        lockClass(this.service, contract.topic),
        buckets,
      ],
    );
    const hints = events
      .filter(({ key }) => key.length <= maxLiveKeyLength)
      .map(({ engagementId, key }) => JSON.stringify({ engagementId, type: contract.type, key }));
    afterCommit(tx, () => this.bell.ring(hints));
  }
}

const lockClass = (service: string, topic: string): number => firstInt(`slipway.outbox/${service}/${topic}`);
/** Buckets, not keys: a transaction that adds events of many keys must not exhaust PostgreSQL's lock table. */
const bucketOf = (key: string): number => (firstInt(key) >>> 0) % lockBuckets;
const firstInt = (text: string): number => createHash('sha1').update(text).digest().readInt32BE(0);
