import Holidays from 'date-holidays';
import type { Interval } from '../intervals/intervals';
import { addDays, dayNumber } from '../zones/local-date';
import { localDatesIn, localDay } from '../zones/local-time';

/** A local date on which a region does not work. */
export interface Holiday {
  /** `YYYY-MM-DD` */
  date: string;
  /** In English. */
  name: string;
}

const maxKnownYears = 2_000;
const regionParts = /^[A-Z]{2}(-[A-Z0-9]{1,3}(-[A-Z0-9]{1,4})?)?$/i;
const atlas = new Holidays();
const rulesOfRegion = new Map<string, Holidays>();
const holidaysOfYear = new Map<string, Map<string, Holiday>>();

/** The codes of country, state and part as date-holidays spells them, or null when one is unknown. */
function codesOf(region: string): string[] | null {
  if (!regionParts.test(region)) return null;
  const codes: string[] = [];
  for (const wanted of region.toUpperCase().split('-')) {
    const [country, state] = codes;
    const names =
      country === undefined ? atlas.getCountries() : state === undefined ? atlas.getStates(country) : atlas.getRegions(country, state);
    const code = Object.keys(names ?? {}).find((name) => name.toUpperCase() === wanted);
    if (code === undefined) return null;
    codes.push(code);
  }
  return codes;
}

/** Whether holidays of this region are known: `DE`, `DE-BY`, `US-LA-NO`, as in date-holidays; case does not matter. */
export function isHolidayRegion(region: string): boolean {
  return codesOf(region) !== null;
}

function rulesOf(region: string): Holidays {
  let rules = rulesOfRegion.get(region);
  if (!rules) {
    const codes = codesOf(region);
    if (!codes) throw new RangeError(`no holidays are known for the region ${JSON.stringify(region)}`);
    const [country, state, part] = codes;
    const options = { types: ['public', 'bank'] as ('public' | 'bank')[], languages: 'en' };
    rules = part
      ? new Holidays(country, state, part, options)
      : state
        ? new Holidays(country, state, options)
        : new Holidays(country, options);
    rulesOfRegion.set(region, rules);
  }
  return rules;
}

/** Public and bank holidays that begin in a year, by date; a longer one gives each of its days. Half days count as worked. */
function holidaysIn(region: string, year: number): Map<string, Holiday> {
  const key = `${region} ${year}`;
  let known = holidaysOfYear.get(key);
  if (known) return known;
  known = new Map();
  for (const { date, start, end, name } of rulesOf(region).getHolidays(year)) {
    const beginsAtMidnight = (date.slice(11, 16) || '00:00') === '00:00';
    if (!beginsAtMidnight) continue;
    const days = Math.max(1, Math.round((end.getTime() - start.getTime()) / 86_400_000));
    for (let day = 0; day < days; day += 1) {
      const each = addDays(date.slice(0, 10), day);
      if (!known.has(each)) known.set(each, { date: each, name });
    }
  }
  if (holidaysOfYear.size >= maxKnownYears) holidaysOfYear.clear();
  holidaysOfYear.set(key, known);
  return known;
}

/** The holiday of a region on a local date, if it has one. */
export function holidayOn(region: string, date: string): Holiday | null {
  const year = Number(date.slice(0, 4));
  const name = region.toUpperCase();
  return holidaysIn(name, year).get(date) ?? holidaysIn(name, year - 1).get(date) ?? null;
}

/** Whether a region does not work on a local date. */
export function isHoliday(region: string, date: string): boolean {
  return holidayOn(region, date) !== null;
}

/**
 * Public and bank holidays of a region from one local date to another, both included; one a date.
 * @throws RangeError when the region is unknown.
 */
export function holidaysOf(region: string, fromDate: string, toDate: string): Holiday[] {
  const found: Holiday[] = [];
  for (let day = dayNumber(fromDate); day <= dayNumber(toDate); day += 1) {
    const holiday = holidayOn(region, addDays(fromDate, day - dayNumber(fromDate)));
    if (holiday) found.push(holiday);
  }
  return found;
}

/** Holidays of a region as intervals in a zone: those that share an instant with `within`, whole, not clipped. */
export function holidayIntervals(region: string, zone: string, within: Interval): (Interval & { name: string; date: string })[] {
  return localDatesIn(zone, within).flatMap((date) => {
    const holiday = holidayOn(region, date);
    if (!holiday) return [];
    return [{ ...localDay(zone, date), name: holiday.name, date }];
  });
}
