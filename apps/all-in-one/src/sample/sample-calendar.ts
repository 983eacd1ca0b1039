import { DateTime } from 'luxon';
import { seeded } from './sample-load';
import type { SamplePerson } from './sample-people';

const stamp = (instant: DateTime) => instant.toUTC().toFormat("yyyyMMdd'T'HHmmss'Z'");
const local = (instant: DateTime) => instant.toFormat("yyyyMMdd'T'HHmmss");

/** A busy calendar: a daily stand-up, a weekly planning, scattered meetings and a few days of leave, in the person's own zone. */
export function sampleCalendar(person: SamplePerson, now: DateTime, seed: number): string {
  const chance = seeded(seed);
  const today = now.setZone(person.zone).startOf('day');
  const monday = today.startOf('week');
  const events: string[][] = [];
  const event = (uid: string, lines: string[]) =>
    events.push(['BEGIN:VEVENT', `UID:${uid}@${person.key}.example`, `DTSTAMP:${stamp(now)}`, ...lines, 'END:VEVENT']);
  const zoned = (name: string, at: DateTime) => `${name};TZID=${person.zone}:${local(at)}`;
  event('stand-up', [
    zoned('DTSTART', monday.set({ hour: 10 })),
    'DURATION:PT15M',
    'RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
    'SUMMARY:Stand-up',
  ]);
  event('planning', [
    zoned('DTSTART', monday.plus({ days: 1 }).set({ hour: 14 })),
    'DURATION:PT2H',
    'RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU',
    'SUMMARY:Planning',
  ]);
  for (let day = 0; day < 28; day++) {
    const date = today.plus({ days: day });
    if (date.weekday > 5 || chance() < 0.35) continue;
    event(`meeting-${day}`, [
      zoned('DTSTART', date.set({ hour: 9 + Math.floor(chance() * 8) })),
      `DURATION:PT${chance() < 0.5 ? 30 : 60}M`,
      'SUMMARY:Meeting',
    ]);
  }
  const leave = today.plus({ days: 6 + Math.floor(chance() * 12) });
  event('leave', [
    `DTSTART;VALUE=DATE:${leave.toFormat('yyyyMMdd')}`,
    `DTEND;VALUE=DATE:${leave.plus({ days: 2 }).toFormat('yyyyMMdd')}`,
    'SUMMARY:Leave',
  ]);
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Slipway//Sample//EN', ...events.flat(), 'END:VCALENDAR', ''].join('\r\n');
}
