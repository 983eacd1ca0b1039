import { expandRecurrence, type Interval, normalise, recurrenceFaults } from '@slipway/business-time';
import { type CalendarZone, zoneFinder } from './calendar-zones';
import { CalendarFault } from './calendar-fault';
import { durationOf, type JcalComponent, type JcalProperty, propertiesOf, ruleText, textOf, wallTimeOf } from './jcal';
import { eventsByUid, parseCalendar } from './parse-calendar';

const dayMs = 86_400_000;
const maxEvents = 20_000;
const maxInstances = 50_000;

export type BusyKind = 'busy' | 'tentative' | 'out-of-office';
export interface CalendarBusyTime extends Interval {
  kind: BusyKind;
}

export interface ExpandedCalendar {
  /** Merged per kind, by start; touching `within`, clipped to it. Only times: titles never leave this function. */
  busy: CalendarBusyTime[];
  events: number;
  instances: number;
  skipped: { reason: string; count: number }[];
  notes: string[];
}

interface Occurrence {
  startMs: number;
  endMs: number;
  /** What RECURRENCE-ID and EXDATE name; moves of the occurrence do not change it. */
  originalMs: number;
}

/**
 * Busy times of an iCalendar file within an interval. RRULE and RDATE add occurrences, EXDATE and RECURRENCE-ID (also THISANDFUTURE) take away or
 * replace them. Free (TRANSP, FREE) and cancelled events are left out. Floating and all-day times are read in `personZone`.
 * @throws CalendarFault
 */
export function expandCalendar(text: string, within: Interval, personZone: string): ExpandedCalendar {
  const roots = parseCalendar(text);
  const components = roots.flatMap((root) => root[2]);
  const events = components.filter(([name]) => name === 'vevent');
  if (events.length > maxEvents) {
    throw new CalendarFault(
      'calendar-too-many-events',
      `The calendar has ${events.length} events; at most ${maxEvents} are read.`,
      'Export a shorter period.',
    );
  }
  const reader = new EventReader(
    zoneFinder(
      components.filter(([name]) => name === 'vtimezone'),
      personZone,
    ),
    within,
  );
  for (const group of eventsByUid(events)) reader.readSeries(group);
  for (const component of components) if (component[0] === 'vfreebusy') reader.readFreeBusy(component);
  return { ...reader.result(), events: events.length };
}

class EventReader {
  private readonly busy = new Map<BusyKind, Interval[]>();
  private readonly skipped = new Map<string, number>();
  private readonly notes = new Set<string>();
  private instances = 0;

  constructor(
    private readonly zoneOf: (tzid: string | null) => CalendarZone | null,
    private readonly within: Interval,
  ) {}

