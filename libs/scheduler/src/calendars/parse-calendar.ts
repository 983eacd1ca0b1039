import ICAL from 'ical.js';
import { CalendarFault } from './calendar-fault';
import { type JcalComponent, textOf } from './jcal';

/** The VCALENDAR objects of a file. @throws CalendarFault */
export function parseCalendar(text: string): JcalComponent[] {
  let parsed: unknown;
  try {
    parsed = ICAL.parse(text);
  } catch (error) {
    throw new CalendarFault(
      'calendar-unreadable',
      `The file is not readable as iCalendar: ${error instanceof Error ? error.message.slice(0, 200) : 'unknown fault'}`,
      'Upload a file that begins with BEGIN:VCALENDAR.',
    );
  }
  const roots = (Array.isArray(parsed) && typeof parsed[0] === 'string' ? [parsed] : parsed) as JcalComponent[];
  if (!Array.isArray(roots) || roots.length === 0 || roots.some((root) => root?.[0] !== 'vcalendar')) {
    throw new CalendarFault('calendar-unreadable', 'The file holds no VCALENDAR.', 'Upload a file that begins with BEGIN:VCALENDAR.');
  }
  return roots;
}

/** Events of one UID belong together: a series and its changed occurrences. */
export function eventsByUid(events: readonly JcalComponent[]): JcalComponent[][] {
  const groups = new Map<string, JcalComponent[]>();
  events.forEach((event, index) => {
    const uid = textOf(event, 'uid') ?? `without uid ${index}`;
    groups.set(uid, [...(groups.get(uid) ?? []), event]);
  });
  return [...groups.values()];
}
