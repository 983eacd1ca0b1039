import { startTestServices, type TestServices } from '@slipway/access/testing';
import { newId } from '@slipway/service-host';
import { schedulerService } from '../index';
import { calendarWith, ok, plannedEngagement, type PlannedEngagement, uploadCalendar } from '../testing/planned-engagement';
import type { WindowAnswer } from '../windows/window-schema';
import type { PersonAvailability } from './people-schema';

const people = '/api/scheduler/v1/people';

describe('people and calendars', () => {
  let t: TestServices;
  let plan: PlannedEngagement;
  const staffing = {
    roles: ['engineer'],
    availableHours: { zone: 'Asia/Kolkata', weekly: [{ days: [1], from: '09:00', to: '18:00' }], onHolidays: false },
  };
  const upload = (personId: string, raw: string, caller = plan.vendorManager) =>
    t.call<{ code: string; detail: string; remedy: string }>(caller, 'PUT', `${people}/${personId}/calendar`, {
      raw,
      headers: { 'content-type': 'text/calendar' },
    });

  beforeAll(async () => {
    t = await startTestServices({ services: [schedulerService], at: '2026-03-02T08:00:00Z' });
    plan = await plannedEngagement(t);
  });
  afterAll(() => t.stop());

  it('takes a person without declared hours or without calendar as unknown, never as free', async () => {
    const { engagementId } = plan.engagement;
    const newcomer = await t.member({ engagementId, side: 'vendor', department: 'development', roles: ['engineer'], name: 'Dev' });
    const path = `${people}/${newcomer.personId}`;
    const get = () => ok(t.call<PersonAvailability>(plan.clientManager, 'GET', path));
    expect(await get()).toMatchObject({ availability: 'unknown', revision: 0, reason: 'the hours for releases are not declared' });
    await ok(t.call(plan.vendorManager, 'PUT', `${path}/staffing`, { body: staffing, headers: { 'if-match': '"0"' } }));
    expect(await get()).toMatchObject({ availability: 'unknown', revision: 1, reason: 'no calendar was uploaded' });
    const answer = await ok(
      t.call<WindowAnswer>(plan.clientManager, 'POST', '/api/scheduler/v1/window-searches', { body: { environment: 'prod' } }),
    );
    expect(answer.unknownPeople).toEqual([{ personId: newcomer.personId, name: 'Dev', side: 'vendor', reason: 'has no calendar' }]);
    expect(JSON.stringify(answer.windows)).not.toContain(newcomer.personId);
    await uploadCalendar(t, newcomer, calendarWith(['20260303T050000Z', '20260303T060000Z']));
    expect(await get()).toMatchObject({ availability: 'known', calendar: { events: 1, busyTimes: 1 } });
  });

  it('keeps times and never titles', async () => {
    const [asha] = plan.engineers as [(typeof plan.engineers)[0]];
    const report = await uploadCalendar(
      t,
      asha,
      calendarWith(['20260303T050000Z', '20260303T060000Z'], ['20260303T053000Z', '20260303T063000Z']),
    );
    expect(report).toMatchObject({ events: 2, busyTimes: 1, knownUntil: '2027-04-06T08:00:00.000Z' });
    const busy = await ok(
      t.call<{ items: unknown[] }>(
        plan.clientManager,
        'GET',
        `${people}/${asha.personId}/busy?from=2026-03-03T00:00:00Z&to=2026-03-04T00:00:00Z`,
      ),
    );
    expect(busy.items).toEqual([{ startAt: '2026-03-03T05:00:00.000Z', endAt: '2026-03-03T06:30:00.000Z', kind: 'busy' }]);
    const { engagementId } = plan.engagement;
    const tables = await t.database('scheduler').inEngagement(engagementId, async (tx) => {
      const rows: unknown[] = [];
      for (const table of ['busy_times', 'calendars', 'audit_entries', 'staffing', 'outbox'])
        rows.push(await tx.query(`SELECT to_jsonb(x) FROM scheduler.${table} x`));
      return JSON.stringify(rows);
    });
    expect(tables).not.toContain('Confidential');
  });

  it('names what is wrong with a hostile or broken calendar and keeps the one before', async () => {
    const bala = plan.engineers[1] as (typeof plan.engineers)[0];
    expect(await upload(bala.personId, 'no calendar at all')).toMatchObject({ status: 422, body: { code: 'calendar-unreadable' } });
    const endless = [
      'BEGIN:VCALENDAR',
      'BEGIN:VEVENT',
      'UID:1',
      'DTSTART:20260302T000000Z',
      'DTEND:20260302T000100Z',
      `RRULE:FREQ=HOURLY;BYMINUTE=${[...Array(60).keys()].join(',')}`,
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ].join('\r\n');
    const cut = await upload(bala.personId, endless);
    expect(cut.status).toBe(422);
    expect(cut.body.code).toMatch(/calendar-too-many-instances|calendar-too-slow|calendar-unreadable/);
    expect(cut.body.remedy).toBeTruthy();
    const deep = `BEGIN:VCALENDAR\r\n${'BEGIN:VEVENT\r\n'.repeat(100_000)}`;
    expect((await upload(bala.personId, deep)).status).toBe(422);
    expect(await ok(t.call<PersonAvailability>(plan.clientManager, 'GET', `${people}/${bala.personId}`))).toMatchObject({
      availability: 'known',
    });
    const json = await t.call(plan.vendorManager, 'PUT', `${people}/${bala.personId}/calendar`, { body: {} });
    expect(json.status).toBe(400);
  });

  it('lets people change their own calendar, and release managers those of their side only', async () => {
    const [asha, bala] = plan.engineers as [(typeof plan.engineers)[0], (typeof plan.engineers)[0]];
    const empty = calendarWith();
    expect((await upload(asha.personId, empty, bala)).body).toMatchObject({ code: 'not-your-calendar' });
    expect((await upload(asha.personId, empty, plan.clientManager)).status).toBe(403);
    expect((await upload(newId(), empty)).status).toBe(404);
    const foreign = await plannedForeigner();
    expect((await upload(asha.personId, empty, foreign)).status).toBe(404);
    const staff = (caller: typeof asha, personId: string, ifMatch: string) =>
      t.call<{ code: string }>(caller, 'PUT', `${people}/${personId}/staffing`, { body: staffing, headers: { 'if-match': ifMatch } });
    expect((await staff(plan.clientManager, asha.personId, '"1"')).body.code).toBe('other-side');
    expect((await staff(asha, asha.personId, '"1"')).status).toBe(403);
    expect((await staff(plan.vendorManager, asha.personId, '"7"')).status).toBe(412);
  });

  it('becomes unknown again when the calendar is removed', async () => {
    const chitra = plan.engineers[2] as (typeof plan.engineers)[0];
    expect((await t.call(chitra, 'DELETE', `${people}/${chitra.personId}/calendar`)).status).toBe(204);
    expect((await t.call(chitra, 'DELETE', `${people}/${chitra.personId}/calendar`)).status).toBe(404);
    const person = await ok(t.call<PersonAvailability>(plan.clientManager, 'GET', `${people}/${chitra.personId}`));
    expect(person.availability).toBe('unknown');
  });

  it('pages through people and filters by side and role', async () => {
    type Page = { items: PersonAvailability[]; nextCursor: string | null };
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Page = await ok(
        t.call<Page>(plan.clientManager, 'GET', `${people}?side=vendor&limit=2${cursor ? `&cursor=${cursor}` : ''}`),
      );
      seen.push(...page.items.map(({ name }) => name));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual([...seen].sort());
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(['Asha', 'Bala', 'Chitra', 'Vikram']));
    const operations = await ok(t.call<Page>(plan.clientManager, 'GET', `${people}?role=operations`));
    expect(operations.items.map(({ name }) => name)).toEqual(['Otto']);
    expect((await t.call(plan.clientManager, 'GET', `${people}?cursor=nonsense`)).status).toBe(400);
  });

  async function plannedForeigner() {
    const other = await t.engagement();
    return t.member({ engagementId: other.engagementId, side: 'vendor', department: 'delivery', roles: ['release-manager'] });
  }
});
