import { DateTime, type DurationLike } from 'luxon';
import { Clock } from './clock';

/** A clock for tests: it stands still until it is moved. */
export class FixedClock extends Clock {
  private instant: DateTime;

  /** @param at RFC 3339, or a luxon DateTime of any zone */
  constructor(at: string | DateTime) {
    super();
    this.instant = read(at);
  }

  now(): DateTime {
    return this.instant;
  }

  set(at: string | DateTime): void {
    this.instant = read(at);
  }

  advance(by: DurationLike): void {
    this.instant = this.instant.plus(by);
  }
}

function read(at: string | DateTime): DateTime {
  const instant = typeof at === 'string' ? DateTime.fromISO(at, { zone: 'utc' }) : at.toUTC();
  if (!instant.isValid) throw new Error(`not an instant: ${String(at)}`);
  return instant;
}
