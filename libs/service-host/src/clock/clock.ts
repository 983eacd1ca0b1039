import { DateTime } from 'luxon';

/** Where the present comes from; injected, so that tests set it. */
export abstract class Clock {
  /** The present instant, in UTC. */
  abstract now(): DateTime;
}

export class SystemClock extends Clock {
  now(): DateTime {
    return DateTime.utc();
  }
}
