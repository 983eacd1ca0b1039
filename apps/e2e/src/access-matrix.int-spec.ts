import { type Permission, type Role, type Route, RouteCensus, type Side, isAllowed, needsEngagement, roles, sides } from '@slipway/access';
import { type TestCaller, type TestEngagement, type TestServices, startTestServices } from '@slipway/access/testing';
import { checklistService } from '@slipway/checklist';
import { directoryService } from '@slipway/directory';
import { kpiService } from '@slipway/kpi';
import { schedulerService } from '@slipway/scheduler';
import { openApiDocument } from '@slipway/service-host';
import { ticketsService } from '@slipway/tickets';

type Allowed = (permission: Permission, side: Side, held: readonly string[]) => boolean;

interface Observed {
  route: string;
  permission: Permission | 'signed-in';
  side: Side;
  role: Role | null;
  status: number;
  code: string | undefined;
}

jest.setTimeout(240_000);

const services = [directoryService, checklistService, kpiService, ticketsService, schedulerService];
const places = sides.flatMap((side) => [null, ...roles].map((role) => ({ side, role })));
const nobodysId = '0192f1a0-0000-7000-8000-00000000ffff';

/** What contradicts the table: somebody let through who may not, or refused who may. */
function contradictions(observed: readonly Observed[], allowed: Allowed): string[] {
  return observed.flatMap(({ route, permission, side, role, status, code }) => {
    const may = permission === 'signed-in' || allowed(permission, side, role === null ? [] : [role]);
    const refused = status === 403 && code === 'permission-missing';
    if (status === 401 || status >= 500) return [`${route} as ${role ?? 'nobody in particular'} of the ${side}: ${status} ${code}`];
    return may === refused
      ? [`${route} as ${role ?? 'nobody in particular'} of the ${side}: ${may ? 'refused' : 'let through'} with ${status}`]
      : [];
  });
}

describe('every route × role × side × own, foreign or no engagement', () => {
  let t: TestServices;
  let own: TestEngagement;
  let foreign: TestEngagement;
  let routes: Route[];
  let signedIn: (Route & { declaration: { access: 'signed-in' } })[];
  const callers = new Map<string, TestCaller>();

  beforeAll(async () => {
    t = await startTestServices({ services, checkAnswers: true });
    [own, foreign] = [await t.engagement({ name: 'Own' }), await t.engagement({ name: 'Foreign' })];
    routes = t.get(RouteCensus).routes();
    signedIn = routes.filter((route): route is (typeof signedIn)[number] => route.declaration?.access === 'signed-in');
    for (const { side, role } of places) {
      const member = await t.member({ engagementId: own.engagementId, side, department: 'delivery', roles: role === null ? [] : [role] });
      callers.set(`${side}/${role}`, member);
    }
  });
  afterAll(() => t.stop());

  const send = (route: Route, caller: TestCaller | null, engagementId: string) => {
    const { declaration, method } = route;
    const inPath = declaration && 'engagementParam' in declaration ? declaration.engagementParam : undefined;
    const path = route.path.replace(/:(\w+)/g, (_text, name: string) => (name === inPath ? engagementId : nobodysId));
    const headers: Record<string, string> = inPath === undefined ? { 'slipway-engagement': engagementId } : {};
    const body = ['POST', 'PUT', 'PATCH'].includes(method) ? { body: {} } : {};
    return t.call<{ code?: string; permission?: string } | undefined>(caller, method, path, { headers, ...body });
  };
  /** As everybody at once, route by route. */
  const everywhere = (work: (caller: TestCaller, side: Side, role: Role | null) => Promise<void>) =>
    Promise.all(places.map(({ side, role }) => work(callers.get(`${side}/${role}`) as TestCaller, side, role)));
  const nameOf = ({ method, path }: Route) => `${method} ${path}`;

  it('is declared and documented', () => {
    expect(routes.length).toBeGreaterThan(100);
    expect(routes.filter(({ declaration }) => !declaration).map(nameOf)).toEqual([]);
    const { merged } = openApiDocument(t.app, services);
    const documented = Object.entries(merged.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
    );
    expect(routes.map(nameOf).filter((name) => !documented.includes(name))).toEqual([]);
  });

  it('answers 401 without a token and says how to sign in', async () => {
    const wrong: string[] = [];
    for (const route of signedIn) {
      const { status, headers } = await send(route, null, own.engagementId);
      if (status !== 401 || !headers.get('www-authenticate')?.startsWith('Bearer')) wrong.push(`${nameOf(route)}: ${status}`);
    }
    expect(wrong).toEqual([]);
  });

  it('asks nobody to sign in on public routes', async () => {
    const wrong: string[] = [];
    for (const route of routes.filter(({ declaration }) => declaration?.access === 'public')) {
      const { status, body } = await send(route, null, own.engagementId);
      if (status >= 500 || body?.code === 'not-signed-in') wrong.push(`${nameOf(route)}: ${status} ${body?.code}`);
    }
    expect(wrong).toEqual([]);
  });

  it('answers 404 in an engagement of others, whatever the role', async () => {
    const wrong: string[] = [];
    for (const route of signedIn.filter(({ declaration }) => needsEngagement(declaration))) {
      await everywhere(async (caller, side, role) => {
        const { status } = await send(route, caller, foreign.engagementId);
        if (status !== 404) wrong.push(`${nameOf(route)} as ${role} of the ${side}: ${status}`);
      });
    }
    expect(wrong).toEqual([]);
  });

  it('follows the table in the own engagement', async () => {
    const observed: Observed[] = [];
    for (const route of signedIn) {
      const permission = route.declaration.allow;
      await everywhere(async (caller, side, role) => {
        const { status, body } = await send(route, caller, own.engagementId);
        observed.push({ route: nameOf(route), permission, side, role, status, code: body?.code });
        if (body?.code === 'permission-missing') expect(body.permission).toBe(permission);
      });
    }
    expect(contradictions(observed, isAllowed)).toEqual([]);
    expect(contradictions(observed, (...asked) => !isAllowed(...asked)).length).toBeGreaterThan(500);
  });

  it('holds for the stream of live updates', async () => {
    const caller = callers.get('client/observer') as TestCaller;
    expect((await t.call(null, 'GET', '/api/live')).status).toBe(401);
    expect((await t.call(caller, 'GET', '/api/live', { headers: { 'slipway-engagement': foreign.engagementId } })).status).toBe(404);
  });
});
