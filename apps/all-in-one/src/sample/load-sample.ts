import { randomBytes } from 'node:crypto';
import { DateTime } from 'luxon';
import { SampleApi } from './sample-api';
import { sampleCalendar } from './sample-calendar';
import type { SampleDesks } from './sample-desks';
import { sampleLoadCsv, sampleMeasurements } from './sample-load';
import { samplePeople } from './sample-people';
import { type Crew, createSampleRelease, doTasks, goLive, reviewItem } from './sample-release';
import { sampleProof } from './sample-proof';
import { connectDesks, makeTestTicket, openTickets } from './sample-tickets';

export interface SampleAccounts {
  password: string;
  operator: string;
  people: { name: string; email: string; side: string; roles: string[] }[];
  desks: { key: string; hookUrl: string; secret: string }[];
}

const weeks = 5;

/**
 * Loads the sample engagement into an empty directory, only through the public API.
 * @param address where Slipway answers, without a slash at the end
 * @param now the instant from which the weeks of history go back
 * @returns how to sign in
 */
export async function loadSample(options: {
  address: string;
  bootstrapToken: string;
  desks: SampleDesks;
  deskPort: number;
  now: DateTime;
  say: (text: string) => void;
}): Promise<SampleAccounts> {
  const { address, now, say, desks } = options;
  const nobody = new SampleApi(address);
  const password = randomBytes(9).toString('base64url');
  const operatorEmail = 'operator@slipway.example';
  say('people of two companies');
  const session = await nobody.post('/directory/v1/bootstrap', {
    bootstrapToken: options.bootstrapToken,
    person: { name: 'Olga Operator', email: operatorEmail, password, zone: 'Europe/Berlin' },
  });
  const operator = nobody.as(session.accessToken);
  const engagement = await openEngagement(operator, 'Northwind field service', 'Northwind Energy', [
    { key: 'work-orders', name: 'Work orders', weight: 3 },
    { key: 'sign-in', name: 'Sign-in', weight: 2 },
    { key: 'billing', name: 'Billing run', weight: 1 },
  ]);
  const second = await openEngagement(operator, 'Lakeside meter reading', 'Lakeside Utilities', [
    { key: 'readings', name: 'Readings', weight: 1 },
  ]);
  const crew = await signIn(operator, engagement, second, password);

  say('weeks of measured load');
  await agreeKpis(crew);
  await sendMeasurements(crew, now);
  await crew('ravi').api.send(
    'POST',
    '/scheduler/v1/features/billing/load-imports',
    sampleLoadCsv(now.minus({ weeks }), now, 'Europe/Berlin', 900),
    { 'content-type': 'text/csv' },
  );

  say('a release that is live');
  const { api: ravi } = crew('ravi');
  const live = await createSampleRelease(crew, {
    name: 'Field service 2.3.1',
    kind: 'hotfix',
    version: '2.3.1',
    features: ['work-orders'],
  });
  for (const itemKey of Object.keys(sampleProof)) {
    await doTasks(crew, live, itemKey);
    await reviewItem(crew, live, itemKey);
  }
  const hooks = await connectDesks(crew, address, desks, options.deskPort);
  await makeTestTicket(crew);
  await ravi.until('/scheduler/v1/releases', (list) => list.items.some((one: { releaseId: string }) => one.releaseId === live));
  const startAt = DateTime.fromMillis(Math.ceil(Date.now() / 300_000) * 300_000)
    .plus({ minutes: 5 })
    .toUTC()
    .toISO();
  const parts = { preparationMinutes: 10, cutoverMinutes: 20, rollbackMinutes: 15, watchMinutes: 15 };
  const booking = await ravi.post(`/scheduler/v1/releases/${live}/bookings`, { startAt, parts });
  await crew('anna').api.post(`/scheduler/v1/bookings/${booking.id}/confirmations`);
  await goLive(crew, live);

  say('calendars, users and a freeze');
  await planPeople(crew, now);

  say('a release half-way, and tickets');
  await prepareHalfWay(crew);
  await openTickets(crew, desks, live);
  return {
    password,
    operator: operatorEmail,
    people: samplePeople.map(({ name, email, side, roles }) => ({ name, email, side, roles })),
    desks: hooks,
  };
}

async function openEngagement(operator: SampleApi, name: string, client: string, features: unknown[]): Promise<string> {
  const opened = await operator.post('/directory/v1/engagements', {
    name,
    client: { name: client, zone: 'Europe/Berlin', holidayRegion: 'DE' },
    vendor: { name: 'Banyan Software', zone: 'Asia/Kolkata', holidayRegion: 'IN' },
    solution: { name, hasMobileApp: true, features, environments: ['uat', 'prod'] },
    join: false,
  });
  return opened.engagementId as string;
}

async function signIn(operator: SampleApi, engagementId: string, second: string, password: string): Promise<Crew> {
  const members = new Map<string, { api: SampleApi; personId: string }>();
  const join = async (engagement: string, person: (typeof samplePeople)[number], withPassword: boolean) => {
    const { name, email, zone, side, department, roles } = person;
    const api = operator.as(operator.bearer, engagement);
    return await api.post(`/directory/v1/engagements/${engagement}/members`, {
      name,
      email,
      zone,
      side,
      department,
      roles,
      ...(withPassword ? { password } : {}),
    });
  };
  for (const person of samplePeople) {
    const member = await join(engagementId, person, true);
    if (person.key === 'ravi' || person.key === 'asha') await join(second, person, false);
    const session = await operator.as(null, null).post('/directory/v1/sessions', { email: person.email, password });
    members.set(person.key, { api: operator.as(session.accessToken, engagementId), personId: member.personId });
  }
  return (key) => {
    const member = members.get(key);
    if (member === undefined) throw new Error(`nobody in the sample is ${key}`);
    return member;
  };
}

