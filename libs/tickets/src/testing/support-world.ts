import { startTestServices, type TestCaller, type TestServices } from '@slipway/access/testing';
import type { z } from 'zod';
import type { Desk, deskCreated } from '../desks/desk-schemas';
import type { PresetName } from '../presets/presets';
import { ticketsService } from '../tickets.module';
import type { Line } from '../ticket-words';
import type { TicketView } from '../tickets/ticket-schemas';
import { FakeDesk } from './fake-desk';

type DeskCreated = z.output<typeof deskCreated>;
/** What a refused request says. */
export interface ProblemFacts {
  readonly code: string;
  readonly field: string;
  readonly detail: string;
  readonly blockers: readonly string[];
}
/** An answer of which the spec knows whether it was given or refused. */
export type Answered<Body> = Body & ProblemFacts;
export interface Page<Item> {
  readonly items: Item[];
  readonly nextCursor: string | null;
}
export interface ConnectedDesk {
  readonly desk: DeskCreated;
  readonly fake: FakeDesk;
}

/** Both sides of an engagement with their people, and desks where wanted. */
export class SupportWorld {
  clientManager: TestCaller;
  vendorManager: TestCaller;
  firstLine: TestCaller;
  secondLine: TestCaller;
  observer: TestCaller;
  private readonly desks: FakeDesk[] = [];

  private constructor(
    readonly t: TestServices,
    readonly engagementId: string,
  ) {}

  static async start(at?: string): Promise<SupportWorld> {
    const t = await startTestServices({ services: [ticketsService], ...(at === undefined ? {} : { at }) });
    return SupportWorld.within(t);
  }

  /** Another engagement in the same process. */
  static async within(t: TestServices): Promise<SupportWorld> {
    const { engagementId } = await t.engagement();
    const world = new SupportWorld(t, engagementId);
    world.clientManager = await t.member({
      engagementId,
      side: 'client',
      department: 'operations',
      roles: ['release-manager'],
      name: 'Carla',
    });
    world.vendorManager = await t.member({
      engagementId,
      side: 'vendor',
      department: 'operations',
      roles: ['release-manager'],
      name: 'Vikram',
    });
    world.firstLine = await t.member({ engagementId, side: 'client', department: 'support', roles: ['first-line'], name: 'Fiona' });
    world.secondLine = await t.member({ engagementId, side: 'vendor', department: 'support', roles: ['second-line'], name: 'Sunil' });
    world.observer = await t.member({ engagementId, side: 'client', department: 'business', roles: ['observer'], name: 'Otto' });
    return world;
  }

  async stop(): Promise<void> {
    await Promise.all(this.desks.map((desk) => desk.down()));
    await this.t.stop();
  }

  /** Connects a desk with an address of its own; without one it only sends. */
  async connect(
    line: Line,
    key: string,
    options: { preset?: PresetName; outbound?: boolean; mapping?: Desk['mapping'] } = {},
  ): Promise<ConnectedDesk> {
    const fake = await new FakeDesk(key, () => this.t.clock.now().toSeconds()).up();
    this.desks.push(fake);
    const answer = await this.t.call<DeskCreated>(
      line === 'first' ? this.clientManager : this.vendorManager,
      'POST',
      '/api/tickets/v1/desks',
      {
        body: {
          line,
          key,
          name: `Desk ${key}`,
          preset: options.preset ?? 'standard-webhooks',
          ...(options.outbound === false ? {} : { outboundUrl: fake.url }),
          ...(options.mapping ? { mapping: options.mapping } : {}),
        },
      },
    );
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    fake.hookUrl = `${this.t.url}${String(answer.body.hookPath)}`;
    fake.secret = answer.body.inboundSecret ?? '';
    return { desk: answer.body, fake };
  }

  /** Works off everything that is due, until nothing moves any more. */
  async settle(): Promise<void> {
    for (let round = 0; round < 20; round += 1) {
      const moved =
        (await this.t.dueWork('process-inbound')) + (await this.t.dueWork('deliver-outbound')) + (await this.t.dueWork('test-trips'));
      if (moved === 0) return;
    }
    throw new Error('it does not come to rest');
  }

  async tickets(caller: TestCaller = this.firstLine, query = ''): Promise<TicketView[]> {
    const { body } = await this.t.call<{ items: { id: string }[] }>(caller, 'GET', `/api/tickets/v1/tickets?limit=200${query}`);
    return Promise.all(body.items.map((item) => this.ticket(item.id, caller)));
  }

  async ticket(id: string, caller: TestCaller = this.firstLine): Promise<TicketView> {
    const { status, body } = await this.t.call<TicketView>(caller, 'GET', `/api/tickets/v1/tickets/${id}`);
    if (status !== 200) throw new Error(JSON.stringify(body));
    return body;
  }

  /** POST to a ticket with its present ETag. */
  async act(caller: TestCaller, ticketId: string, action: string, body: object = {}): Promise<TicketView> {
    const { revision } = await this.ticket(ticketId, caller);
    const answer = await this.t.call<TicketView>(caller, 'POST', `/api/tickets/v1/tickets/${ticketId}/${action}`, {
      body,
      headers: { 'if-match': `"${revision}"` },
    });
    if (answer.status >= 300) throw new Error(JSON.stringify(answer.body));
    return answer.body;
  }
}
