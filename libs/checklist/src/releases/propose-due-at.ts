import { DateTime } from 'luxon';

const workingDaysBefore = 3;
const closeOfBusinessHour = 17;
const isWeekend = (at: DateTime): boolean => at.weekday >= 6;

/**
 * When the work on a task is due: 17:00 in the zone of its side, three weekdays before the release may happen, so that an auditor of another
 * department has time. Never in the past: then the next close of business. Null when the release names no date.
 */
export function proposeDueAt(target: DateTime | null, zone: string, now: DateTime): DateTime | null {
  if (target === null) return null;
  const close = (at: DateTime): DateTime => at.setZone(zone).set({ hour: closeOfBusinessHour, minute: 0, second: 0, millisecond: 0 });
  let due = close(target);
  for (let left = workingDaysBefore; left > 0;) {
    due = close(due.minus({ days: 1 }));
    if (!isWeekend(due)) left -= 1;
  }
  if (due <= now) {
    due = close(now);
    while (due <= now || isWeekend(due)) due = close(due.plus({ days: 1 }));
  }
  return due.toUTC();
}
