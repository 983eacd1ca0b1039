import { currentTraceparent, newId } from '@slipway/service-host';
import { DeadLetters } from '../dead-letters/dead-letters.service';
import { toRecord, type EventRecord, type StoredEvent } from '../envelope/event-record';
import type { EventTransport } from '../event-transport';
import type { EventNode } from './event-node';
import type { EventWorld } from './event-world';
import { stepTaken } from './probe-services';

/** A record as a relay would make it, or with something changed that no relay of ours would send. */
export function stepRecord(world: EventWorld, thing: string, step: number, change: Partial<StoredEvent> = {}): EventRecord {
  return toRecord('kpi', {
    id: newId(),
    type: stepTaken.type,
    topic: stepTaken.topic,
    key: thing,
    engagementId: world.engagementId,
    occurredAt: '2026-03-01T09:00:00.000Z',
    traceparent: currentTraceparent(),
    data: JSON.stringify({ engagementId: world.engagementId, thing, step }),
    ...change,
  });
}

/** Hands records to the node's transport, past its outbox. */
export const publish = (node: EventNode, ...records: EventRecord[]): Promise<void> => node.server.unwrap<EventTransport>().publish(records);

export const deadLettersOf = (node: EventNode, world: EventWorld): DeadLetters =>
  new DeadLetters(
    'tickets',
    node.database('tickets'),
    () => world.now(),
    () => node.server.handlersOf('tickets'),
  );
