import type { Composition } from '../harness/composition';
import { eventually } from '../harness/eventually';
import { FakeDesk } from '../harness/fake-desk';
import type { World } from '../harness/world';

/** Registers a desk of a side and lets the fake one know its secrets. */
export async function registerDesk(composition: Composition, world: World, desk: FakeDesk, line: 'first' | 'second'): Promise<string> {
  const outboundUrl = await desk.start();
  const owner = world.as(line === 'first' ? 'clientManager' : 'vendorManager');
  const created = await owner.post('tickets', '/desks', {
    line,
    key: desk.name,
    name: desk.name,
    preset: 'standard-webhooks',
    outboundUrl,
  });
  desk.inboundSecret = created.inboundSecret;
  desk.outboundSecret = created.outboundSecret;
  desk.hookUrl = `${composition.url('tickets')}${created.hookPath}`;
  return created.id as string;
}

const ticketBy = async (world: World, title: string) => {
  const list = await world.as('firstLine').get('tickets', `/tickets?q=${encodeURIComponent(title)}`);
  return list.items[0] ?? null;
};

/** Flow 2: ticket in, first line, second line, back; two desks, no echo, nothing lost while one desk is down. */
export function describeTicketFlow(composition: () => Composition, world: () => World): void {
  describe('ticket in, first line, second line, back', () => {
    const client = new FakeDesk('client-desk');
    const vendor = new FakeDesk('vendor-desk');

    beforeAll(async () => {
      await registerDesk(composition(), world(), client, 'first');
      await registerDesk(composition(), world(), vendor, 'second');
    });
    afterAll(async () => {
      await client.stop();
      await vendor.stop();
    });

    it('a wrong signature is refused and makes no ticket', async () => {
      const refused = await client.send(
        'ticket.opened',
        { ticket: { reference: 'NW-0', title: 'forged' } },
        { secret: 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' },
      );
      expect(refused.status).toBe(401);
      expect(refused.headers.get('content-type')).toContain('application/problem+json');
      expect(await ticketBy(world(), 'forged')).toBeNull();
    });

    it('travels to the second line by a person, is answered, and comes back; private notes stay; nothing echoes', async () => {
      const opened = {
        ticket: { reference: 'NW-1', title: 'Work order cannot be closed', description: 'Since this morning.', priority: 'high' },
      };
      expect((await client.send('ticket.opened', opened, { id: 'msg_nw1' })).status).toBe(202);
      expect((await client.send('ticket.opened', opened, { id: 'msg_nw1' })).status).toBe(202);
      const ticket = await eventually(
        'the ticket is on the first line',
        () => ticketBy(world(), 'Work order cannot'),
        (found) => found?.line === 'first',
      );
      expect((await world().as('firstLine').get('tickets', '/tickets?q=Work%20order%20cannot')).items).toHaveLength(1);

      const firstLine = world().as('firstLine');
      await firstLine.post('tickets', `/tickets/${ticket.id}/messages`, { text: 'The customer is difficult.', visibility: 'private' });
      await firstLine.edit(
        'POST',
        'tickets',
        `/tickets/${ticket.id}/escalations`,
        { reason: 'needs a developer' },
        `/tickets/${ticket.id}`,
      );
      const escalated = await eventually(
        'the vendor desk got it',
        async () => vendor.received,
        (received) => received.some((one) => one.data.ticket.title === 'Work order cannot be closed'),
      );
      expect(escalated.every((one) => one.signatureValid)).toBe(true);

      const twin = escalated.find((one) => one.data.ticket.title === 'Work order cannot be closed');
      await eventually(
        'the bond holds both references',
        () => firstLine.get('tickets', `/tickets/${ticket.id}`),
        (one) => one.references.client === 'NW-1' && one.references.vendor !== null,
      );
      const answer = {
        ticket: { reference: `vendor-desk-${twin?.data.ticket.reference}` },
        message: { id: 'c-77', text: 'Fixed by restarting the closing job.', author: 'Ravi' },
      };
      expect((await vendor.send('ticket.commented', answer)).status).toBe(202);
      await eventually(
        'the client desk got the answer',
        async () => client.received,
        (received) => received.some((one) => one.data.message?.text.includes('closing job')),
      );

      await new Promise((resolve) => setTimeout(resolve, 1500));
      expect(client.received.filter((one) => one.data.message?.text.includes('closing job'))).toHaveLength(1);
      expect(vendor.received.filter((one) => one.data.message?.text?.includes('closing job'))).toHaveLength(0);
      expect(JSON.stringify([...client.received, ...vendor.received])).not.toContain('difficult');
      const seenByVendor = await world().as('secondLine').get('tickets', `/tickets/${ticket.id}`);
      expect(JSON.stringify(seenByVendor)).not.toContain('difficult');
      const seenByClient = await firstLine.get('tickets', `/tickets/${ticket.id}`);
      expect(JSON.stringify(seenByClient)).toContain('difficult');
    });

    it('the clock escalates what the first line leaves, and nothing is lost while the vendor desk is down', async () => {
      const manager = world().as('clientManager');
      const { revision: _revision, ...targets } = await manager.get('tickets', '/targets');
      targets.priorities.urgent.calendar = 'around-the-clock';
      targets.priorities.urgent.first = { responseMinutes: 0.02, updateMinutes: null, resolutionMinutes: null };
      await manager.edit('PUT', 'tickets', '/targets', targets);
      vendor.down = true;
      await client.send('ticket.opened', { ticket: { reference: 'NW-2', title: 'Nobody can sign in', priority: 'urgent' } });
      const ticket = await eventually(
        'the clock escalated it',
        () => ticketBy(world(), 'Nobody can sign'),
        (found) => found?.line === 'second',
        60,
      );
      const whole = await world().as('firstLine').get('tickets', `/tickets/${ticket.id}`);
      expect(whole.clocks.some((clock: any) => clock.kind === 'response' && clock.state === 'missed')).toBe(true);
      const pending = await eventually(
        'a delivery waits for the desk',
        () => world().as('vendorManager').get('tickets', `/outbound-deliveries?ticketId=${ticket.id}`),
        (list) => list.items.some((one: any) => one.status === 'pending' && one.attempts > 0),
      );
      expect(vendor.received.some((one) => one.data.ticket.title === 'Nobody can sign in')).toBe(false);
      vendor.down = false;
      for (const delivery of pending.items.filter((one: any) => one.status === 'pending')) {
        await world().as('vendorManager').post('tickets', `/outbound-deliveries/${delivery.id}/resends`);
      }
      await eventually(
        'the vendor desk got it after all',
        async () => vendor.received,
        (received) => received.some((one) => one.data.ticket.title === 'Nobody can sign in'),
      );
    });
  });
}

/** A test ticket through both desks: the proof of `support-lines`. */
export async function sendTestTicket(composition: Composition, world: World): Promise<void> {
  const client = new FakeDesk(`client-${Math.random().toString(36).slice(2, 8)}`);
  const vendor = new FakeDesk(`vendor-${Math.random().toString(36).slice(2, 8)}`);
  await registerDesk(composition, world, client, 'first');
  await registerDesk(composition, world, vendor, 'second');
  const started = await world.as('clientManager').post('tickets', '/test-tickets', { title: 'Test of the support lines' });
  const ticketId = started.ticket.id as string;
  const isTest = (one: { data: any }) => one.data.ticket?.isTest === true;
  const arrived = (desk: FakeDesk) =>
    eventually(
      `${desk.name} got the test ticket`,
      async () => desk.received.find(isTest) ?? null,
      (one) => one !== null,
    );
  await arrived(client);
  const reference = `${vendor.name}-${(await arrived(vendor))?.data.ticket.reference}`;
  await vendor.send('ticket.commented', { ticket: { reference }, message: { id: 'test-1', text: 'Second line works.' } });
  await eventually(
    'the answer is on the client desk',
    async () => client.received,
    (list) => list.some((one) => one.data.message?.text === 'Second line works.'),
  );
  await eventually(
    'the trip is complete',
    () => world.as('firstLine').get('tickets', `/test-tickets/${ticketId}`),
    (one) => one.complete === true,
  );
  await client.stop();
  await vendor.stop();
}