async function agreeKpis(crew: Crew): Promise<void> {
  const closed = { kind: 'aggregate', measure: 'order.closed', aggregate: 'count' };
  const failed = { kind: 'aggregate', measure: 'order.failed', aggregate: 'count' };
  const kpis = [
    { key: 'orders-closed', name: 'Orders closed', unit: 'orders', direction: 'higher', formula: closed },
    {
      key: 'closing-time',
      name: 'Time to close an order',
      unit: 'minutes',
      direction: 'lower',
      formula: { kind: 'aggregate', measure: 'order.closed', aggregate: 'avg' },
    },
    {
      key: 'failed-closings',
      name: 'Failed closings',
      unit: '%',
      direction: 'lower',
      formula: { kind: 'ratio', numerator: failed, denominator: closed, scale: 100 },
    },
  ];
  for (const { key, ...kpi } of kpis) {
    await crew('ravi').api.post('/kpi/v1/kpis', {
      key,
      ...kpi,
      dimensions: ['region'],
      guardrails: { warnPercent: 5, failPercent: 15 },
      minimumSample: 200,
    });
    const version = `/kpi/v1/kpis/${key}/versions/1`;
    for (const signer of ['ravi', 'felix']) await crew(signer).api.edit('POST', `${version}/signatures`, undefined, version);
  }
}

async function sendMeasurements(crew: Crew, now: DateTime): Promise<void> {
  const events = sampleMeasurements(now.minus({ weeks }), now, 'Europe/Berlin');
  for (let start = 0; start < events.length; start += 2000) {
    const batch = JSON.stringify(events.slice(start, start + 2000));
    await crew('ravi').api.send('POST', '/kpi/v1/events', batch, { 'content-type': 'application/cloudevents-batch+json' });
  }
}

async function planPeople(crew: Crew, now: DateTime): Promise<void> {
  const { api: ravi } = crew('ravi');
  await ravi.edit('PUT', '/scheduler/v1/required-roles', {
    items: [
      { side: 'vendor', role: 'release-lead', people: 1 },
      { side: 'vendor', role: 'deployer', people: 1 },
      { side: 'client', role: 'operator', people: 1 },
    ],
  });
  for (const [index, person] of samplePeople.entries()) {
    if (person.staffing === undefined) continue;
    const { roles, from, to } = person.staffing;
    const member = crew(person.key);
    const manager = crew(person.side === 'vendor' ? 'ravi' : 'anna');
    const availableHours = { zone: person.zone, weekly: [{ days: [1, 2, 3, 4, 5, 6], from, to }], onHolidays: false };
    await manager.api.edit(
      'PUT',
      `/scheduler/v1/people/${member.personId}/staffing`,
      { roles, availableHours },
      `/scheduler/v1/people/${member.personId}`,
    );
    await member.api.send('PUT', `/scheduler/v1/people/${member.personId}/calendar`, sampleCalendar(person, now, index + 11), {
      'content-type': 'text/calendar',
    });
  }
  const groups = [
    { name: 'Field technicians', headcount: 420, workingHours: [{ days: [1, 2, 3, 4, 5], from: '06:00', to: '16:00' }] },
    { name: 'Dispatchers', headcount: 35, workingHours: [{ days: [1, 2, 3, 4, 5, 6], from: '05:30', to: '22:00' }] },
  ];
  for (const group of groups)
    await crew('anna').api.post('/scheduler/v1/user-groups', { ...group, zone: 'Europe/Berlin', holidayRegion: 'DE', blackouts: [] });
  const monthEnd = now.setZone('Europe/Berlin').endOf('month').startOf('day').minus({ months: 1 });
  await crew('anna').api.post('/scheduler/v1/freezes', {
    reason: 'Month-end billing run',
    environment: 'prod',
    zone: 'Europe/Berlin',
    startLocal: monthEnd.endOf('month').startOf('day').toFormat("yyyy-MM-dd'T'HH:mm"),
    endLocal: monthEnd.endOf('month').startOf('day').plus({ days: 1 }).toFormat("yyyy-MM-dd'T'HH:mm"),
    rrule: 'FREQ=MONTHLY;BYMONTHDAY=-1',
  });
}

async function prepareHalfWay(crew: Crew): Promise<void> {
  const release = await createSampleRelease(crew, {
    name: 'Field service 2.4',
    kind: 'version-upgrade',
    version: '2.4.0',
    features: ['work-orders', 'billing'],
  });
  const items = Object.keys(sampleProof);
  for (const itemKey of items.slice(0, 9)) {
    await doTasks(crew, release, itemKey);
    await reviewItem(crew, release, itemKey);
  }
  await doTasks(crew, release, items[9]);
  await doTasks(crew, release, items[10]);
  await doTasks(crew, release, items[11]);
  await reviewItem(crew, release, items[11], 'rework', 'Stand demo-1 shows last month’s data; please load the current one.');
  const expiresAt = DateTime.utc().plus({ days: 21 }).toISO();
  await crew('ravi').api.post(`/checklist/v1/releases/${release}/waivers`, {
    itemKey: 'ui-handover',
    reason: 'The UI kit moves to its new repository in January.',
    expiresAt,
  });
  await crew('ravi').api.post(`/scheduler/v1/releases/${release}/recommendation`);
}
