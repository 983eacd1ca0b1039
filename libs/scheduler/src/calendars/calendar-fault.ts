/** Why a calendar cannot be taken. A calendar that is read only in part would show busy people as free, so nothing of it is kept. */
export class CalendarFault extends Error {
  constructor(
    readonly code: 'calendar-unreadable' | 'calendar-too-many-events' | 'calendar-too-many-instances' | 'calendar-too-slow',
    message: string,
    readonly remedy: string,
  ) {
    super(message);
  }
}
