import type { SampleAccounts } from './load-sample';
import type { SampleDesks } from './sample-desks';
import type { Crew } from './sample-release';

export async function connectDesks(crew: Crew, address: string, desks: SampleDesks, deskPort: number): Promise<SampleAccounts['desks']> {
  const made: SampleAccounts['desks'] = [];
  const sides = [
    { key: 'northwind-desk', name: 'Northwind service desk', line: 'first', owner: 'anna' },
    { key: 'banyan-desk', name: 'Banyan help desk', line: 'second', owner: 'ravi' },
  ];
  for (const { key, name, line, owner } of sides) {
    const desk = await crew(owner).api.post('/tickets/v1/desks', {
      line,
      key,
      name,
      preset: 'standard-webhooks',
      outboundUrl: `http://127.0.0.1:${deskPort}/${key}`,
    });
    const hook = { hookUrl: `${address}${desk.hookPath}`, secret: desk.inboundSecret as string };
    desks.register(key, hook);
    made.push({ key, ...hook });
  }
  return made;
}

/** The desks take the ticket and the vendor's answers by itself; Slipway does the rest of the trip. */
export async function makeTestTicket(crew: Crew): Promise<void> {
  const { ticket } = await crew('anna').api.post('/tickets/v1/test-tickets', { title: 'Test of the support lines' });
  await crew('mia').api.until(`/tickets/v1/test-tickets/${ticket.id}`, (one) => one.complete === true);
}

export async function openTickets(crew: Crew, desks: SampleDesks, releaseId: string): Promise<void> {
  const { api: mia } = crew('mia');
  const tickets = [
    {
      title: 'Photos are missing in closed work orders',
      description: 'Since the hotfix, photos of depot north are not shown.',
      priority: 'high',
      feature: 'work-orders',
      releaseId,
    },
    { title: 'How do I hand a work order to a colleague?', priority: 'low', feature: 'work-orders' },
    { title: 'Billing run took twice as long', priority: 'normal', feature: 'billing' },
  ];
  const ids: string[] = [];
  for (const ticket of tickets) ids.push((await mia.post('/tickets/v1/tickets', ticket)).id);
  await mia.post(`/tickets/v1/tickets/${ids[0]}/messages`, {
    text: 'Depot north is our loudest depot; keep me posted.',
    visibility: 'private',
  });
  const path = `/tickets/v1/tickets/${ids[0]}`;
  await mia.edit('POST', `${path}/escalations`, { reason: 'the second line must look into the photo store' }, path);
  await mia.post(`/tickets/v1/tickets/${ids[1]}/messages`, {
    text: 'Open the order, choose Hand over, pick the colleague.',
    visibility: 'public',
  });
  const answered = `/tickets/v1/tickets/${ids[1]}`;
  await mia.edit('POST', `${answered}/resolutions`, { text: 'Explained on the phone.' }, answered);
  await desks.send('northwind-desk', 'ticket.opened', {
    ticket: {
      reference: 'NW-2077',
      title: 'Tablet asks to sign in again and again',
      description: 'Two technicians, depot west.',
      priority: 'normal',
      feature: 'sign-in',
    },
  });
}
