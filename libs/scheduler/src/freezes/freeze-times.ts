import { expandRecurrence, type Interval, recurrenceFaults } from '@slipway/business-time';
import { DateTime } from 'luxon';

/** A one-off or recurring interval by the wall clock of a zone: freezes and users' blackouts. */
export interface RecurringTime {
  zone: string;
  /** `YYYY-MM-DDTHH:mm` of the first occurrence. */
  startLocal: string;
  endLocal: string;
  rrule: string | null;
}

const minutesPerDay = 1440;
const wallMinutes = (local: string) => DateTime.fromISO(local, { zone: 'utc' }).toMillis() / 60_000;

const recurrenceOf = (time: RecurringTime) => {
  const minutes = wallMinutes(time.endLocal) - wallMinutes(time.startLocal);
  return {
    rule: time.rrule,
    startLocal: time.startLocal,
    zone: time.zone,
    duration: { days: Math.floor(minutes / minutesPerDay), minutes: minutes % minutesPerDay },
  };
};

/** What is wrong with a recurrence, in the words of its fields; rules faster than daily are refused. */
export function recurringTimeFault(time: RecurringTime): { field: string; detail: string; remedy: string } | null {
  if (time.rrule !== null && !/(^|;)FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;|$)/i.test(time.rrule)) {
    return { field: 'rrule', detail: 'the rule must recur daily or more slowly', remedy: 'Use FREQ=DAILY, WEEKLY, MONTHLY or YEARLY.' };
  }
  if (time.rrule !== null && /(^|;)(BYHOUR|BYMINUTE|BYSECOND)=/i.test(time.rrule)) {
    return {
      field: 'rrule',
      detail: 'the rule names hours or minutes',
      remedy: 'The time of day is that of startLocal; leave BYHOUR, BYMINUTE and BYSECOND out.',
    };
  }
  const [fault] = recurrenceFaults(recurrenceOf(time));
  if (fault) return { ...fault, field: fault.field === 'rule' ? 'rrule' : fault.field };
  try {
    const from = wallMinutes(time.startLocal) * 60_000;
    expandRecurrence(recurrenceOf(time), { startMs: from, endMs: from + 366 * 86_400_000 });
  } catch (error) {
    return {
      field: 'rrule',
      detail: error instanceof Error ? error.message.slice(0, 200) : 'unreadable',
      remedy: 'Give a rule that recurs at least once a year.',
    };
  }
  return null;
}

/** Occurrences that share an instant with `within`, by start. Times keep the wall clock; a time in a DST gap starts right after it. */
export function occurrencesOf(time: RecurringTime, within: Interval): Interval[] {
  return expandRecurrence(recurrenceOf(time), within).intervals;
}
