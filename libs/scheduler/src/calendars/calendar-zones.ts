import { instantsOfWallTime, isZone } from '@slipway/business-time';
import ICAL from 'ical.js';
import type { JcalComponent } from './jcal';

/** Where wall times of a calendar become instants. */
export interface CalendarZone {
  /** IANA name, or `null` when only the file's own VTIMEZONE knows the rules. */
  zone: string | null;
  /** A time in a DST gap becomes the first instant after it, a repeated one the earlier. */
  instantOf(wallMs: number): number;
}

/** Names that Outlook and Exchange write, from CLDR's windowsZones; others need a VTIMEZONE in the file. */
const windowsZones: Record<string, string> = {
  'AUS Eastern Standard Time': 'Australia/Sydney',
  'Arabian Standard Time': 'Asia/Dubai',
  'Atlantic Standard Time': 'America/Halifax',
  'Central Europe Standard Time': 'Europe/Budapest',
  'Central European Standard Time': 'Europe/Warsaw',
  'Central Standard Time': 'America/Chicago',
  'China Standard Time': 'Asia/Shanghai',
  'E. South America Standard Time': 'America/Sao_Paulo',
  'Eastern Standard Time': 'America/New_York',
  'FLE Standard Time': 'Europe/Kyiv',
  'GMT Standard Time': 'Europe/London',
  'GTB Standard Time': 'Europe/Bucharest',
  'Greenwich Standard Time': 'Atlantic/Reykjavik',
  'India Standard Time': 'Asia/Kolkata',
  'Israel Standard Time': 'Asia/Jerusalem',
  'Mountain Standard Time': 'America/Denver',
  'New Zealand Standard Time': 'Pacific/Auckland',
  'Pacific Standard Time': 'America/Los_Angeles',
  'Romance Standard Time': 'Europe/Paris',
  'Russian Standard Time': 'Europe/Moscow',
  'Singapore Standard Time': 'Asia/Singapore',
  'South Africa Standard Time': 'Africa/Johannesburg',
  'Tokyo Standard Time': 'Asia/Tokyo',
  'Turkey Standard Time': 'Europe/Istanbul',
  'US Mountain Standard Time': 'America/Phoenix',
  'W. Europe Standard Time': 'Europe/Berlin',
};

const ianaZone = (zone: string): CalendarZone => ({ zone, instantOf: (wallMs) => instantsOfWallTime(zone, wallMs).firstMs });

/** Finds the zone that a TZID means; `null` = the name is unknown and the file does not define it. */
export function zoneFinder(vtimezones: readonly JcalComponent[], personZone: string): (tzid: string | null) => CalendarZone | null {
  const defined = new Map(
    vtimezones.flatMap((component) => {
      const tzid = component[1].find(([name]) => name === 'tzid')?.[3];
      return typeof tzid === 'string' ? [[tzid, component] as const] : [];
    }),
  );
  const found = new Map<string, CalendarZone | null>();
  return (tzid) => {
    if (tzid === null) return ianaZone(personZone);
    let zone = found.get(tzid);
    if (zone === undefined) {
      zone = findZone(tzid, defined.get(tzid));
      found.set(tzid, zone);
    }
    return zone;
  };
}

function findZone(tzid: string, vtimezone: JcalComponent | undefined): CalendarZone | null {
  const location = vtimezone?.[1].find(([name]) => name === 'x-lic-location')?.[3];
  const path = tzid.split('/');
  const names = [
    tzid,
    typeof location === 'string' ? location : '',
    windowsZones[tzid] ?? '',
    path.slice(-2).join('/'),
    path.slice(-3).join('/'),
  ];
  const iana = names.find((name) => name !== '' && isZone(name));
  if (iana) return ianaZone(iana);
  if (!vtimezone) return null;
  const zone = new ICAL.Timezone(new ICAL.Component(vtimezone as unknown as never[]));
  return {
    zone: null,
    instantOf: (wallMs) => {
      const wall = new Date(wallMs);
      const [year, month, day] = [wall.getUTCFullYear(), wall.getUTCMonth() + 1, wall.getUTCDate()];
      const [hour, minute, second] = [wall.getUTCHours(), wall.getUTCMinutes(), wall.getUTCSeconds()];
      return new ICAL.Time({ year, month, day, hour, minute, second, isDate: false }, zone).toUnixTime() * 1000;
    },
  };
}
