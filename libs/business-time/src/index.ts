export * from './calendars/working-calendar';
export * from './calendars/working-time';
export { holidayIntervals, holidayOn, holidaysOf, isHoliday, isHolidayRegion, type Holiday } from './holidays/holidays';
export * from './intervals/intervals';
export { expandRecurrence, type ExpandedRecurrence } from './recurrence/expand-recurrence';
export { recurrenceFaults, type Recurrence } from './recurrence/recurrence';
export { addDays, dateOfDayNumber, dayNumber, isLocalDate, isLocalTime, weekdayOf } from './zones/local-date';
export {
  instantOfLocal,
  instantsOfWallTime,
  localDatesIn,
  localDay,
  localParts,
  offsetMinutes,
  type LocalParts,
  type WallTimeInstants,
} from './zones/local-time';
export { isZone, requireZone } from './zones/zone';