  result(): Omit<ExpandedCalendar, 'events'> {
    const busy = [...this.busy].flatMap(([kind, intervals]) => normalise(intervals).map((interval) => ({ ...interval, kind })));
    busy.sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs);
    return {
      busy,
      instances: this.instances,
      skipped: [...this.skipped].map(([reason, count]) => ({ reason, count })),
      notes: [...this.notes],
    };
  }

  /** One UID: the series and the occurrences that were changed. */
  readSeries(events: readonly JcalComponent[]): void {
    const newest = (list: readonly JcalComponent[]) => list.reduce((a, b) => (sequence(b) >= sequence(a) ? b : a));
    const masters = events.filter((event) => propertiesOf(event, 'recurrence-id').length === 0);
    const changes = new Map<number, JcalComponent>();
    for (const event of events) {
      const id = propertiesOf(event, 'recurrence-id')[0];
      if (!id) continue;
      const at = this.instant(id, id[3]);
      const other = changes.get(at);
      changes.set(at, other ? newest([other, event]) : event);
    }
    const shifts = [...changes]
      .filter(([, event]) => propertiesOf(event, 'recurrence-id')[0]?.[1]['range'] === 'THISANDFUTURE')
      .sort(([a], [b]) => a - b);
    if (masters.length > 0) {
      const master = newest(masters);
      for (const occurrence of this.occurrences(master)) {
        if (changes.has(occurrence.originalMs)) continue;
        const shift = shifts.filter(([at]) => at < occurrence.originalMs).at(-1);
        if (!shift) this.add(master, occurrence);
        else this.add(shift[1], moved(occurrence, shift[0], this.span(shift[1])));
      }
    }
    for (const event of changes.values()) this.add(event, this.span(event));
  }

  readFreeBusy(component: JcalComponent): void {
    for (const property of propertiesOf(component, 'freebusy')) {
      const type = String(property[1]['fbtype'] ?? 'BUSY').toUpperCase();
      if (type === 'FREE') continue;
      for (const period of property.slice(3)) {
        const { startMs, endMs } = this.period(property, period);
        this.keep(type === 'BUSY-TENTATIVE' ? 'tentative' : 'busy', { startMs, endMs });
      }
    }
  }

  private add(event: JcalComponent, { startMs, endMs }: Interval): void {
    const status = (textOf(event, 'status') ?? '').toUpperCase();
    const shown = (textOf(event, 'x-microsoft-cdo-busystatus') ?? '').toUpperCase();
    if (status === 'CANCELLED') return this.skip('cancelled');
    if ((textOf(event, 'transp') ?? '').toUpperCase() === 'TRANSPARENT' || shown === 'FREE') return this.skip('marked as free');
    if (endMs <= startMs) return this.skip('without length');
    this.keep(shown === 'OOF' ? 'out-of-office' : status === 'TENTATIVE' || shown === 'TENTATIVE' ? 'tentative' : 'busy', {
      startMs,
      endMs,
    });
  }

  private keep(kind: BusyKind, interval: Interval): void {
    const startMs = Math.max(interval.startMs, this.within.startMs);
    const endMs = Math.min(interval.endMs, this.within.endMs);
    if (endMs <= startMs) return;
    this.count();
    const intervals = this.busy.get(kind);
    if (intervals) intervals.push({ startMs, endMs });
    else this.busy.set(kind, [{ startMs, endMs }]);
  }

  private count(): void {
    this.instances += 1;
    if (this.instances <= maxInstances) return;
    throw new CalendarFault(
      'calendar-too-many-instances',
      `The calendar unfolds into more than ${maxInstances} busy times.`,
      'Remove events that repeat without end in short steps.',
    );
  }

  private skip(reason: string): void {
    this.skipped.set(reason, (this.skipped.get(reason) ?? 0) + 1);
  }

  private *occurrences(event: JcalComponent): Generator<Occurrence> {
    const start = propertiesOf(event, 'dtstart')[0];
    const span = this.span(event);
    const excluded = new Set(
      propertiesOf(event, 'exdate').flatMap((property) => property.slice(3).map((value) => this.instant(property, value))),
    );
    const rules = propertiesOf(event, 'rrule').map((property) => ruleText(property[3]));
    const given: Occurrence[] = [];
    for (const property of propertiesOf(event, 'rdate')) {
      for (const value of property.slice(3)) {
        const one = property[2] === 'period' ? this.period(property, value) : null;
        const startMs = one?.startMs ?? this.instant(property, value);
        given.push({ startMs, endMs: one?.endMs ?? startMs + (span.endMs - span.startMs), originalMs: startMs });
      }
    }
    const seen = new Set<number>();
    for (const occurrence of [
      { ...span, originalMs: span.startMs },
      ...given,
      ...rules.flatMap((rule) => this.ruleOccurrences(event, start as JcalProperty, rule)),
    ]) {
      if (excluded.has(occurrence.originalMs) || seen.has(occurrence.originalMs)) continue;
      seen.add(occurrence.originalMs);
      yield occurrence;
    }
  }

  private ruleOccurrences(event: JcalComponent, start: JcalProperty, rule: string | null): Occurrence[] {
    const wall = wallTimeOf(start[3]);
    const zone = this.zoneFor(start, wall?.utc ?? false);
    if (!wall || rule === null) throw unreadable(event, 'its recurrence is not readable');
    const span = this.span(event);
    const whole = wall.date ? Math.round((span.endMs - span.startMs) / dayMs) : 0;
    const ianaOrUtc = zone.zone ?? 'UTC';
    const recurrence = {
      rule,
      startLocal: new Date(wall.wallMs).toISOString().slice(0, 19),
      zone: ianaOrUtc,
      duration: wall.date ? { days: Math.max(1, whole) } : { minutes: Math.max(1, Math.ceil((span.endMs - span.startMs) / 60_000)) },
    };
    const [fault] = recurrenceFaults(recurrence);
    if (fault) throw unreadable(event, `its recurrence ${rule.slice(0, 80)}: ${fault.detail}`);
    const slackMs = zone.zone === null ? dayMs : 0;
    try {
      const range = { startMs: this.within.startMs - slackMs, endMs: this.within.endMs + slackMs };
      const { intervals, truncated } = expandRecurrence(recurrence, range, { limit: maxInstances + 1, nonexistent: 'omit' });
      if (truncated)
        throw new CalendarFault(
          'calendar-too-many-instances',
          `One event unfolds into more than ${maxInstances} busy times.`,
          'Shorten its recurrence.',
        );
      return intervals.map(({ startMs, endMs }) => {
        const at = zone.zone === null ? zone.instantOf(startMs) : startMs;
        return { startMs: at, endMs: at + (endMs - startMs), originalMs: at };
      });
    } catch (error) {
      if (error instanceof CalendarFault) throw error;
      throw unreadable(event, `its recurrence ${rule.slice(0, 80)}: ${message(error)}`);
    }
  }

  /** First occurrence of an event. */
  private span(event: JcalComponent): Interval {
    const start = propertiesOf(event, 'dtstart')[0];
    const wall = wallTimeOf(start?.[3]);
    if (!start || !wall) throw unreadable(event, 'it has no readable DTSTART');
    const startMs = this.instant(start, start[3]);
    const end = propertiesOf(event, 'dtend')[0];
    if (end) return { startMs, endMs: this.instant(end, end[3]) };
    const written = propertiesOf(event, 'duration')[0];
    if (!written) return { startMs, endMs: wall.date ? this.zoneFor(start, wall.utc).instantOf(wall.wallMs + dayMs) : startMs };
    const duration = durationOf(written[3]);
    if (!duration) throw unreadable(event, 'its DURATION is not readable');
    const zone = this.zoneFor(start, wall.utc);
    return { startMs, endMs: zone.instantOf(wall.wallMs + duration.days * dayMs) + duration.ms };
  }

  private period(property: JcalProperty, value: unknown): Interval {
    const [from, to] = Array.isArray(value) ? value : String(value).split('/');
    const startMs = this.instant(property, from);
    const duration = durationOf(to);
    return { startMs, endMs: duration ? startMs + duration.days * dayMs + duration.ms : this.instant(property, to) };
  }

  private instant(property: JcalProperty, value: unknown): number {
    const wall = wallTimeOf(value);
    if (!wall)
      throw new CalendarFault(
        'calendar-unreadable',
        `A ${property[0].toUpperCase()} is not a readable time.`,
        'Export the calendar again.',
      );
    return this.zoneFor(property, wall.utc).instantOf(wall.wallMs);
  }

  private zoneFor(property: JcalProperty, utc: boolean): CalendarZone {
    const tzid = property[1]['tzid'];
    const wanted = utc ? 'UTC' : typeof tzid === 'string' ? tzid : null;
    const zone = this.zoneOf(wanted);
    if (!zone) {
      const detail = `The time zone “${String(wanted).slice(0, 80)}” is neither known nor defined in the file.`;
      throw new CalendarFault('calendar-unreadable', detail, 'Export the calendar with its VTIMEZONE, or with IANA zone names.');
    }
    if (zone.zone === null) this.notes.add(`the zone “${String(wanted).slice(0, 80)}” was read from the file’s own definition`);
    return zone;
  }
}

/** A later occurrence under a THISANDFUTURE change: shifted as the changed one was, with the changed length. */
function moved(occurrence: Occurrence, changedMs: number, changed: Interval): Interval {
  const startMs = occurrence.startMs + (changed.startMs - changedMs);
  return { startMs, endMs: startMs + (changed.endMs - changed.startMs) };
}

const sequence = (event: JcalComponent) => Number(propertiesOf(event, 'sequence')[0]?.[3] ?? 0) || 0;
const message = (error: unknown) => (error instanceof Error ? error.message.slice(0, 200) : 'unknown fault');
const unreadable = (event: JcalComponent, why: string) => {
  const uid = (textOf(event, 'uid') ?? 'without UID').slice(0, 80);
  return new CalendarFault(
    'calendar-unreadable',
    `The event ${uid} cannot be read: ${why}.`,
    'Correct or remove this event; a calendar read in part would show you as free.',
  );
};
