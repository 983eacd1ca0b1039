import { hoursOf, loadByStep, rolesByHour, usersByHour } from './calendar-hours';

const hour = 3_600_000;
const person = (over: object) => ({
  personId: 'p',
  name: 'P',
  side: 'vendor' as const,
  roles: ['engineer'],
  unknownBecause: null,
  working: [{ startMs: 0, endMs: 10 * hour }],
  busy: [],
  ...over,
});

describe('calendar by the hour', () => {
  it('lists every hour that the interval touches', () => {
    expect(hoursOf({ startMs: 1.5 * hour, endMs: 3.1 * hour })).toEqual([hour, 2 * hour, 3 * hour]);
  });

  it('counts people who are free for the whole hour; unknown ones apart', () => {
    const busy = [{ startMs: 1.5 * hour, endMs: 2 * hour, movable: true }];
    const people = [person({}), person({ busy }), person({ unknownBecause: 'no calendar' }), person({ side: 'client' })];
    const roles = rolesByHour([0, hour, 2 * hour], [{ side: 'vendor', role: 'engineer', people: 2 }], people);
    expect(roles.map(([role]) => [role?.free, role?.unknown, role?.required])).toEqual([
      [2, 1, 2],
      [1, 1, 2],
      [2, 1, 2],
    ]);
  });

  it('averages users over the hour and cuts load to the interval', () => {
    expect(usersByHour([0, hour], [{ name: 'a', headcount: 10, working: [{ startMs: 0.5 * hour, endMs: 2 * hour }] }])).toEqual([5, 10]);
    const steps = [0, hour, 2 * hour].map((startMs) => ({ startMs, share: startMs / hour, confidence: 1 }));
    expect(loadByStep(steps, { startMs: 1.5 * hour, endMs: 2.5 * hour })).toEqual([
      { startMs: 1.5 * hour, share: 1 },
      { startMs: 2 * hour, share: 2 },
    ]);
  });
});
