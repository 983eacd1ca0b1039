import { randomBytes } from 'node:crypto';
import { ApiClient } from './api-client';
import type { Composition } from './composition';
import { eventually } from './eventually';

export type RoleName =
  'clientManager' | 'vendorManager' | 'engineer' | 'clientEngineer' | 'firstLine' | 'secondLine' | 'business' | `auditor:${string}`;

/** One engagement with people of both sides, made through the public API. */
export interface World {
  engagementId: string;
  operator: ApiClient;
  as(role: RoleName): ApiClient;
}

const auditors: readonly (readonly [string, 'client' | 'vendor'])[] = [
  ['operations', 'vendor'],
  ['development', 'client'],
  ['analytics', 'vendor'],
  ['quality-assurance', 'vendor'],
  ['support', 'client'],
  ['design', 'client'],
  ['legal', 'client'],
];

const people: readonly { role: RoleName; side: 'client' | 'vendor'; department: string; roles: string[]; zone: string }[] = [
  { role: 'clientManager', side: 'client', department: 'product', roles: ['release-manager', 'client-admin'], zone: 'Europe/Berlin' },
  { role: 'vendorManager', side: 'vendor', department: 'delivery', roles: ['release-manager'], zone: 'Asia/Kolkata' },
  { role: 'engineer', side: 'vendor', department: 'engineering', roles: ['engineer'], zone: 'Asia/Kolkata' },
  { role: 'clientEngineer', side: 'client', department: 'information-technology', roles: ['engineer'], zone: 'Europe/Berlin' },
  { role: 'firstLine', side: 'client', department: 'service-desk', roles: ['first-line'], zone: 'Europe/Berlin' },
  { role: 'secondLine', side: 'vendor', department: 'second-line', roles: ['second-line'], zone: 'Asia/Kolkata' },
  { role: 'business', side: 'client', department: 'sales', roles: ['business'], zone: 'Europe/Berlin' },
  ...auditors.map(([department, side]) => ({
    role: `auditor:${department}` as const,
    side,
    department,
    roles: ['auditor'],
    zone: 'Europe/Berlin',
  })),
];

const password = () => randomBytes(12).toString('base64url');

/** The first operator of an empty installation. */
export async function bootstrap(composition: Composition): Promise<ApiClient> {
  const bootstrapToken = await eventually(
    'the bootstrap token is written',
    () => composition.bootstrapToken(),
    (token) => token !== '',
  );
  const nobody = new ApiClient(composition, null);
  const account = { email: 'olga@slipway.example', password: password() };
  await nobody.ok('POST', 'directory', '/bootstrap', {
    body: { bootstrapToken, person: { name: 'Olga Operator', zone: 'Europe/Berlin', ...account } },
  });
  return await ApiClient.signIn(composition, account);
}

/** Opens an engagement and signs its people in; waits until every service knows them. */
export async function makeWorld(
  composition: Composition,
  operator: ApiClient,
  options: { name?: string; hasMobileApp?: boolean } = {},
): Promise<World> {
  const tag = randomBytes(4).toString('hex');
  const engagement = await operator.post('directory', '/engagements', {
    name: options.name ?? `Engagement ${tag}`,
    client: { name: 'Northwind Energy', zone: 'Europe/Berlin', holidayRegion: 'DE' },
    vendor: { name: 'Banyan Software', zone: 'Asia/Kolkata', holidayRegion: 'IN' },
    solution: {
      name: 'Field service',
      hasMobileApp: options.hasMobileApp ?? true,
      features: [
        { key: 'work-orders', name: 'Work orders', weight: 3 },
        { key: 'billing', name: 'Billing', weight: 1 },
      ],
      environments: ['uat', 'prod'],
    },
    join: false,
  });
  const engagementId = engagement.engagementId as string;
  const clients = new Map<RoleName, ApiClient>();
  for (const { role, side, department, roles, zone } of people) {
    const email = `${role.replace(':', '-').toLowerCase()}-${tag}@${side}.example`;
    const secret = password();
    await operator.inEngagement(engagementId).post('directory', `/engagements/${engagementId}/members`, {
      name: role,
      email,
      zone,
      side,
      department,
      roles,
      password: secret,
    });
    clients.set(role, await ApiClient.signIn(composition, { email, password: secret }, engagementId));
  }
  const as = (role: RoleName): ApiClient => {
    const client = clients.get(role);
    if (client === undefined) throw new Error(`nobody is ${role}`);
    return client;
  };
  await eventually(
    'the scheduler knows every member',
    () => as('vendorManager').get('scheduler', '/people'),
    (list) => list.items.length >= people.length,
  );
  return { engagementId, operator, as };
}
