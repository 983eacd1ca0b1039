import { releaseCreated } from '@slipway/contracts';
import type { TestCaller, TestEngagement, TestServices } from '@slipway/access/testing';
import { newId } from '@slipway/service-host';
import { BusyTimes } from '../calendars/busy-times.service';

export interface PlannedEngagement {
  engagement: TestEngagement;
  clientManager: TestCaller;
  vendorManager: TestCaller;
  engineers: TestCaller[];
  operations: TestCaller;
  /** Everybody who is staffed. */
  staffed: TestCaller[];
}

export const emptyCalendar = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//spec', 'END:VCALENDAR', ''].join('\r\n');

/** An iCalendar file with one event per `[start, end]` in UTC basic format. */
export const calendarWith = (...times: [string, string][]): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//spec',
    ...times.flatMap(([start, end], index) => [
      'BEGIN:VEVENT',
      `UID:${index}`,
      'SUMMARY:Confidential meeting',
      `DTSTART:${start}`,
      `DTEND:${end}`,
      'END:VEVENT',
    ]),
    'END:VCALENDAR',
    '',
  ].join('\r\n');

const nights = (zone: string) => ({ zone, weekly: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' }], onHolidays: true });

/** A client in Berlin and a vendor in Kolkata with required roles, staffed people, known calendars and one user group; set up over REST. */
export async function plannedEngagement(t: TestServices): Promise<PlannedEngagement> {
  const engagement = await t.engagement();
  const { engagementId } = engagement;
  const clientManager = await t.member({
    engagementId,
    side: 'client',
    department: 'operations',
    roles: ['release-manager'],
    name: 'Clara',
  });
  const vendorManager = await t.member({
    engagementId,
    side: 'vendor',
    department: 'delivery',
    roles: ['release-manager'],
    name: 'Vikram',
  });
  const engineers = [
    await t.member({ engagementId, side: 'vendor', department: 'development', roles: ['engineer'], name: 'Asha' }),
    await t.member({ engagementId, side: 'vendor', department: 'development', roles: ['engineer'], name: 'Bala' }),
    await t.member({ engagementId, side: 'vendor', department: 'development', roles: ['engineer'], name: 'Chitra' }),
  ];
  const operations = await t.member({ engagementId, side: 'client', department: 'operations', roles: ['engineer'], name: 'Otto' });
  await ok(
    t.call(vendorManager, 'PUT', '/api/scheduler/v1/required-roles', {
      headers: { 'if-match': '"0"' },
      body: {
        items: [
          { side: 'vendor', role: 'release-manager', people: 1 },
          { side: 'vendor', role: 'engineer', people: 2 },
          { side: 'client', role: 'operations', people: 1 },
        ],
      },
    }),
  );
  const staffed = [vendorManager, ...engineers, operations];
  const rolesOf = (person: TestCaller) =>
    person === vendorManager ? ['release-manager', 'engineer'] : person === operations ? ['operations'] : ['engineer'];
  for (const person of staffed) {
    const manager = person.caller.side === 'vendor' ? vendorManager : clientManager;
    await ok(
      t.call(manager, 'PUT', `/api/scheduler/v1/people/${person.personId}/staffing`, {
        headers: { 'if-match': '"0"' },
        body: { roles: rolesOf(person), availableHours: nights(person.caller.zone) },
      }),
    );
    await knownCalendar(t, person);
  }
  await ok(
    t.call(clientManager, 'POST', '/api/scheduler/v1/user-groups', {
      body: {
        name: 'Field staff',
        zone: 'Europe/Berlin',
        headcount: 400,
        workingHours: [{ days: [1, 2, 3, 4, 5], from: '07:00', to: '18:00' }],
        holidayRegion: 'DE',
      },
    }),
  );
  return { engagement, clientManager, vendorManager, engineers, operations, staffed };
}

/** A calendar without events, written past the API: unfolding one per person in a thread takes a second each. */
async function knownCalendar(t: TestServices, { personId, caller }: TestCaller): Promise<void> {
  const now = t.clock.now();
  const calendar = { startMs: now.minus({ days: 1 }).toMillis(), endMs: now.plus({ days: 400 }).toMillis(), uploadedMs: now.toMillis() };
  await t
    .database('scheduler')
    .inEngagement(caller.engagementId, (tx) =>
      t.get(BusyTimes).replace(tx, caller.engagementId, personId, { ...calendar, busy: [], events: 0, skipped: 0 }),
    );
}

export function uploadCalendar(t: TestServices, person: TestCaller, calendar: string) {
  return ok(
    t.call<Record<string, unknown>>(person, 'PUT', `/api/scheduler/v1/people/${person.personId}/calendar`, {
      raw: calendar,
      headers: { 'content-type': 'text/calendar' },
    }),
  );
}

export async function createRelease(
  t: TestServices,
  engagementId: string,
  over: { name?: string; environment?: string } = {},
): Promise<string> {
  const releaseId = newId();
  await t.publish(releaseCreated, { ...releaseCreated.example, engagementId, releaseId, ...over });
  return releaseId;
}

/** Weeks of hourly rows with a weekday peak of 100 at noon Berlin time, ending at an instant. */
export function shapedLoad(endMs: number, weeks: number): string {
  const hours = weeks * 168;
  const rows = Array.from({ length: hours }, (_, index) => {
    const at = new Date(endMs - (hours - index) * 3_600_000);
    const local = at.getUTCHours() + 1;
    const weekend = at.getUTCDay() === 0 || at.getUTCDay() === 6;
    const value = 2 + Math.max(0, Math.sin(((local - 6) / 14) * Math.PI)) * (weekend ? 25 : 100);
    return `${at.toISOString()},${value.toFixed(2)}`;
  });
  return ['timestamp,value', ...rows, ''].join('\n');
}

/** The body of an answer that must be good. */
export async function ok<Body>(answer: Promise<{ status: number; body: Body }>): Promise<Body> {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`answered ${status}: ${JSON.stringify(body)}`);
  return body;
}
