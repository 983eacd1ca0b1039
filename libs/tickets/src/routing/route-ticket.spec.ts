import fc from 'fast-check';
import { sideOf } from '../ticket-words';
import { routeTicket, type Candidate, type RoutingRequest } from './route-ticket';

const person = (personId: string, over: Partial<Candidate> = {}): Candidate => ({
  personId,
  name: `Person ${personId}`,
  side: 'client',
  roles: ['first-line'],
  active: true,
  load: 0,
  ...over,
});
const request = (over: Partial<RoutingRequest> = {}): RoutingRequest => ({
  cause: 'opened-by-desk',
  side: 'client',
  line: null,
  isAlert: false,
  formerAssigneeId: null,
  candidates: [person('a', { load: 2 }), person('b', { load: 1 }), person('v', { side: 'vendor', roles: ['second-line'] })],
  ...over,
});

describe('routeTicket', () => {
  it('gives a client’s ticket to the first line’s least loaded person, and says why', () => {
    expect(routeTicket(request())).toEqual({
      line: 'first',
      rule: 'client-first-line',
      reason: "opened by the client's desk; Person b has the least open work of 2",
      assigneeId: 'b',
      unrouted: null,
    });
  });
  it('gives the vendor’s own ticket to the second line', () => {
    expect(routeTicket(request({ side: 'vendor', isAlert: true }))).toMatchObject({
      line: 'second',
      rule: 'vendor-second-line',
      assigneeId: 'v',
    });
  });
  it('escalates to the second line whoever opened it', () => {
    expect(routeTicket(request({ cause: 'escalated' }))).toMatchObject({
      line: 'second',
      rule: 'escalated-to-second-line',
      assigneeId: 'v',
    });
  });
  it('gives it back to who had it before, unless that person left', () => {
    const back = { cause: 'handed-back' as const, line: 'first' as const, formerAssigneeId: 'a' };
    expect(routeTicket(request(back)).assigneeId).toBe('a');
    expect(routeTicket(request({ ...back, candidates: [person('a', { active: false }), person('b')] })).assigneeId).toBe('b');
  });
  it('says that and why nobody was found', () => {
    expect(routeTicket(request({ candidates: [person('v', { side: 'vendor' }), person('b', { roles: ['business'] })] }))).toMatchObject({
      line: 'first',
      assigneeId: null,
      unrouted: "nobody on the client's side is active with the role first-line",
    });
  });

  const candidates = fc.uniqueArray(
    fc.record({
      personId: fc.string({ minLength: 1, maxLength: 3 }),
      name: fc.constant('P'),
      side: fc.constantFrom('client' as const, 'vendor' as const),
      roles: fc.subarray(['first-line', 'second-line', 'business']),
      active: fc.boolean(),
      load: fc.nat(5),
    }),
    { selector: (entry) => entry.personId },
  );
  const causes = fc.constantFrom('opened-by-desk', 'opened-by-person', 'escalated', 'reopened');
  it('never assigns anybody of the wrong side, without the role, inactive, or with more load than another who is able', () => {
    fc.assert(
      fc.property(candidates, causes, fc.constantFrom('client' as const, 'vendor' as const), (people, cause, side) => {
        const route = routeTicket(request({ candidates: people, cause: cause as RoutingRequest['cause'], side }));
        const role = route.line === 'first' ? 'first-line' : 'second-line';
        const able = people.filter((one) => one.active && one.side === sideOf(route.line) && one.roles.includes(role));
        const assigned = able.find((one) => one.personId === route.assigneeId);
        expect(route.assigneeId === null).toBe(able.length === 0);
        expect(route.unrouted === null).toBe(able.length > 0);
        for (const one of able) expect(assigned?.load).toBeLessThanOrEqual(one.load);
      }),
    );
  });
  it('does not depend on the order of the candidates', () => {
    fc.assert(
      fc.property(candidates, (people) => {
        expect(routeTicket(request({ candidates: [...people].reverse() })).assigneeId).toBe(
          routeTicket(request({ candidates: people })).assigneeId,
        );
      }),
    );
  });
});
