import fc from 'fast-check';
import { DateTime } from 'luxon';
import { expandCalendar } from './expand-calendar';

const at = (iso: string) => DateTime.fromISO(iso, { zone: 'utc' }).toMillis();
const within = { startMs: at('2026-03-01T00:00:00Z'), endMs: at('2026-05-01T00:00:00Z') };
const calendar = (...lines: string[]) => ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test', ...lines, 'END:VCALENDAR', ''].join('\r\n');
const event = (...lines: string[]) => ['BEGIN:VEVENT', 'UID:1', 'SUMMARY:Secret', ...lines, 'END:VEVENT'];
const busyOf = (text: string, zone = 'Europe/Berlin') =>
  expandCalendar(text, within, zone).busy.map(
    ({ startMs, endMs, kind }) => `${new Date(startMs).toISOString().slice(0, 16)}/${new Date(endMs).toISOString().slice(11, 16)} ${kind}`,
  );

describe('expandCalendar', () => {
  it('keeps wall-clock time over the DST change, and takes EXDATE and RDATE into account', () => {
    expect(
      busyOf(
        calendar(
          ...event(
            'DTSTART;TZID=Europe/Berlin:20260323T090000',
            'DTEND;TZID=Europe/Berlin:20260323T100000',
            'RRULE:FREQ=WEEKLY;COUNT=3',
            'EXDATE;TZID=Europe/Berlin:20260406T090000',
            'RDATE;TZID=Europe/Berlin:20260408T120000',
          ),
        ),
      ),
    ).toEqual(['2026-03-23T08:00/09:00 busy', '2026-03-30T07:00/08:00 busy', '2026-04-08T10:00/11:00 busy']);
  });

  it('moves, cancels and shifts single occurrences by RECURRENCE-ID', () => {
    const series = event('DTSTART:20260302T090000Z', 'DURATION:PT1H', 'RRULE:FREQ=DAILY;COUNT=5');
    const moved = event('RECURRENCE-ID:20260303T090000Z', 'DTSTART:20260303T150000Z', 'DTEND:20260303T160000Z');
    const cancelled = event('RECURRENCE-ID:20260304T090000Z', 'DTSTART:20260304T090000Z', 'DTEND:20260304T100000Z', 'STATUS:CANCELLED');
    const later = event('RECURRENCE-ID;RANGE=THISANDFUTURE:20260305T090000Z', 'DTSTART:20260305T110000Z', 'DTEND:20260305T113000Z');
    expect(busyOf(calendar(...series, ...moved, ...cancelled, ...later))).toEqual([
      '2026-03-02T09:00/10:00 busy',
      '2026-03-03T15:00/16:00 busy',
      '2026-03-05T11:00/11:30 busy',
      '2026-03-06T11:00/11:30 busy',
    ]);
  });

  it('leaves out free and cancelled events and tells tentative and out of office apart', () => {
    const other = (uid: string, ...lines: string[]) => event(...lines).map((line) => (line === 'UID:1' ? `UID:${uid}` : line));
    const result = expandCalendar(
      calendar(
        ...other('a', 'DTSTART:20260302T090000Z', 'DURATION:PT1H', 'TRANSP:TRANSPARENT'),
        ...other('b', 'DTSTART:20260302T090000Z', 'DURATION:PT1H', 'STATUS:CANCELLED'),
        ...other('c', 'DTSTART:20260303T090000Z', 'DURATION:PT1H', 'STATUS:TENTATIVE'),
        ...other('d', 'DTSTART;VALUE=DATE:20260304', 'X-MICROSOFT-CDO-BUSYSTATUS:OOF'),
      ),
      within,
      'Asia/Kolkata',
    );
    expect(result.busy).toEqual([
      { startMs: at('2026-03-03T09:00:00Z'), endMs: at('2026-03-03T10:00:00Z'), kind: 'tentative' },
      { startMs: at('2026-03-03T18:30:00Z'), endMs: at('2026-03-04T18:30:00Z'), kind: 'out-of-office' },
    ]);
    expect(result.skipped).toEqual([
      { reason: 'marked as free', count: 1 },
      { reason: 'cancelled', count: 1 },
    ]);
    expect(JSON.stringify(result)).not.toContain('Secret');
  });

  it('reads floating times in the zone of the person, Outlook names and zones that only the file defines', () => {
    expect(busyOf(calendar(...event('DTSTART:20260302T090000', 'DTEND:20260302T100000')), 'Asia/Kolkata')).toEqual([
      '2026-03-02T03:30/04:30 busy',
    ]);
    expect(busyOf(calendar(...event('DTSTART;TZID=W. Europe Standard Time:20260302T090000', 'DURATION:PT1H')))).toEqual([
      '2026-03-02T08:00/09:00 busy',
    ]);
    const own = [
      'BEGIN:VTIMEZONE',
      'TZID:Site',
      'BEGIN:STANDARD',
      'DTSTART:19700101T000000',
      'TZOFFSETFROM:+0445',
      'TZOFFSETTO:+0445',
      'END:STANDARD',
      'END:VTIMEZONE',
    ];
    expect(busyOf(calendar(...own, ...event('DTSTART;TZID=Site:20260302T090000', 'DURATION:PT1H', 'RRULE:FREQ=DAILY;COUNT=2')))).toEqual([
      '2026-03-02T04:15/05:15 busy',
      '2026-03-03T04:15/05:15 busy',
    ]);
  });

  it('refuses what it could only read in part, naming the event and the remedy', () => {
    expect(() => busyOf(calendar(...event('DTSTART;TZID=Mars/Olympus:20260302T090000', 'DURATION:PT1H')))).toThrow('Mars/Olympus');
    expect(() => busyOf(calendar(...event('DTSTART:20260302T090000Z', 'DURATION:PT1H', 'RRULE:FREQ=SECONDLY')))).toThrow('recurrence');
    expect(() => busyOf('BEGIN:VCARD\r\nEND:VCARD\r\n')).toThrow('VCALENDAR');
    expect(() => busyOf('hello')).toThrow('iCalendar');
    const everyMinute = `RRULE:FREQ=HOURLY;BYMINUTE=${Array.from({ length: 60 }, (_, minute) => minute).join(',')}`;
    expect(() => busyOf(calendar(...event('DTSTART:20260302T090000Z', 'DURATION:PT1M', everyMinute)))).toThrow(/unfolds|recurrence/);
  });

  it('survives the rule that hangs ical.js', () => {
    expect(busyOf(calendar(...event('DTSTART:20260301T090000Z', 'DURATION:PT1H', 'RRULE:FREQ=DAILY;BYMONTHDAY=-1,-2;COUNT=5')))).toContain(
      '2026-03-31T09:00/10:00 busy',
    );
  });

  it('puts a daily local time on the same wall clock in every zone', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('Europe/Paris', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'America/Santiago'),
        fc.integer({ min: 4, max: 22 }),
        (zone, hour) => {
          const start = `20260225T${String(hour).padStart(2, '0')}0000`;
          const { busy } = expandCalendar(
            calendar(...event(`DTSTART;TZID=${zone}:${start}`, 'DURATION:PT30M', 'RRULE:FREQ=DAILY')),
            within,
            'UTC',
          );
          expect(busy.length).toBeGreaterThan(58);
          for (const { startMs } of busy)
            expect(DateTime.fromMillis(startMs, { zone }).toFormat('HH:mm')).toBe(`${String(hour).padStart(2, '0')}:00`);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('answers or refuses any text, and never with another error', () => {
    const line = fc.constantFrom(
      'BEGIN:VEVENT',
      'END:VEVENT',
      'UID:1',
      'DTSTART:20260302T090000Z',
      'DTSTART:nonsense',
      'DTEND:20260101T000000Z',
      'RRULE:FREQ=WEEKLY;BYDAY=XX',
      'RRULE:FREQ=DAILY;INTERVAL=0',
      'RRULE:',
      'EXDATE:',
      'RDATE;VALUE=PERIOD:x/y',
      'DURATION:-PT1H',
      'RECURRENCE-ID:1',
      'BEGIN:VFREEBUSY',
      'FREEBUSY:a/b',
      'END:VFREEBUSY',
      'DTSTART;TZID=:20260302T090000',
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 14 }), (lines) => {
        try {
          expandCalendar(calendar(...lines), within, 'Europe/Berlin');
        } catch (error) {
          expect((error as { code?: string }).code).toMatch(/^calendar-/);
        }
      }),
      { numRuns: 250 },
    );
  });
});
