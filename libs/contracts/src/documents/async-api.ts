import type { EventContract } from '../define-event';
import { eventSchema, type JsonSchema } from './event-schema';

/** The AsyncAPI 3.0 document of the given events: a channel per topic, a message per event, as CloudEvents in Kafka's binary mode. */
export function asyncApi(catalogue: readonly EventContract[]): JsonSchema {
  const topics = [...new Set(catalogue.map((event) => event.topic))].sort();
  const events = [...catalogue].sort((a, b) => a.type.localeCompare(b.type));
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Slipway events',
      version: '1.0.0',
      description:
        'Every event is a CloudEvent 1.0 in binary mode. It is delivered at least once and in order per key; its id stays the same however often it comes. Consumers skip types and ignore fields they do not know.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(topics.map((topic) => [channelId(topic), channel(topic, events)])),
    operations: Object.fromEntries(events.map((event) => [`send-${event.type}`, operation(event)])),
    components: {
      messages: Object.fromEntries(events.map((event) => [event.type, message(event)])),
      messageTraits: { cloudEvent: { headers: cloudEventHeaders } },
    },
  };
}

const channelId = (topic: string): string => topic;

const channel = (topic: string, events: readonly EventContract[]): JsonSchema => ({
  address: topic,
  messages: Object.fromEntries(
    events.filter((event) => event.topic === topic).map((event) => [event.type, { $ref: `#/components/messages/${event.type}` }]),
  ),
  bindings: { kafka: { topic, bindingVersion: '0.5.0' } },
});

const operation = (event: EventContract): JsonSchema => ({
  action: 'send',
  summary: event.summary,
  channel: { $ref: `#/channels/${channelId(event.topic)}` },
  messages: [{ $ref: `#/channels/${channelId(event.topic)}/messages/${event.type}` }],
});

function message(event: EventContract): JsonSchema {
  return {
    name: event.type,
    title: event.type,
    summary: event.summary,
    contentType: 'application/json',
    traits: [{ $ref: '#/components/messageTraits/cloudEvent' }],
    payload: { schemaFormat: 'application/schema+json;version=draft-2020-12', schema: eventSchema(event) },
    bindings: { kafka: { key: { type: 'string', examples: [event.key(event.example)] }, bindingVersion: '0.5.0' } },
    examples: [{ name: 'example', summary: event.summary, payload: event.example }],
  };
}

const cloudEventHeaders: JsonSchema = {
  type: 'object',
  required: ['ce_specversion', 'ce_id', 'ce_type', 'ce_source', 'ce_subject', 'ce_time', 'ce_engagementid', 'traceparent'],
  properties: {
    ce_specversion: { type: 'string', const: '1.0' },
    ce_id: { type: 'string', format: 'uuid', description: 'UUIDv7; a repeat has the same' },
    ce_type: { type: 'string', description: 'the name of the message' },
    ce_source: { type: 'string', description: '/slipway/<service>' },
    ce_subject: { type: 'string', description: 'the key: the entity whose order holds' },
    ce_time: { type: 'string', format: 'date-time', description: 'RFC 3339, UTC' },
    ce_engagementid: { type: 'string', format: 'uuid', description: 'the engagement to which the event belongs' },
    'content-type': { type: 'string', const: 'application/json' },
    traceparent: { type: 'string', description: 'W3C trace context' },
  },
};
