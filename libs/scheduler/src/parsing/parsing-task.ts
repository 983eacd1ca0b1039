import { CalendarFault } from '../calendars/calendar-fault';
import { expandCalendar, type ExpandedCalendar } from '../calendars/expand-calendar';
import { LoadCsvFault, type LoadCsvReport, readLoadCsv } from '../load/read-load-csv';

/** Uploads that are read off the event loop. */
export type ParsingTask =
  | { kind: 'calendar'; text: string; startMs: number; endMs: number; zone: string }
  | { kind: 'load'; text: string; zone: string; nowMs: number };

export type ParsingResult =
  | { kind: 'calendar'; calendar: ExpandedCalendar }
  | { kind: 'load'; load: LoadCsvReport }
  | { kind: 'fault'; code: string; detail: string; remedy: string };

/** Reads one upload; what is wrong with the file is a result, anything else is thrown. */
export function runParsingTask(task: ParsingTask): ParsingResult {
  try {
    return task.kind === 'calendar'
      ? { kind: 'calendar', calendar: expandCalendar(task.text, task, task.zone) }
      : { kind: 'load', load: readLoadCsv(task.text, task.zone, task.nowMs) };
  } catch (error) {
    if (error instanceof CalendarFault || error instanceof LoadCsvFault)
      return { kind: 'fault', code: error.code, detail: error.message, remedy: error.remedy };
    throw error;
  }
}
