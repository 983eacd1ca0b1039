import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import type { EventContract, EventEnvelope } from '@slipway/contracts';
import { currentTraceparent, newId } from '@slipway/service-host';
import { isObservable, lastValueFrom } from 'rxjs';
import type { EntityManager } from 'typeorm';
import type { HandlerExtras } from './consumers/consumer';
import { toRecord } from './envelope/event-record';
import type { EventTransport, Subscription } from './event-transport';
import type { Handler } from './inbox/handler';
import { InboxRunner, type InboxRunnerOptions } from './inbox/inbox-runner';
import type { KafkaSettings } from './kafka/kafka-settings';
import { KafkaTransport } from './kafka/kafka-transport';
import { LocalTransport } from './local/local-transport';
import { Relay, type RelayOptions } from './outbox/relay';
import type { ServiceEvents } from './service-events';

export interface EventServerOptions {
  /** Milliseconds between a handler's attempts. */
  readonly pausesMs?: readonly number[];
  readonly relay?: RelayOptions;
  readonly kafka?: Partial<KafkaSettings>;
}

/**
 * The Nest transport strategy of a process: it serves the event handlers of all its services, each service as its own consumer
 * group with its own inbox, and runs their relays.
 */
export class EventServer extends Server implements CustomTransportStrategy {
  override readonly transportId = Symbol('slipway-events');
  /** Failures are told to the inbox, which retries and logs them; Nest need not. */
  override readonly propagatesEventHandlerErrors = true;
  private readonly services = new Map<string, ServiceEvents>();
  private readonly handlers = new Map<string, Handler[]>();
  private readonly stopping = new AbortController();
  private transport: EventTransport | undefined;
  private relays: Relay[] = [];
  private closing: Promise<void> | undefined;

  constructor(private readonly options: EventServerOptions = {}) {
    super();
  }

  /** Called once per service of the process, before {@link listen}. */
  join(events: ServiceEvents): void {
    this.services.set(events.service, events);
  }

  handlersOf(service: string): readonly Handler[] {
    return this.handlers.get(service) ?? [];
  }

  /** Nest would chain the handlers of one event into one; each must have its own transaction, so they are kept apart here. */
  override addHandler(pattern: unknown, callback: MessageHandler, isEventHandler = false, extras: Record<string, unknown> = {}): void {
    const { contract, service, consumer } = extras as unknown as HandlerExtras;
    if (!isEventHandler || !contract || !service)
      throw new Error(`The handler of ${String(pattern)} is not an event handler: use @Consumer on its class and @Handles on its method.`);
    const known = this.handlers.get(service) ?? [];
    if (known.some((handler) => handler.consumer === consumer))
      throw new Error(`The service ${service} has two handlers called ${consumer}: rename one class.`);
    this.messageHandlers.set(`${service}/${consumer}`, Object.assign(callback, { isEventHandler, extras }));
    this.handlers.set(service, [...known, { consumer, contract, invoke: (event, tx) => invoke(callback, event, tx) }]);
  }

  listen(callback: (error?: unknown) => void): void {
    this.begin().then(
      () => callback(),
      (error: unknown) => callback(error),
    );
  }

  /**
   * Sends an event as another service would, past the outboxes. On the local transport it resolves when every handler of the
   * process has committed or given up; on Kafka when the broker has it.
   */
  async publish<D>(contract: EventContract<D>, data: D): Promise<void> {
    if (!this.transport) throw new Error('the event server is not listening yet');
    const parsed = contract.schema.parse(data);
    const [service = 'unknown'] = contract.type.split('.');
    const record = toRecord(service, {
      id: newId(),
      type: contract.type,
      topic: contract.topic,
      key: contract.key(parsed),
      engagementId: (parsed as { engagementId: string }).engagementId,
      occurredAt: [...this.services.values()][0]?.now().toUTC().toISO() ?? '',
      traceparent: currentTraceparent(),
      data: JSON.stringify(parsed),
    });
    await this.transport.publish([record]);
  }

  /** Handlers and batches under way finish; what waits for another attempt is given up and comes again after the next start. */
  close(): Promise<void> {
    this.closing ??= this.end();
    return this.closing;
  }

  on(): never {
    throw new Error('the event server emits no events of its own');
  }

  unwrap<T>(): T {
    return this.transport as T;
  }

  protected relayFor(events: ServiceEvents, transport: EventTransport): Relay {
    return new Relay(events, transport, this.options.relay);
  }

  protected runnerFor(options: InboxRunnerOptions): InboxRunner {
    return new InboxRunner(options);
  }

  private async begin(): Promise<void> {
    const strangers = [...this.handlers.keys()].filter((service) => !this.services.has(service));
    if (strangers.length > 0)
      throw new Error(`Consumers of ${strangers.join(', ')} have no MessagingModule.forService of that name in this process.`);
    const services = [...this.services.values()];
    const [first] = services;
    if (!first) return;
    this.transport =
      first.kafkaBrokers.length > 0 ? new KafkaTransport(first.kafkaBrokers, first.log, this.options.kafka) : new LocalTransport();
    await this.transport.start(
      services.filter((events) => this.handlersOf(events.service).length > 0).map((events) => this.subscribe(events)),
    );
    const { transport } = this;
    this.relays = services.map((events) => this.relayFor(events, transport));
    this.relays.forEach((relay) => relay.start());
  }

  private subscribe(events: ServiceEvents): Subscription {
    const handlers = this.handlersOf(events.service);
    const runner = this.runnerFor({ ...events, handlers, stopping: this.stopping.signal, pausesMs: this.options.pausesMs });
    return {
      service: events.service,
      topics: [...new Set(handlers.map((handler) => handler.contract.topic))],
      deliver: (record) => runner.deliver(record),
      deliverMany: (records, done) => runner.deliverMany(records, done),
    };
  }

  private async end(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.relays.map((relay) => relay.stop()));
    await this.transport?.stop();
  }
}

async function invoke(callback: MessageHandler, event: EventEnvelope, tx: EntityManager): Promise<void> {
  const result: unknown = await callback(event, tx);
  if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
}
